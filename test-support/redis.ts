// A Redis server for one test file: nothing of it outlives the tests.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Redis server that runs. */
export interface RunningRedis {
  /** The socket to connect to: `new Redis({ path })`. A socket has a name of its own, and no port that others may take. */
  readonly path: string;
  /** Stops it and waits for its end; also while it is paused. */
  stop(): Promise<void>;
}

/**
 * Starts a server that keeps nothing on the disk.
 *
 * @param program What the set-up provides: `inject("redisServer")`.
 */
export async function startRedis(program: string): Promise<RunningRedis> {
  const folder = await mkdtemp(join(tmpdir(), "kelaskit-redis-"));
  const path = join(folder, "redis.sock");
  const settings = ["--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no", "--dir", folder];
  const server = spawn(program, settings, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(server, "exit");
  let words = "";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", () => {
      reject(new Error(`The Redis server ended at once and said: ${words}`));
    });
    server.stdout.on("data", (chunk: Buffer) => {
      words += chunk.toString();
      // The socket is there before it is said in these words, in every version since 2.
      if (/ready to accept connections|now ready to accept/i.test(words)) resolve();
    });
  });
  return {
    path,
    async stop() {
      server.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
