import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, watch, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { inject, onTestFinished } from "vitest";
import { openJournal } from "@kelaskit/enroll";
import { createMockSkilvul, type MockSkilvul } from "@kelaskit/skilvul/mock";
import { type Environment, type Run, runCommand, serve } from "../support.ts";

export const productId = "ckproduct0000000000000001";

/** The command line of most tests. */
export const orders = ["enroll", "skilvul-orders", "learners.csv", "--product", productId] as const;

/** Hooks before and after the mock carries out an order. */
interface OrderHooks {
  /** Awaited before the mock sees an order; numbered from 1. */
  readonly before?: (order: number) => Promise<void> | void;
  /** Whether to cut the connection after an order was carried out. */
  readonly cut?: (order: number) => boolean;
}

/** Skilvul on loopback, with its mock. */
export interface ServedSkilvul extends AsyncDisposable {
  readonly mock: MockSkilvul;
  readonly origin: string;
  /** How many orders arrived. */
  readonly ordersSent: () => number;
}

/** Serves Skilvul's mock for a test that controls its orders one by one. */
export async function serveSkilvul(hooks: OrderHooks = {}): Promise<ServedSkilvul> {
  const mock = createMockSkilvul();
  let count = 0;
  const answer = async (...[incoming, outgoing]: Parameters<Parameters<typeof serve>[0]>): Promise<void> => {
    const { method = "GET", url = "/", headers } = incoming;
    const body = await text(incoming);
    const isOrder = method === "POST" && url === "/v1/orders";
    const order = isOrder ? (count += 1) : 0;
    if (isOrder) await hooks.before?.(order);
    const init = { method, headers: { ...headers } as Record<string, string> };
    const reply = await mock.fetch(`${mock.baseUrl}${url}`, method === "GET" ? init : { ...init, body });
    if (isOrder && hooks.cut?.(order) === true) {
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(reply.status, Object.fromEntries(reply.headers));
    outgoing.end(await reply.text());
  };
  const server = await serve((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  return { ...server, origin: server.origin, mock, ordersSent: () => count };
}

/** A folder that is deleted at the end of the block. */
export interface Folder extends AsyncDisposable {
  readonly path: string;
  read(file: string): Promise<string>;
  write(file: string, content: string): Promise<void>;
}

/** Creates a folder with a `learners.csv`. */
export async function folderWith(csv: string): Promise<Folder> {
  const folder = await mkdtemp(path.join(tmpdir(), "kelaskit-enroll-"));
  await writeFile(path.join(folder, "learners.csv"), csv);
  return {
    path: folder,
    read: (file) => readFile(path.join(folder, file), "utf8"),
    write: (file, content) => writeFile(path.join(folder, file), content),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Writes a file of invented learners. */
export function learners(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => `learner${index + 1}@example.com`);
  return ["email", ...rows, ""].join("\n");
}

/** A running command. */
interface Running {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Its output to stderr so far. */
  readonly errors: () => string;
  readonly ended: Promise<Run & { readonly signal: NodeJS.Signals | null }>;
}

/** The variables with which the command uses the mock, and nothing of this machine. */
function variables(folder: Folder, skilvul: Pick<ServedSkilvul, "origin" | "mock">): Environment {
  return {
    SKILVUL_BASE_URL: skilvul.origin,
    SKILVUL_CLIENT_ID: skilvul.mock.credentials.clientId,
    SKILVUL_CLIENT_SECRET: skilvul.mock.credentials.clientSecret,
    KELASKIT_CONFIG_DIR: folder.path,
    NO_COLOR: "1",
  };
}

/** The environment in which the real command uses the mock. */
export function environment(
  folder: Folder,
  skilvul: Pick<ServedSkilvul, "origin" | "mock">,
): NodeJS.ProcessEnv {
  return { ...process.env, ...variables(folder, skilvul) };
}

/** Starts the real command in a folder; its standard input ends at once unless it stays open. */
export function start(
  folder: Folder,
  env: NodeJS.ProcessEnv,
  words: readonly string[],
  input: "ended" | "open" = "ended",
): Running {
  const child = spawn(process.execPath, [inject("command"), ...words], {
    cwd: folder.path,
    env,
    stdio: "pipe",
  });
  // A program may end before it reads its input.
  child.stdin.on("error", () => {});
  if (input === "ended") child.stdin.end();
  // A test that fails leaves nothing behind.
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  const end = async () => {
    const [stdout] = await Promise.all([text(child.stdout), once(child, "close")]);
    return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
  };
  return { child, errors: () => stderr, ended: end() };
}

/** Runs the command to its end, in the process of the tests. */
export function run(folder: Folder, skilvul: ServedSkilvul, ...words: readonly string[]): Promise<Run> {
  return runCommand(words, { cwd: folder.path, env: variables(folder, skilvul) });
}

/** The number of rows in each state of a journal, without empty states. */
export function statesIn(folder: Folder, journalFile = "learners.csv.kelaskit.db"): Record<string, number> {
  const journal = openJournal(path.join(folder.path, journalFile));
  const counts: Record<string, number> = {};
  for (const { state } of journal.rows()) counts[state] = (counts[state] ?? 0) + 1;
  journal.close();
  return counts;
}

/** Waits until a file appears in a folder: the named one, or any. */
export async function appears(folder: string, file?: string): Promise<void> {
  for await (const { filename } of watch(folder)) if (file === undefined || filename === file) return;
}

/** Waits until a stream has contained a text. */
export async function printed(stream: Readable, wanted: string): Promise<void> {
  let all = "";
  await new Promise<void>((resolve, reject) => {
    const listener = (chunk: Buffer | string): void => {
      all += String(chunk);
      if (all.includes(wanted)) resolve();
    };
    stream.on("data", listener);
    stream.once("end", () => {
      reject(new Error(`expected ${JSON.stringify(wanted)}, got ${JSON.stringify(all)}`));
    });
  });
}

/** The objects of JSON lines. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
