// Runs a program of a test on a platform that is not the test's own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { inject } from "vitest";
import { runtimeProgram } from "./runtime-programs.ts";

/** A platform that has to be started. */
export type ForeignRuntime = "bun" | "deno" | "chromium" | "workerd";

export const foreignRuntimes: readonly ForeignRuntime[] = ["bun", "deno", "chromium", "workerd"];

/** Without Chromium, which takes as long as all the others together. */
export const quickRuntimes = foreignRuntimes.filter((runtime) => runtime !== "chromium");

/** Where Chromium is; the test set-up looks for it. */
const executablePath = inject("chromium");

/** Whether a platform is not on this machine. */
export function isMissing(runtime: string): boolean {
  return runtime === "chromium" && executablePath === "";
}

/** What to run: a module that exports an asynchronous `main`, and its arguments. */
export interface Program {
  /** The module's `file:` URL, such as `new URL("support/program.ts", import.meta.url)`. */
  readonly module: URL;
  /** @default none */
  readonly parameters?: readonly unknown[];
  /**
   * Whether the first parameter is the storage of a Durable Object, with SQLite. Only for workerd.
   *
   * @default false
   */
  readonly isDurable?: boolean;
  /** A place where a browser's page is at home. @default an empty page without an origin */
  readonly home?: string;
}

/** A program as one file, as a browser would get it. */
async function bundle(module: URL, start: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { main } from ${JSON.stringify(fileURLToPath(module))};\n${start}`,
      resolveDir: import.meta.dirname,
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    conditions: ["kelaskit-source"],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

async function inFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), "kelaskit-runtime-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function callOf(parameters: readonly unknown[] = []): string {
  return `main(...${JSON.stringify(parameters)})`;
}

function runProcess(runtime: "bun" | "deno", program: Program): Promise<unknown> {
  return inFolder(async (folder) => {
    const file = path.join(folder, "program.js");
    const start = `console.log(JSON.stringify(await ${callOf(program.parameters)}));`;
    await writeFile(file, await bundle(program.module, start));
    const flags = runtime === "deno" ? ["--allow-net"] : [];
    const child = spawn(runtimeProgram(runtime), ["run", ...flags, file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    return JSON.parse(await text(child.stdout)) as unknown;
  });
}

/** A page with a program in it. */
export interface Page {
  call(parameters?: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Opens a page in Chromium. */
export async function openPage({
  module,
  home = "about:blank",
  trustsEveryCertificate = false,
}: Omit<Program, "parameters"> & { readonly trustsEveryCertificate?: boolean }): Promise<Page> {
  const content = await bundle(module, "globalThis.main = main;");
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const page = await browser.newPage({ ignoreHTTPSErrors: trustsEveryCertificate });
  await page.goto(home);
  await page.addScriptTag({ content, type: "module" });
  await page.waitForFunction("typeof main === 'function'");
  return {
    call: (parameters) => page.evaluate(callOf(parameters)),
    close: () => browser.close(),
  };
}

async function runPage(program: Program): Promise<unknown> {
  const page = await openPage(program);
  try {
    return await page.call(program.parameters);
  } finally {
    await page.close();
  }
}

const durableSettings = `
      durableObjectNamespaces = [(className = "Home", uniqueKey = "home", enableSql = true)],
      durableObjectStorage = (localDisk = "disk"),
      bindings = [(name = "HOME", durableObjectNamespace = "Home")],`;

/** Only storage on a disk has SQLite; the folder is that of the settings. */
const durableDisk = (
  folder: string,
): string => `(name = "disk", disk = (path = "${folder}", writable = true)),
    `;

const settingsOf = (
  isDurable: boolean,
  folder: string,
): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "program", worker = (
      modules = [(name = "program.js", esModule = embed "program.js")],
      compatibilityDate = "2026-07-01",${isDurable ? durableSettings : ""}
    )),
    ${isDurable ? durableDisk(folder) : ""}(name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "program")],
);
`;

/** Where the package has put the program for this machine. */
function workerdProgram(): string {
  const found = createRequire(import.meta.url)("workerd") as { readonly default: string };
  return found.default;
}

function startAsWorker({ parameters }: Program): string {
  return `export default { fetch: async () => Response.json(await ${callOf(parameters)}) };`;
}

/** The program runs in a Durable Object, which every request goes to. */
function startInHome({ parameters = [] }: Program): string {
  return `export class Home {
  constructor(context) { this.storage = context.storage; }
  async fetch() { return Response.json(await main(this.storage, ...${JSON.stringify(parameters)})); }
}
export default { fetch: (request, { HOME }) => HOME.get(HOME.idFromName("home")).fetch(request) };`;
}

function runWorker(program: Program): Promise<unknown> {
  return inFolder(async (folder) => {
    const start = program.isDurable === true ? startInHome(program) : startAsWorker(program);
    await writeFile(path.join(folder, "program.js"), await bundle(program.module, start));
    const settings = path.join(folder, "settings.capnp");
    await writeFile(settings, settingsOf(program.isDurable === true, folder));
    const child = spawn(workerdProgram(), ["serve", "--control-fd=3", settings], {
      // It logs every failure that a program meets, with its own stack.
      stdio: ["ignore", "inherit", "ignore", "pipe"],
    });
    const ended = once(child, "exit");
    try {
      const control = child.stdio[3] as Readable;
      const said = await Promise.race([once(control, "data"), ended]);
      const { port } = JSON.parse(String(said[0])) as { readonly port: number };
      const response = await fetch(`http://127.0.0.1:${port}/`);
      return (await response.json()) as unknown;
    } finally {
      child.kill();
      await ended;
    }
  });
}

/** Runs a program and gives what its `main` gives, as JSON has it. */
export function runOn(runtime: ForeignRuntime, program: Program): Promise<unknown> {
  if (runtime === "chromium") return runPage(program);
  return runtime === "workerd" ? runWorker(program) : runProcess(runtime, program);
}
