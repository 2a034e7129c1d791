import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

// oxlint-disable-next-line typescript/strict-void-return -- by Node's types it also returns a process
const run = promisify(execFile);
const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const program = place("programs/forgotten.ts");
const source = new URL("../src", import.meta.url).href;
const bin = (name: string): string => place(`../node_modules/.bin/${name}`);

const platforms: Readonly<Record<string, readonly [file: string, ...options: readonly string[]]>> = {
  Node: [process.execPath, "--expose-gc", "--conditions=kelaskit-source"],
  Bun: [bin("bun"), "--conditions=kelaskit-source"],
  Deno: [
    bin("deno"),
    "run",
    "--quiet",
    "--no-check",
    "--conditions=kelaskit-source",
    "--v8-flags=--expose-gc",
    "-A",
  ],
};

/** What a program that makes calls in some way warns of. */
async function warnings(
  platform: string,
  how: string,
  environment = "development",
): Promise<readonly string[]> {
  const [file = "", ...options] = platforms[platform] ?? [];
  const { stdout, stderr } = await run(file, [...options, program, source, how], {
    env: { ...process.env, NODE_ENV: environment, KELASKIT_LOG: "" },
  });
  expect(stdout).toContain("end");
  return stderr.split("\n").filter((line) => line.includes("[kelaskit]"));
}

describe.each(Object.keys(platforms))("on %s, a call that nobody asks for its result", (platform) => {
  it.each([
    ["a call", "warung items.get"],
    ["a list", "warung items.list"],
  ])("warns: %s", async (how, name) => {
    await expect(warnings(platform, how)).resolves.toEqual([
      expect.stringMatching(new RegExp(`${name} was called but never sent.*await`)),
    ]);
  });

  it("does not warn in production", async () => {
    await expect(warnings(platform, "a call", "production")).resolves.toEqual([]);
  });

  it("does not warn once it is awaited, however late", async () => {
    await expect(warnings(platform, "a call awaited later")).resolves.toEqual([]);
  });
});

describe("a forgotten call", () => {
  it.each([
    ["a call, twice", "items.get"],
    ["an iterator", "items.list"],
    ["pages", "items.list"],
    ["a request", "request"],
  ])("warns once for each operation: %s", async (how, name) => {
    await expect(warnings("Node", how)).resolves.toEqual([
      expect.stringContaining(`warung ${name} was called`),
    ]);
  });

  it.each([
    "an awaited call",
    "a call in Promise.all",
    "a call with its response",
    "a call that starts in a queue",
    "a walked list",
    "walked pages",
    "an array",
    "an array of nothing",
  ])("is none: %s", async (how) => {
    await expect(warnings("Node", how)).resolves.toEqual([]);
  });
});
