// Runs dependency-cruiser and oxlint with the repository's rules on a small workspace, so that a rule that no longer works
// fails a test.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedProgram, runCommand } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";

/** A file below packages/, and the rule that it violates. */
type Case = readonly [file: string, text: string, broken?: string];

/** The parts of dependency-cruiser's report that are read. */
interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
  /** The files of a circle, which is reported once. */
  readonly cycle?: readonly { readonly name: string }[];
}

const arrows: readonly Case[] = [
  ["skilvul/src/client.ts", 'import { createClient } from "@kelaskit/core";'],
  ["skilvul/src/mock/shared.ts", 'import { mock } from "@kelaskit/core/testing";'],
  ["skilvul/test/orders.test.ts", 'import { orders } from "../src/index.ts";'],
  ["enroll/src/targets.ts", 'import * as skilvul from "@kelaskit/skilvul";'],
  ["cli/src/main.ts", 'import { run } from "@kelaskit/enroll";'],
  ["core/src/upwards.ts", 'import { orders } from "@kelaskit/skilvul";', "core uses no package"],
  ["core/src/types.ts", 'export type Order = import("@kelaskit/skilvul").Order;', "core uses no package"],
  ["core/test/upwards.test.ts", 'import type { Order } from "@kelaskit/skilvul";', "core uses no package"],
  ["core/src/missing.ts", 'import { users } from "@kelaskit/not-installed";', "core uses no package"],
  ["skilvul/src/sideways.ts", '\nexport * from "@kelaskit/toolzz";', "vendors use core only"],
  ["redis/src/sideways.ts", 'import { orders } from "@kelaskit/skilvul";', "vendors use core only"],
  ["toolzz/src/upwards.ts", 'import { run } from "@kelaskit/enroll";', "vendors use core only"],
  ["enroll/src/upwards.ts", 'const cli = await import("@kelaskit/cli");', "enroll does not use cli"],
  ["skilvul/src/relative.ts", 'import { run } from "../../core/src/index.ts";', "import packages by name"],
];

const portability: readonly Case[] = [
  ["core/test/retry.test.ts", 'import { setupServer } from "msw/node"; import http from "node:http";'],
  ["core/src/comment.ts", '// import { http } from "msw"'],
  ["core/src/msw.ts", 'import { http } from "msw";', "msw only in tests"],
  ["core/src/testing/types.ts", 'import type { HttpHandler } from "msw/http";', "msw only in tests"],
  ["core/test/failure.test.ts", 'import { failureOf } from "@kelaskit/test-support/failure";'],
  ["core/src/failure.ts", 'import "@kelaskit/test-support/failure";', "test support only in tests"],
  ["cli/src/mock-command.ts", 'import { createMockSkilvul } from "@kelaskit/skilvul/mock";'],
  ["skilvul/src/all.ts", 'export { mock } from "./mock/index.ts";', "mocks stay out of programs"],
  ["enroll/src/dry-run.ts", 'import { mock } from "@kelaskit/core/testing";', "mocks stay out of programs"],
  ["enroll/src/rehearsal.ts", 'import { mock } from "@kelaskit/skilvul/mock";', "mocks stay out of programs"],
  ["core/src/store.node.ts", 'import { readFile } from "node:fs/promises";'],
  ["cli/src/server.node.ts", 'import process from "node:process";'],
  ["cli/src/serve.ts", 'import { server } from "./server.node.ts";'],
  ["enroll/src/journal.ts", 'import { DatabaseSync } from "node:sqlite";'],
  ["core/src/buffer.ts", 'import { Buffer } from "node:buffer";', "Node only in Node files"],
  ["core/src/files.ts", 'const fs = await import("fs");', "Node only in Node files"],
  ["core/src/anode.ts", 'import "node:fs";', "Node only in Node files"],
  ["core/src/node.ts", 'export * from "./store.node.ts";'],
  ["core/src/stores.ts", 'export * from "./store.node.ts";', "portable files import no Node files"],
  ["toolzz/src/mock.ts", 'import "@kelaskit/core/node";', "portable files import no Node files"],
  ["core/src/schemas.ts", 'import * as z from "#zod";'],
  ["core/test/schemas.test.ts", 'import * as z from "zod";'],
  ["core/src/mini.ts", 'import * as z from "zod/mini";', "zod comes through #zod"],
  ["skilvul/src/schemas.ts", 'import * as z from "zod";', "zod comes through #zod"],
];

const circles: readonly Case[] = [
  ["core/src/circles/value.ts", 'import { b } from "./value-b.ts"; export const a = b;', "no circles"],
  ["core/src/circles/value-b.ts", 'import { a } from "./value.ts"; export const b = a;', "no circles"],
  ["core/test/circles/type.ts", 'import type { B } from "./type-b.ts"; export type A = B;', "no circles"],
  ["core/test/circles/type-b.ts", 'import type { A } from "./type.ts"; export type B = A[];', "no circles"],
  ["core/src/circles/again.ts", 'export * from "./again-b.ts"; export const a = 1;', "no circles"],
  ["core/src/circles/again-b.ts", 'export { a } from "./again.ts";', "no circles"],
  ["core/src/circles/later.ts", 'export const b = () => import("./later-b.ts");', "no circles"],
  ["core/src/circles/later-b.ts", 'export type A = typeof import("./later.ts");', "no circles"],
];

