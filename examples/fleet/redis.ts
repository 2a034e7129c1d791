// The Redis of the demonstration.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { Redis } from "ioredis";

/** A Redis, and how it is left. */
export interface UsedRedis {
  /** As in REDIS_URL. */
  readonly place: string;
  close(): Promise<void>;
}

/** The programs of the fleet wait for a Redis as long as it takes; a demonstration says that there is none. */
async function requireRedis(place: string): Promise<void> {
  const probe = new Redis(place, { lazyConnect: true, retryStrategy: () => null });
  try {
    // Its failure is that of `connect`.
    probe.on("error", () => undefined);
    await probe.connect();
    await probe.ping();
  } catch (error) {
    throw new Error(
      "REDIS_URL: no Redis answers there. Start it, or unset REDIS_URL to use one of its own.",
      {
        cause: error,
      },
    );
  } finally {
    probe.disconnect();
  }
}

/** The Redis of REDIS_URL or, without it, one that is started for this run and keeps nothing. */
export async function openRedis(folder: string): Promise<UsedRedis> {
  const given = process.env["REDIS_URL"];
  if (given !== undefined) {
    await requireRedis(given);
    return { place: given, close: () => Promise.resolve() };
  }
  const place = path.join(folder, "redis.sock");
  const server = spawn(
    "redis-server",
    ["--port", "0", "--unixsocket", place, "--save", "", "--dir", folder],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  process.once("exit", () => {
    server.kill("SIGKILL");
  });
  try {
    await once(server, "spawn");
  } catch (error) {
    throw new Error(
      "redis-server could not be started. Install it (apt install redis-server, brew install redis), or set REDIS_URL to a Redis for tests.",
      { cause: error },
    );
  }
  for await (const line of createInterface({ input: server.stdout })) {
    if (!/ready to accept connections/i.test(line)) continue;
    server.stdout.resume();
    console.log("No REDIS_URL is set: using a Redis of its own.");
    return {
      place,
      async close() {
        const ended = once(server, "exit");
        server.kill();
        await ended;
      },
    };
  }
  throw new Error("redis-server has ended before it was ready.");
}
