import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { inject, vi } from "vitest";
import type { CommandContext } from "../src/context.ts";
import { runProgram } from "../src/program.ts";

/** How a run of the program ended and what it printed. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Environment variables in addition to those of the tests. */
export type Environment = Readonly<Record<string, string>>;

const command = inject("command");

/** Runs the real program. */
export async function kelaskit(
  words: readonly string[],
  { cwd, input = "", env = {} }: { cwd?: string; input?: string; env?: Environment } = {},
): Promise<Run> {
  const child = spawn(process.execPath, [command, ...words], {
    cwd,
    env: { ...process.env, ...env },
    stdio: "pipe",
  });
  // A program may end before it reads its input.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, stdout, stderr };
}

/**
 * Runs a command line in the process of the tests, for a tenth of what the program costs. What only a process has, such as
 * signals and standard streams that end, requires {@link kelaskit}.
 */
export async function runCommand(
  words: readonly string[],
  { cwd, input = "", env = {} }: { cwd?: string; input?: string; env?: Environment } = {},
): Promise<Run> {
  const lines = { stdout: "", stderr: "" };
  const printTo = (stream: keyof typeof lines) => (line: string) => {
    lines[stream] += `${line}\n`;
  };
  // The log of clients goes to the console.
  const consoles = [
    ...(["debug", "info", "log"] as const).map((level) => [level, "stdout"] as const),
    ...(["warn", "error"] as const).map((level) => [level, "stderr"] as const),
  ].map(([level, stream]) => vi.spyOn(console, level).mockImplementation(printTo(stream)));
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const here = process.cwd();
  if (cwd !== undefined) process.chdir(cwd);
  try {
    const code = await runProgram(
      words,
      fakeContext({
        stdin: Readable.from(input === "" ? [] : [Buffer.from(input)]),
        print: printTo("stdout"),
        printError: printTo("stderr"),
        write(chunk) {
          lines.stdout += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
          return Promise.resolve();
        },
        terminal: { input: false, output: false, columns: 80 },
      }),
    );
    return { code, ...lines };
  } finally {
    process.chdir(here);
    vi.unstubAllEnvs();
    for (const spy of consoles) spy.mockRestore();
  }
}

/** Mocks that `kelaskit mock` serves, and the variables that it prints. */
export interface ServedMocks extends AsyncDisposable {
  /** The variables of all of them together. */
  readonly env: Environment;
  readonly urls: Readonly<Record<string, string>>;
  /** Stops them as Ctrl-C does. */
  stop(): Promise<{ readonly code: number | null }>;
}

/** Runs `kelaskit mock` until it is stopped. */
export async function serveMocks(vendors: readonly string[]): Promise<ServedMocks> {
  const child = spawn(process.execPath, [command, "mock", ...vendors], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const { mocks } = JSON.parse(first.value ?? "") as {
    readonly mocks: readonly {
      readonly vendor: string;
      readonly url: string;
      readonly environment: Environment;
    }[];
  };
  const stop = async (): Promise<{ readonly code: number | null }> => {
    child.kill("SIGINT");
    await closed;
    return { code: child.exitCode };
  };
  return {
    env: Object.assign({}, ...mocks.map(({ environment }) => environment)) as Environment,
    urls: Object.fromEntries(mocks.map(({ vendor, url }) => [vendor, url])),
    stop,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) await stop();
    },
  };
}

/** Creates a folder that is deleted at the end of the block. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), "kelaskit-cli-"));
  return {
    path: folder,
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A context in memory, on a terminal or not. */
export interface FakeContext extends CommandContext {
  readonly printed: string[];
  readonly errors: string[];
}

/** Creates a context for `runProgram` that collects the output. */
export function fakeContext(changes: Partial<CommandContext> = {}): FakeContext {
  const printed: string[] = [];
  const errors: string[] = [];
  return {
    stdin: Readable.from([]),
    print: (line) => void printed.push(line),
    printError: (line) => void errors.push(line),
    write(chunk) {
      printed.push(typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk));
      return Promise.resolve();
    },
    outputLost: new AbortController().signal,
    terminal: { input: true, output: true, columns: 100 },
    environment: process.env,
    fetch: globalThis.fetch,
    ...changes,
    printed,
    errors,
  };
}

/** Starts a web server on loopback that is closed at the end of the block. */
export async function serve(
  listener: RequestListener,
): Promise<AsyncDisposable & { readonly origin: string }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A portal's document with three routes: two of ours with other paths, and a new one. */
export const portalDocument = {
  openapi: "3.1.0",
  info: { title: "Academy of mine APIs", version: "1.0.0" },
  servers: [{ url: "https://portal.example" }],
  paths: {
    "/api/courses/{course}/enroll": {
      post: { summary: "Enroll learners", tags: ["Courses"], parameters: [{ in: "path", name: "course" }] },
    },
    "/api/badges/all": {
      get: { summary: "Get badges in a list, with pagination and search", tags: ["Badges"] },
    },
    "/api/health": { get: { summary: "Health", tags: ["Monitoring"] } },
  },
};

/** The routes imported from this document. */
export const portalRoutes = {
  "badges.list": "GET /badges/all",
  "courses.enroll": "POST /courses/{id}/enroll",
};
