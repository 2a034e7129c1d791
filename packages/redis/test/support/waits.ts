// Helpers for limiter tests.
import type { Limiter } from "@kelaskit/core";
import type { Redis } from "ioredis";

const { signal } = new AbortController();

/** Starts and ends a number of requests, one after the other. */
export async function use(of: Limiter, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const release = await of.acquire(signal, 0);
    await release();
  }
}

/** Waits for a number of round trips to Redis. */
export async function turns(redis: Redis, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await redis.ping();
}

/** The current state of an `acquire`. */
export async function stateOf(
  redis: Redis,
  wait: Promise<unknown>,
): Promise<"given" | "refused" | "waiting"> {
  await turns(redis, 20);
  return Promise.race([
    wait.then(
      () => "given" as const,
      () => "refused" as const,
    ),
    turns(redis, 1).then(() => "waiting" as const),
  ]);
}
