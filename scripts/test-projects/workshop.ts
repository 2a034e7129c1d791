import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { transform } from "esbuild";
import { requireCommand } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import type { Project } from "./project.ts";

/** Where the projects are. */
export const projectsFolder = path.join(workspaceRoot, "test-projects");

/**
 * Projects install dependencies published up to this date, so that what they resolve to does not change by itself. Raise
 * it when a project requires something newer.
 */
const publishedUntil = "2026-11-28T00:00:00.000Z";

/** What all projects of a run share. */
export interface Workshop {
  /** Contains the copies of the projects. */
  readonly folder: string;
  /** The environment of every project's programs. */
  readonly environment: NodeJS.ProcessEnv;
  /** Files to write into the copies, unless the project has its own. */
  readonly sharedFiles: Readonly<Record<string, string>>;
  /** Words to replace in each project's package.json and commands. */
  readonly placeholders: Readonly<Record<string, string>>;
}

/** The environment of this script, without the variables of pnpm and CI. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(?!config_registry$)|pnpm_|node_options$|node_path$|node_env$|ci$|init_cwd$)/i.test(name),
  );
  const folders = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => !folder.split(path.sep).includes("node_modules"));
  return { ...Object.fromEntries(entries), PATH: folders.join(path.delimiter) };
}

/** Makes the repository's runtimes available to the projects, but not its other programs. */
function writeRuntimes(folder: string): void {
  mkdirSync(folder);
  const runtimes = {
    node: process.execPath,
    bun: path.join(workspaceRoot, "test-support/node_modules/.bin/bun"),
    deno: path.join(workspaceRoot, "test-support/node_modules/.bin/deno"),
  };
  for (const [name, program] of Object.entries(runtimes)) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\nexec "${program}" "$@"\n`);
    chmodSync(file, 0o755);
  }
}

/** Package managers that cache our packages by version alone would return those of an earlier run. */
function ownCaches(folder: string): NodeJS.ProcessEnv {
  return {
    BUN_INSTALL_CACHE_DIR: path.join(folder, "bun"),
    DENO_DIR: path.join(folder, "deno"),
    XDG_CACHE_HOME: path.join(folder, "cache"),
    XDG_DATA_HOME: path.join(folder, "data"),
    YARN_CACHE_FOLDER: path.join(folder, "yarn"),
    YARN_GLOBAL_FOLDER: path.join(folder, "yarn-global"),
  };
}

/** Prepares what all projects share, in an empty folder. */
export async function openWorkshop(
  folder: string,
  registryUrl: string,
  nodeFloor: string,
  chromium: string,
): Promise<Workshop> {
  const programs = path.join(folder, "programs");
  writeRuntimes(programs);
  const plain = plainEnvironment();
  const machineRegistry = requireCommand(
    "Reading npm's registry setting",
    "npm",
    ["config", "get", "registry"],
    {
      cwd: folder,
      environment: plain,
    },
  );
  const minutes = Math.max(Math.ceil((Date.now() - Date.parse(publishedUntil)) / 60_000), 0);
  const environment = {
    ...plain,
    ...ownCaches(path.join(folder, "caches")),
    PATH: [programs, plain["PATH"]].join(path.delimiter),
    NO_PROXY: ["127.0.0.1", plain["NO_PROXY"] ?? plain["no_proxy"]].filter(Boolean).join(","),
    NO_COLOR: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    // For package managers that do not read npm's settings.
    NPM_CONFIG_REGISTRY: machineRegistry,
    KELASKIT_REGISTRY: registryUrl,
    PUBLISHED_MINUTES_AGO: String(minutes),
    CHROMIUM: chromium,
  };
  const shared = path.join(projectsFolder, "shared");
  const scenario = readFileSync(path.join(shared, "scenario.mjs"), "utf8");
  // For tools that cannot import ES modules.
  const { code } = await transform(scenario, { format: "cjs", platform: "node" });
  return {
    folder,
    environment,
    sharedFiles: {
      ".npmrc": [
        `@kelaskit:registry=${registryUrl}`,
        `before=${publishedUntil}`,
        "audit=false",
        "fund=false",
        "prefer-offline=true",
        "",
      ].join("\n"),
      ...Object.fromEntries(
        readdirSync(shared).map((file) => [file, readFileSync(path.join(shared, file), "utf8")]),
      ),
      "scenario.cjs": code,
    },
    placeholders: {
      NODE_FLOOR: nodeFloor,
      PUBLISHED_UNTIL: publishedUntil,
      PUBLISHED_MINUTES_AGO: String(minutes),
      PUBLISHED_SECONDS_AGO: String(minutes * 60),
    },
  };
}

/** Copies a project to where no parent folder belongs to the repository. */
export function copyProject(
  workshop: Workshop,
  name: string,
  copies: NonNullable<Project["copies"]>,
): string {
  const copy = path.join(workshop.folder, "projects", name);
  mkdirSync(copy, { recursive: true });
  for (const [file, text] of Object.entries(workshop.sharedFiles)) {
    writeFileSync(path.join(copy, file), text);
  }
  cpSync(path.join(projectsFolder, name), copy, {
    recursive: true,
    filter: (source) => path.basename(source) !== "project.mts",
  });
  for (const [place, file] of Object.entries(copies))
    cpSync(path.join(workspaceRoot, file), path.join(copy, place));
  const manifest = path.join(copy, "package.json");
  writeFileSync(manifest, fillIn(workshop, readFileSync(manifest, "utf8")));
  return copy;
}

/** A text whose placeholders are replaced by the values of this run. */
export function fillIn({ placeholders }: Workshop, text: string): string {
  return Object.entries(placeholders).reduce((filled, [name, value]) => filled.replaceAll(name, value), text);
}
