// Runs as a separate process for token-store.test.ts: holds the lock or renews a token.
import { tokenCredential } from "@kelaskit/core/vendor";
import { Redis } from "ioredis";
import { redisTokenStore } from "../../src/index.ts";

const [path = "", work = "", key = "", lockTtl = "10000"] = process.argv.slice(2);
const redis = new Redis({ path });
const store = redisTokenStore(redis, { lockTtl: Number(lockTtl) });

async function lock<Result>(task: () => Promise<Result>): Promise<Result> {
  if (store.lock === undefined) throw new Error("the store has no lock");
  return store.lock(key, task);
}

async function once(word: string): Promise<void> {
  return new Promise((resolve) => {
    const listen = (message: unknown): void => {
      if (message !== word) return;
      process.off("message", listen);
      resolve();
    };
    process.on("message", listen);
  });
}

/** Holds the lock until the message "go", then stores its tokens. */
async function hold(): Promise<void> {
  const told = once("go");
  await lock(async () => {
    process.send?.("locked");
    await told;
    await store.set(key, { accessToken: "of the process that held the lock first" });
  });
}

/** Renews a token as a client does, and counts the grants in Redis. */
async function renew(): Promise<void> {
  const credential = tokenCredential({
    key: () => key,
    grant: async () => {
      const grants = await redis.incr("grants");
      return { accessToken: `token-${grants}`, expiresAt: Date.now() + 3_600_000 };
    },
    store,
  });
  const told = once("go");
  process.send?.("ready");
  await told;
  await credential.prepare();
}

try {
  if (work === "hold") await hold();
  else await renew();
  process.send?.("done");
} catch (error) {
  process.send?.(error instanceof Error ? `${error.name}: ${error.message}` : "failed");
} finally {
  await redis.quit();
  if (process.connected) process.disconnect();
}
