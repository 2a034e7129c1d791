import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { RowJobData } from "./row-job.ts";
import { SteadyClock } from "./steady-clock.ts";

/** How often this machine's clock is looked at, in milliseconds. */
const lookEvery = 10_000;
/** How far the clocks of machines may be apart, in milliseconds. */
const tolerance = 1000;
const part = 1000;
/** BullMQ keeps the moment of a delayed job in its score, with a number of its own in the lowest bits. */
const scoresOfAMillisecond = 0x1000;

/** Lets jobs wait once for their delay that would wait for longer. */
async function shorten(connection: Redis, queue: Queue<RowJobData>): Promise<void> {
  for (let last = "+inf"; ;) {
    // From the latest on: what is shortened comes again, and is left alone then.
    const key = queue.toKey("delayed");
    const found = await connection.zrevrangebyscore(key, last, "-inf", "WITHSCORES", "LIMIT", 0, part);
    for (let index = 0; index < found.length; index += 2) {
      const score = found[index + 1] ?? "0";
      last = `(${score}`;
      const wait = Number(score) / scoresOfAMillisecond - Date.now();
      if (wait <= tolerance) return;
      const job = await queue.getJob(found[index] ?? "");
      if (job !== undefined && wait > job.delay + tolerance) await job.changeDelay(job.delay);
    }
    if (found.length < 2 * part) return;
  }
}

/**
 * Keeps the delays of jobs right, which BullMQ counts by the clocks of its workers' machines: one that was ahead, or is set
 * back, would let rows wait for as long as it was wrong. Looks when it begins, and when this machine's clock jumps.
 *
 * @returns Ends it.
 */
export function keepDelays(
  connection: Redis,
  name: string,
  onError: (error: Error) => void,
): () => Promise<void> {
  const queue = new Queue<RowJobData>(name, { connection });
  queue.on("error", onError);
  const clock = new SteadyClock(tolerance);
  let looking = Promise.resolve();
  const look = (): void => {
    const now = clock.now();
    if (clock.saw({ other: Date.now(), askedAt: now, answeredAt: now })) return;
    looking = looking.then(() => shorten(connection, queue)).catch(onError);
  };
  look();
  const beat = setInterval(look, lookEvery);
  beat.unref();
  return async () => {
    clearInterval(beat);
    await looking;
    await queue.close();
  };
}