const lines = (count: number): string => "void 0;\n".repeat(count);

const style: readonly Case[] = [
  ["core/src/form.ts", 'import * as z from "#zod"; export const schema = z.string();'],
  ["core/src/named.ts", 'import { z } from "#zod"; export const schema = z.string();', "import-style"],
  ["core/src/other.ts", 'import { string } from "#zod"; export const schema = string();', "import-style"],
  [
    "core/test/named.ts",
    'import { z as zod } from "zod/mini"; export const a = zod.string();',
    "import-style",
  ],
  ["core/test/whole.ts", 'import { z } from "zod"; export const a = z.string();', "import-style"],
  ["core/src/short.ts", lines(400)],
  ["core/src/long.ts", lines(401), "max-lines"],
  ["core/test/long.test.ts", lines(401)],
];

/** The workspace's packages, with the entries of each. */
const packages = {
  core: [".", "./testing", "./node"],
  skilvul: [".", "./mock"],
  toolzz: ["."],
  redis: ["."],
  enroll: ["."],
  cli: ["."],
} as const;

const imports: readonly Case[] = [...arrows, ...portability, ...circles];
const folder = mkdtempSync(path.join(os.tmpdir(), "kelaskit-lint-"));
beforeAll(() => {
  writeWorkspace([...imports, ...style]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  const absolute = path.join(folder, file);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}

function sourceOf(entry: string): string {
  return entry === "./node" ? "./src/node.ts" : path.posix.join("src", entry, "index.ts").replace(/^/, "./");
}

function writeWorkspace(cases: readonly Case[]): void {
  mkdirSync(path.join(folder, "node_modules/@kelaskit"), { recursive: true });
  for (const [name, entries] of Object.entries(packages)) {
    const exports = Object.fromEntries(
      entries.map((entry) => [entry, { "kelaskit-source": sourceOf(entry) }]),
    );
    const manifest = { name: `@kelaskit/${name}`, imports: { "#zod": "zod" }, exports };
    write(`packages/${name}/package.json`, JSON.stringify(manifest));
    for (const entry of entries) write(path.join("packages", name, sourceOf(entry)), "export {};");
    symlinkSync(path.join(folder, "packages", name), path.join(folder, "node_modules/@kelaskit", name));
  }
  write(
    "test-support/package.json",
    JSON.stringify({ name: "@kelaskit/test-support", exports: { "./*": "./*.ts" } }),
  );
  write("test-support/failure.ts", "export {};");
  symlinkSync(path.join(folder, "test-support"), path.join(folder, "node_modules/@kelaskit/test-support"));
  for (const name of ["msw", "zod"]) {
    symlinkSync(path.join(workspaceRoot, "node_modules", name), path.join(folder, "node_modules", name));
  }
  for (const [file, text] of cases) write(`packages/${file}`, text);
}

function nameOf([file, , broken]: Case): string {
  return `${file}: ${broken ?? "allowed"}`;
}

describe("what may import what", () => {
  let violations: readonly Violation[];

  beforeAll(() => {
    const configuration = path.join(workspaceRoot, "dependency-cruiser.config.ts");
    const { output } = runCommand(
      installedProgram("depcruise"),
      ["--config", configuration, "--output-type", "json", "packages"],
      { cwd: folder },
    );
    const report = JSON.parse(output) as { readonly summary: { readonly violations: readonly Violation[] } };
    ({ violations } = report.summary);
  });

  it.each(imports.map((found) => [nameOf(found), found] as const))("%s", (_, [file, , broken]) => {
    const found = violations
      .filter(({ from, cycle = [] }) => [from, ...cycle.map(({ name }) => name)].includes(`packages/${file}`))
      .map(({ rule }) => rule.name);
    expect(found).toEqual(broken === undefined ? [] : [broken]);
  });
});

describe("style", () => {
  let findings: readonly string[];

  beforeAll(() => {
    // The configuration's overrides match files below its own folder.
    copyFileSync(path.join(workspaceRoot, ".oxlintrc.json"), path.join(folder, ".oxlintrc.json"));
    const { output } = runCommand(
      installedProgram("oxlint"),
      ["--format", "unix", ...style.map(([file]) => `packages/${file}`)],
      { cwd: folder },
    );
    findings = output.split("\n");
  });

  it.each(style.map((found) => [nameOf(found), found] as const))("%s", (_, [file, , broken]) => {
    const found = findings
      .filter((line) => line.startsWith(`packages/${file}:`))
      .map((line) => /\((?<rule>[^)]+)\)\]$/.exec(line)?.groups?.["rule"]);
    expect(found).toEqual(broken === undefined ? [] : [broken]);
  });
});
