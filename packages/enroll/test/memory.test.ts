import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Measured } from "./support/memory-child.ts";
import { newJournal } from "./support/targets.ts";

const file = fileURLToPath(new URL("support/memory-child.ts", import.meta.url));

/** As the command runs: what a run keeps shows at once, and what is to be collected does not pile up. */
async function measure(rows: number): Promise<Measured> {
  const node = ["--optimize-for-size", "--conditions=kelaskit-source"];
  const child = fork(file, [newJournal(), String(rows), "64"], { execArgv: node });
  const [measured] = (await once(child, "message")) as [Measured];
  return measured;
}

it("takes no more memory for three times as many rows", { timeout: 600_000 }, async () => {
  const few = await measure(100_000);
  const many = await measure(300_000);
  expect([few.done, many.done]).toEqual([100_000, 300_000]);
  // 200,000 more rows, were they kept, would take some 40 MB.
  expect(many.peak - few.peak).toBeLessThan(20);
  expect(many.peak).toBeLessThan(150);
});
