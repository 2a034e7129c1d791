import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "@kelaskit/core/testing/node";
import { startRedis } from "@kelaskit/test-support/redis";
import { vendors } from "../../packages/cli/src/vendors/table.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import { findProgram } from "../test-setup/find-program.ts";
import { neededRedis } from "../test-setup/redis.ts";
import type { Run } from "./run-parts.ts";
import { filesFolder } from "./sandbox.ts";

/** What a run needs around it. */
export interface RunEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** The folder in which it is started. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

const nodeOptions = ["--conditions=kelaskit-source", "--disable-warning=ExperimentalWarning"];

function loadFirst(file: string): string {
  return `--import=${pathToFileURL(path.join(import.meta.dirname, file)).href}`;
}

/** Node's options for a TypeScript block: it finds the mocks at the vendors' addresses, unless it starts msw itself. */
export function moduleOptions({ parts }: Run): readonly string[] {
  const startsMsw = parts.some(({ code }) => code.includes("msw/node"));
  return [...nodeOptions, loadFirst(startsMsw ? "guard.ts" : "preload.ts")];
}

/** The variables with a mock's credentials, and its address where it is served. */
async function vendorVariables(
  isServed: boolean,
): Promise<{ readonly variables: Record<string, string>; readonly close: () => Promise<void> }> {
  const variables: Record<string, string> = { ACADEMY_OF_MINE_PORTAL: "demo" };
  const closers: (() => Promise<void>)[] = [];
  for (const vendor of Object.values(vendors)) {
    const mock = await vendor.createMock();
    for (const { name, variable } of vendor.fields) {
      const value = mock.credentials[name];
      if (variable !== undefined && value !== undefined) variables[variable] = value;
    }
    if (isServed) {
      const served = await serve(mock.server);
      variables[vendor.baseUrlVariable] = served.url;
      closers.push(async () => served.close());
    }
  }
  return {
    variables,
    close: async () => {
      await Promise.all(closers.map(async (close) => close()));
    },
  };
}

/** Puts the `kelaskit` command of the sources into a folder for `PATH`. */
function installCommand(folder: string): void {
  const command = path.join(folder, "kelaskit");
  const main = path.join(workspaceRoot, "packages/cli/src/main.ts");
  mkdirSync(folder, { recursive: true });
  writeFileSync(command, `#!/bin/sh\nexec node '${main}' "$@"\n`);
  chmodSync(command, 0o755);
}

/** Whether a run needs Redis: its address is in this variable. */
function needsRedis({ parts }: Run): boolean {
  return parts.some(({ code }) => code.includes("REDIS_URL"));
}

/**
 * Prepares a folder and the environment of a run.
 *
 * @param folder Where its folder is created.
 * @returns undefined if the run needs Redis and there is none.
 */
export async function prepareRun(run: Run, folder: string): Promise<RunEnvironment | undefined> {
  const redisServer = needsRedis(run) ? (await findProgram(neededRedis)).path : undefined;
  if (redisServer === "") return undefined;
  const work = path.join(folder, "work");
  const home = path.join(folder, "home");
  const bin = path.join(folder, "bin");
  mkdirSync(home, { recursive: true });
  cpSync(filesFolder, work, { recursive: true });
  installCommand(bin);
  const vendor = await vendorVariables(run.kind !== "module");
  const redis = redisServer === undefined ? undefined : await startRedis(redisServer);
  return {
    folder: work,
    variables: {
      ...vendor.variables,
      ...(redis === undefined ? {} : { REDIS_URL: redis.path }),
      ...(run.kind === "module"
        ? { KELASKIT_SNIPPETS_MOCKS: run.vendors.join(",") }
        : { NODE_OPTIONS: [...nodeOptions, loadFirst("guard.ts")].join(" ") }),
      PATH: [bin, path.dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(path.delimiter),
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, ".config"),
      LANG: "C.UTF-8",
      NO_COLOR: "1",
      TERM: "xterm",
      TZ: "UTC",
      NODE_COMPILE_CACHE: path.join(workspaceRoot, "node_modules/.cache/kelaskit/compiled"),
    },
    close: async () => {
      await vendor.close();
      await redis?.stop();
    },
  };
}
