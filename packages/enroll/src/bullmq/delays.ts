import { Queue } from "bullmq";
import { unlessAborted } from "../run/control.ts";
import { asError } from "../thrown.ts";
import { prefixOf, type QueueConnection } from "./connection.ts";
import { closeQueue } from "./late-errors.ts";
import { SteadyClock } from "./steady-clock.ts";

/** How often this machine's clock is checked, in milliseconds. */
const lookEvery = 10_000;
/** How far the clocks of machines may differ, in milliseconds. */
const tolerance = 1000;
const part = 1000;
/** BullMQ stores the due time of a delayed job in its score, above a counter in the lowest bits. */
const scoresOfAMillisecond = 0x1000;

/** Resets jobs that would wait longer than their delay. */
async function shorten(connection: QueueConnection, queue: Queue): Promise<void> {
  for (let last = "+inf"; ;) {
    // Latest first: a shortened job may be seen again and is then left alone.
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
 * Corrects the delays of jobs. BullMQ counts them by the clocks of the workers' machines: a clock that was ahead, or is set back,
 * would make rows wait for as long as it was wrong. Checks at the start, and when this machine's clock jumps.
 *
 * @returns A function that stops it.
 */
export function keepDelays(
  connection: QueueConnection,
  name: string,
  onError: (error: Error) => void,
  prefix = prefixOf(connection, name),
): () => Promise<void> {
  const queue = new Queue(name, { connection, prefix });
  queue.on("error", onError);
  const clock = new SteadyClock(tolerance);
  const over = new AbortController();
  let looking = Promise.resolve();
  const look = (): void => {
    const now = clock.now();
    if (clock.saw({ other: Date.now(), askedAt: now, answeredAt: now })) return;
    looking = looking
      .then(() => shorten(connection, queue))
      .catch((error: unknown) => {
        if (!over.signal.aborted) onError(asError(error));
      });
  };
  look();
  const beat = setInterval(look, lookEvery);
  beat.unref();
  return async () => {
    clearInterval(beat);
    const giveUp = (): void => {
      over.abort();
    };
    // Without Redis, it would take as long as Redis is away; nothing is lost if it does not end.
    connection.once("close", giveUp);
    if (connection.status !== "ready") giveUp();
    await unlessAborted(looking, over.signal);
    connection.off("close", giveUp);
    giveUp();
    await closeQueue(queue);
  };
}
