// Runs as a separate process for limiter.test.ts: starts a number of requests as fast as the limiter allows.
import { Redis } from "ioredis";
import { redisLimiter } from "../../src/index.ts";

const [path = "", requests = "0", limit = "1", interval = "1000", concurrency = "0"] = process.argv.slice(2);
const redis = new Redis({ path });
const limiter = redisLimiter(redis, {
  key: "sample",
  limit: Number(limit),
  interval: Number(interval),
  leaseTtl: 300,
  ...(concurrency === "0" ? {} : { concurrency: Number(concurrency) }),
});
const { signal } = new AbortController();

async function send(): Promise<void> {
  const release = await limiter.acquire(signal, 0);
  await release();
}

process.once("message", () => {
  void (async () => {
    await Promise.all(Array.from({ length: Number(requests) }, send));
    process.send?.("done");
    // Releases were sent before, so they arrive before quit.
    await redis.quit();
    process.disconnect();
  })();
});
if (concurrency !== "0") await limiter.acquire(signal, 0);
process.send?.("ready");
