import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runtimeProgram } from "@kelaskit/test-support/runtime-programs";
import { beforeAll, describe, expect, it } from "vitest";

// oxlint-disable-next-line typescript/strict-void-return -- by Node's types it also returns a process
const run = promisify(execFile);
const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const program = place("programs/forgotten.ts");
const source = new URL("../src", import.meta.url).href;

const platforms: Readonly<Record<string, readonly [file: string, ...options: readonly string[]]>> = {
  Node: [process.execPath, "--expose-gc", "--conditions=kelaskit-source"],
  Bun: [runtimeProgram("bun"), "--conditions=kelaskit-source"],
  Deno: [
    runtimeProgram("deno"),
    "run",
    "--quiet",
    "--no-check",
    "--conditions=kelaskit-source",
    "--v8-flags=--expose-gc",
    "-A",
  ],
};

const forgotten: Readonly<Record<string, string>> = {
  "a call": "items.get",
  "a call, twice": "items.get",
  "a list": "items.list",
  "an iterator": "items.list",
  pages: "items.list",
  "a request": "request",
};

const used = [
  "an awaited call",
  "a call awaited later",
  "a call in Promise.all",
  "a call with its response",
  "a call that starts in a queue",
  "a walked list",
  "walked pages",
  "an array",
  "an array of nothing",
  "a download that is refused",
];

const ways = [...Object.keys(forgotten), ...used];

/** What a program that calls in all of these ways warns of, by way. */
async function warnings(
  platform: string,
  environment: "development" | "production",
): Promise<Readonly<Record<string, readonly string[]>>> {
  const [file = "", ...options] = platforms[platform] ?? [];
  const { stdout, stderr } = await run(file, [...options, program, source, ...ways], {
    env: { ...process.env, NODE_ENV: environment, KELASKIT_LOG: "" },
  });
  expect(stdout).toContain("end");
  const lines = stderr.split("\n").filter((line) => line.includes("[kelaskit]"));
  expect(lines.filter((line) => !/ way-\d+ /.test(line))).toEqual([]);
  return Object.fromEntries(
    ways.map((way, index) => [way, lines.filter((line) => line.includes(` way-${index} `))]),
  );
}

describe.each(Object.keys(platforms))("on %s, a call that nobody asks for its result", (platform) => {
  let warned: Awaited<ReturnType<typeof warnings>>;

  beforeAll(async () => {
    warned = await warnings(platform, "development");
  });

  it.each(Object.entries(forgotten))("warns once: %s", (way, name) => {
    expect(warned[way]).toEqual([
      expect.stringMatching(new RegExp(`${name} was called but never sent.*await`)),
    ]);
  });

  it.each(used)("is none: %s", (way) => {
    expect(warned[way]).toEqual([]);
  });

  it("does not warn in production", async () => {
    expect(Object.values(await warnings(platform, "production")).flat()).toEqual([]);
  });
});
