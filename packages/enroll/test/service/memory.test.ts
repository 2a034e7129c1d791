import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { byDepth } from "@kelaskit/test-support/depth";
import { expect, it } from "vitest";
import type { ServiceMeasured } from "../support/service-memory-child.ts";
import { newJournal } from "../support/targets.ts";

const file = fileURLToPath(new URL("../support/service-memory-child.ts", import.meta.url));

/** Many short records take minutes; fewer long ones show as well whether records are kept, but not their keys. */
const sizes = byDepth({
  usual: { few: 2000, many: 4500, bytes: 24_000 },
  deep: { few: 100_000, many: 1_000_000, bytes: 0 },
});

async function measure(adds: number): Promise<ServiceMeasured> {
  const node = ["--optimize-for-size", "--conditions=kelaskit-source"];
  const child = fork(file, [newJournal(), String(adds), String(sizes.bytes)], { execArgv: node });
  const [measured] = (await once(child, "message")) as [ServiceMeasured];
  return measured;
}

it("takes no more memory for more enrollments", async () => {
  const few = await measure(sizes.few);
  const many = await measure(sizes.many);
  expect([few.done, many.done]).toEqual([sizes.few, sizes.many]);
  // If records were kept, 900,000 more of them would take some 200 MB, and 2,500 more of the long ones 60 MB.
  expect(many.peak - few.peak).toBeLessThan(30);
});
