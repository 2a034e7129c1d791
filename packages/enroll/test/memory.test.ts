import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { byDepth } from "@kelaskit/test-support/depth";
import { expect, it } from "vitest";
import type { Measured } from "./support/memory-child.ts";
import { newJournal } from "./support/targets.ts";

const file = fileURLToPath(new URL("support/memory-child.ts", import.meta.url));

/** Sizes of lists: many short rows take a minute; fewer long ones show whether rows are kept just as well, but not their keys. */
const sizes = byDepth({
  // The few must be enough for as much garbage as many leave behind before it is collected.
  usual: { few: 2000, many: 4500, bytes: 24_000 },
  deep: { few: 100_000, many: 300_000, bytes: 0 },
});

/** Runs as the command does, so that a run's memory shows at once and garbage does not pile up. */
async function measure(rows: number): Promise<Measured> {
  const node = ["--optimize-for-size", "--conditions=kelaskit-source"];
  const child = fork(file, [newJournal(), String(rows), "64", String(sizes.bytes)], { execArgv: node });
  const [measured] = (await once(child, "message")) as [Measured];
  return measured;
}

it("takes no more memory for more rows", async () => {
  const few = await measure(sizes.few);
  const many = await measure(sizes.many);
  expect([few.done, many.done]).toEqual([sizes.few, sizes.many]);
  // If rows were kept, 200,000 more of them would take some 40 MB, and 2,500 more of the long ones 60 MB.
  expect(many.peak - few.peak).toBeLessThan(20);
  expect(many.peak).toBeLessThan(150);
});
