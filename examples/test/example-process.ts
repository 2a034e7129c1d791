import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A server of an example, in a process of its own. */
export interface ExampleProcess {
  readonly url: string;
  readonly isRunning: boolean;
  /** Ends it at once, whatever it is doing. */
  kill(): Promise<void>;
  /** Asks it to stop. Returns its exit code. */
  stop(): Promise<number | null>;
}

/** How to start a server. */
export interface ExampleCommand {
  readonly program: string;
  readonly programArguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** The number of a stream on which it says where it listens. @default 1, its output */
  readonly stream?: 1 | 3;
  /** What it says: the URL is the first group, or it is at this port of 127.0.0.1. */
  readonly announcement: RegExp;
}

/** The path of a folder that goes with the test. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "kelaskit-example-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

async function announced(child: ChildProcess, stream: 1 | 3, announcement: RegExp): Promise<string> {
  const problems = child.stderr === null ? Promise.resolve("") : text(child.stderr);
  const source = child.stdio[stream] as Readable;
  source.setEncoding("utf8");
  let said = "";
  for (;;) {
    const ended = new AbortController();
    try {
      const [chunk] = (await Promise.race([
        once(source, "data", { signal: ended.signal }),
        once(source, "end", { signal: ended.signal }),
      ])) as [string | undefined];
      if (chunk === undefined) throw new Error(`It ended before it listened: ${await problems}`);
      said += chunk;
    } finally {
      ended.abort();
    }
    const found = announcement.exec(said)?.[1];
    if (found === undefined) continue;
    source.resume();
    return found;
  }
}

/** Starts a server, and waits until it listens. It is killed when the test ends. */
export async function startExample(command: ExampleCommand): Promise<ExampleProcess> {
  const { program, programArguments, environment, stream = 1, announcement } = command;
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(program, programArguments, {
    env: { PATH, NODE_COMPILE_CACHE, ...environment },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  // What nobody reads would hold the program up once it fills the pipe.
  if (stream !== 1) child.stdout?.resume();
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ended = once(child, "exit");
    if (!isRunning()) return child.exitCode;
    child.kill(signal);
    await ended;
    return child.exitCode;
  };
  onTestFinished(async () => {
    await end("SIGKILL");
  });
  const place = await announced(child, stream, announcement);
  return {
    url: /^\d+$/.test(place) ? `http://127.0.0.1:${place}` : place,
    get isRunning() {
      return isRunning();
    },
    async kill() {
      await end("SIGKILL");
    },
    stop: () => end("SIGTERM"),
  };
}
