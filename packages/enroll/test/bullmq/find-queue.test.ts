import { expect, it, vi } from "vitest";
import { findQueue } from "../../src/bullmq/find-queue.ts";
import type { QueueFacts } from "../../src/bullmq/row-states.ts";

const facts: QueueFacts = {
  id: "queue-1",
  target: "courses",
  sample: undefined,
  doubt: undefined,
  since: 0,
  missing: 0,
  now: 0,
};

/** Redis, in which the queue is only from so many looks on. */
function appearingAt(look: number) {
  let looks = 0;
  return {
    find: vi.fn(() => {
      looks += 1;
      return Promise.resolve(looks < look ? undefined : facts);
    }),
  };
}

it("a queue that another process is just creating is not lost", async () => {
  expect(await findQueue(appearingAt(3), "queue-1")).toBe(facts);
});

it("a queue that is in the memory file and stays away is lost", async () => {
  expect(await findQueue(appearingAt(Infinity), "queue-1")).toBeUndefined();
});

it("a queue that nobody remembers is looked for once", async () => {
  const states = appearingAt(2);
  expect(await findQueue(states, undefined)).toBeUndefined();
  expect(states.find).toHaveBeenCalledTimes(1);
});
