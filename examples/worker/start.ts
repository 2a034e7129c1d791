// Builds the Worker and starts it in workerd, at any free port.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Readable } from "node:stream";
import { build } from "esbuild";

/** A Worker that runs. */
export interface RunningWorker {
  readonly url: string;
  stop(): Promise<void>;
}

/** Reads where workerd listens. It says so on a stream of its own. */
async function listeningPort(child: ChildProcess): Promise<string> {
  let said = "";
  for await (const chunk of child.stdio[3] as Readable) {
    said += String(chunk);
    const port = /"socket":"http","port":(?<port>\d+)/.exec(said)?.groups?.["port"];
    if (port !== undefined) return port;
  }
  throw new Error("workerd has ended before it listened.");
}

/**
 * Starts the Worker.
 *
 * @param folder Where its program and the storage of its objects are. A Worker that is started again there has what it stored.
 * @param environment The credentials, and the address of the vendor.
 */
export async function startWorker(folder: string, environment: NodeJS.ProcessEnv): Promise<RunningWorker> {
  const objects = path.join(folder, "objects");
  await mkdir(objects, { recursive: true });
  const settings = path.join(folder, "worker.capnp");
  await copyFile(path.join(import.meta.dirname, "worker.capnp"), settings);
  await build({
    entryPoints: [path.join(import.meta.dirname, "worker.ts")],
    outfile: path.join(folder, "dist/worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["kelaskit-source"],
  });
  // The path of the program for this machine.
  const { default: program } = createRequire(import.meta.url)("workerd") as { readonly default: string };
  const places = [`--directory-path=objects=${objects}`, "--socket-addr=http=127.0.0.1:0", "--control-fd=3"];
  const child = spawn(program, ["serve", ...places, settings], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
    env: environment,
  });
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", kill);
  return {
    url: `http://127.0.0.1:${await listeningPort(child)}`,
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
      process.off("exit", kill);
    },
  };
}
