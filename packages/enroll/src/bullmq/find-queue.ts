import { setTimeout as wait } from "node:timers/promises";
import type { QueueFacts } from "./row-states.ts";

/** How often a queue is looked for that another process may just be creating, and how long in between, in milliseconds. */
const looks = 5;
const between = 100;

/**
 * The facts of a queue in Redis.
 *
 * @param remembered The queue's id in the memory file. A process that creates a queue writes the file first, so one that is in the
 * file and not in Redis is looked for again before it counts as lost.
 */
export async function findQueue(
  states: { find(): Promise<QueueFacts | undefined> },
  remembered: string | undefined,
): Promise<QueueFacts | undefined> {
  let facts = await states.find();
  const most = remembered === undefined ? 1 : looks;
  for (let look = 1; facts === undefined && look < most; look += 1) {
    await wait(between);
    facts = await states.find();
  }
  return facts;
}
