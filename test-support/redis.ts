// A Redis server for one test file: nothing of it outlives the tests.
import { type ChildProcess, spawn } from "node:child_process";
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

/** A Redis server that can be killed and started again with what it has on its disk. */
export interface RestartableRedis extends RunningRedis {
  /** Kills it and waits for its end. */
  kill(): Promise<void>;
  /** Starts it again after it was killed. */
  restart(): Promise<void>;
}

async function startProcess(program: string, settings: readonly string[]): Promise<ChildProcess> {
  const server = spawn(program, settings, { stdio: ["ignore", "pipe", "inherit"] });
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
  return server;
}

/**
 * Starts a server with settings of its own, in a folder of its own.
 *
 * @param program What the set-up provides: `inject("redisServer")`.
 * @param settings As on the command line, such as `["--appendonly", "yes"]`.
 */
export async function startRedisWith(
  program: string,
  settings: readonly string[],
): Promise<RestartableRedis> {
  const folder = await mkdtemp(join(tmpdir(), "kelaskit-redis-"));
  const path = join(folder, "redis.sock");
  const all = ["--port", "0", "--unixsocket", path, "--save", "", "--dir", folder, ...settings];
  let server = await startProcess(program, all);
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  };
  return {
    path,
    kill,
    async restart() {
      server = await startProcess(program, all);
    },
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts a server that keeps nothing on the disk.
 *
 * @param program What the set-up provides: `inject("redisServer")`.
 */
export function startRedis(program: string): Promise<RunningRedis> {
  return startRedisWith(program, ["--appendonly", "no"]);
}
