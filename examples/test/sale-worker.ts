import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import { type ExampleProcess, startExample } from "./example-process.ts";

const example = path.join(import.meta.dirname, "../sale-to-course");

/** What a Worker is started with. */
export interface WorkerStart {
  /** Where its program and the storage of its objects are. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Builds the Worker and starts it in workerd, as its README says, at any free port. */
export async function startWorker({ folder, environment }: WorkerStart): Promise<ExampleProcess> {
  const objects = path.join(folder, "objects");
  await mkdir(objects, { recursive: true });
  await copyFile(path.join(example, "worker.capnp"), path.join(folder, "worker.capnp"));
  await build({
    entryPoints: [path.join(example, "worker.ts")],
    outfile: path.join(folder, "dist/worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["kelaskit-source"],
    external: ["node:*"],
  });
  // The path of the program for this machine.
  const { default: program } = createRequire(import.meta.url)("workerd") as { readonly default: string };
  const places = [`--directory-path=objects=${objects}`, "--socket-addr=http=127.0.0.1:0", "--control-fd=3"];
  return startExample({
    program,
    programArguments: ["serve", ...places, path.join(folder, "worker.capnp")],
    environment,
    stream: 3,
    announcement: /"socket":"http","port":(\d+)/,
  });
}
