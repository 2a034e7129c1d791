// What tests of the limiter do with requests that wait.
import type { Limiter } from "@kelaskit/core";
import type { Redis } from "ioredis";

const { signal } = new AbortController();

/** Takes every start that there is. */
export async function use(of: Limiter, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const release = await of.acquire(signal, 0);
    await release();
  }
}

/** Waits until Redis has answered so often to those that came before. */
export async function turns(redis: Redis, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await redis.ping();
}

/** What has become of a wait so far. */
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
