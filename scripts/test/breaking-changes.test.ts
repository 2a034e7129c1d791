import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { baseOf, hasCommit } from "../breaking/base.ts";
import { breakingChanges, checkOut, judge } from "../breaking/check.ts";
import { listSurface } from "../breaking/surface.ts";
import { listUsage } from "../breaking/usage.ts";
import { workspaceRoot } from "../lib/workspace.ts";

const parents: string[] = [];

afterAll(() => {
  for (const parent of parents.splice(0)) rmSync(parent, { recursive: true });
});

type Files = Readonly<Record<string, string>>;

const source = `export interface Reply { readonly productId: string }
export function get({ id }: { readonly id: string }): Reply { return { productId: id }; }
`;

const test = `import { get } from "../src/index.ts";
import { idOf } from "./helpers.ts";
export const text: string = idOf(get({ id: "1" }));
`;

const helpers = `import type { Reply } from "@kelaskit/sample";
export function idOf(reply: Reply): string { return reply.productId; }
`;

const manifest = JSON.stringify({
  name: "@kelaskit/sample",
  version: "0.1.0",
  type: "module",
  exports: { ".": { "kelaskit-source": "./src/index.ts", default: "./dist/index.js" } },
});

const firstRelease: Files = {
  "packages/sample/package.json": manifest,
  "packages/sample/src/index.ts": source,
  "packages/sample/src/inner.ts": "export const inner = 1;\n",
  "packages/sample/test/get.test.ts": test,
  "packages/sample/test/helpers.ts": helpers,
  "packages/sample/test/inner.test.ts":
    'import { inner } from "../src/inner.ts";\nexport const one: 1 = inner;\n',
};

/** A workspace with these files, in a folder of its own. */
function workspace(files: Files): { readonly root: string; readonly empty: string } {
  const parent = realpathSync(mkdtempSync(path.join(tmpdir(), "kelaskit-breaking-test-")));
  parents.push(parent);
  const [root, empty] = [path.join(parent, "root"), path.join(parent, "empty")];
  mkdirSync(empty, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  cpSync(path.join(workspaceRoot, "tsconfig.base.json"), path.join(root, "tsconfig.base.json"));
  // What is installed, such as the types of Node.
  symlinkSync(path.join(workspaceRoot, "node_modules"), path.join(root, "node_modules"), "junction");
  return { root, empty };
}

/** What the tests of the first release say to later sources. */
function changesWith(later: Files) {
  const before = workspace(firstRelease);
  const now = workspace({ ...firstRelease, ...later });
  return breakingChanges(now.root, before.root, listUsage(before.root), now.empty);
}

describe("usage", () => {
  it("is what tests do with public entries, by their names", () => {
    const usage = listUsage(workspace(firstRelease).root);
    expect(usage.map((file) => file.path).toSorted()).toEqual([
      "packages/sample/test/get.test.ts",
      "packages/sample/test/helpers.ts",
    ]);
    expect(usage.find((file) => file.path.endsWith("get.test.ts"))?.text).toContain(
      'from "@kelaskit/sample"',
    );
  });

  it("is not what a helper reaches inside a package", () => {
    const reaching = 'import { inner } from "../src/inner.ts";\nexport const idOf = () => String(inner);\n';
    expect(
      listUsage(workspace({ ...firstRelease, "packages/sample/test/helpers.ts": reaching }).root),
    ).toEqual([]);
  });
});

describe("old tests against new sources", () => {
  it("find a renamed field of a reply", () => {
    const later = { "packages/sample/src/index.ts": source.replaceAll("productId", "product_id") };
    expect(changesWith(later)).toEqual([
      {
        path: "packages/sample/test/helpers.ts",
        line: 2,
        message: expect.stringContaining("Property 'productId' does not exist on type 'Reply'") as unknown,
      },
    ]);
  });

  it("find a parameter that is required now", () => {
    const later = source.replace("readonly id: string }", "readonly id: string; readonly shop: string }");
    expect(changesWith({ "packages/sample/src/index.ts": later })).toMatchObject([
      {
        path: "packages/sample/test/get.test.ts",
        line: 3,
        message: expect.stringContaining("'shop' is missing") as unknown,
      },
    ]);
  });

  it("find an entry that is gone", () => {
    const moved = manifest.replace('"."', '"./client"');
    expect(changesWith({ "packages/sample/package.json": moved })).toContainEqual(
      expect.objectContaining({
        message: expect.stringContaining("Cannot find module '@kelaskit/sample'") as unknown,
      }),
    );
  });

  it("pass with what only adds: a field, an optional parameter, a moved inner file", () => {
    const later = source
      .replace("readonly productId: string", "readonly productId: string; readonly title?: string")
      .replace("readonly id: string }", "readonly id: string; readonly shop?: string }");
    const inner = { "packages/sample/src/inner.ts": "export const other = 1;\n" };
    expect(changesWith({ "packages/sample/src/index.ts": later, ...inner })).toEqual([]);
  });

  it("say nothing while the sources do not compile themselves", () => {
    const later = {
      "packages/sample/src/index.ts": `${source}const wrong: string = 1;\nexport { wrong };\n`,
    };
    expect(() => changesWith(later)).toThrow(/sources themselves do not type-check/);
  });
});

const wide = `export type State = "open" | "paid" | "refunded";
export interface Order { readonly gone: string; readonly id: string; readonly code: string; readonly state: State }
export interface GetParams { readonly limit?: number }
export interface ListParams { readonly limit?: number; readonly from?: string | undefined }
export interface FindParams { readonly shop: string | number }
export function total(amount: number | string): number { return Number(amount); }
export function rate(share: number): number { return share; }
export function count(orders: number): number { return orders; }
export const list = (_params: ListParams): readonly Order[] => [];
class Store { readonly size: number = 0; private readonly inner: number = 1; get() { return this.inner; } }
export type { Store };
export type Page<Entry> = { readonly entries: readonly Entry[] };
`;

/** What everything that was exported says to sources in which these texts are replaced. */
function surfaceChanges(edits: readonly (readonly [from: string, to: string])[]): readonly string[] {
  let later = wide;
  for (const [from, to] of edits) {
    if (!later.includes(from)) throw new Error(`The sources do not contain ${from}.`);
    later = later.replace(from, to);
  }
  const before = workspace({ ...firstRelease, "packages/sample/src/index.ts": source + wide });
  const now = workspace({ ...firstRelease, "packages/sample/src/index.ts": source + later });
  const usage = listSurface(before.root);
  return breakingChanges(now.root, before.root, usage, now.empty).map(({ message }) => message);
}

describe("what was exported, although no test uses it,", () => {
  const breaks = [
    ["a removed function", "export const list", "const list", "Entry.list"],
    ["a removed type", "export type Page<Entry>", "type Page<Entry>", "PageType"],
    ["a removed field of a reply", "readonly gone: string; ", "", "'gone' does not exist on type 'Order'"],
    ["another type of a field", "readonly id: string", "readonly id: number", '"id": string } => given'],
    [
      "a field that may be missing",
      "readonly code: string",
      "readonly code?: string",
      '"code": string } => given',
    ],
    ["a removed member of a union", ' | "refunded"', "", "'\"refunded\"' is not assignable"],
    ["a required option", "readonly limit?: number }", "readonly limit: number }", "GetParamsAccepts"],
    ["a new required option", "readonly limit?: number; ", "readonly page: number; ", "ListParamsAccepts"],
    ["a narrower option", "readonly shop: string | number", "readonly shop: string", "FindParamsAccepts"],
    ["a narrower parameter", "amount: number | string", "amount: number", "totalTakes"],
    ["a second parameter", "share: number", "share: number, _of: number", "rateTakes"],
    ["another result", "number { return orders; }", "string { return String(orders); }", "countReturns"],
  ] as const;
  let found: readonly string[] = [];

  beforeAll(() => {
    found = surfaceChanges(breaks.map(([, from, to]) => [from, to]));
  });

  it.each(breaks)("is compared: %s", (_title, _from, _to, message) => {
    expect(found).toContainEqual(expect.stringContaining(message));
  });

  it("may grow, and is the same as before", () => {
    expect(surfaceChanges([])).toEqual([]);
    expect(
      surfaceChanges([
        ["readonly state", "readonly paidAt?: string; readonly placedAt: string; readonly state"],
        ["readonly limit?: number }", "readonly page?: number; readonly limit?: number }"],
        ['"refunded"', '"refunded" | "lost"'],
        ["class Store", "export const more = 1; class Store"],
        ["share: number", "share: number, _of?: number"],
        ["amount: number | string", "amount: number | string | bigint"],
        ["inner: number = 1", "inner: number = 1; private readonly other: string = ''"],
      ]),
    ).toEqual([]);
  });
});

describe("the judgment", () => {
  const change = {
    path: "a.test.ts",
    line: 1,
    message: "Property 'productId' does not exist on type 'Reply'.",
  };

  it("accepts what is listed with a reason", () => {
    expect(judge([change], [])).toEqual(["a.test.ts:1 Property 'productId' does not exist on type 'Reply'."]);
    expect(judge([change], [{ message: "'productId' does not exist", reason: "It is `id` now." }])).toEqual(
      [],
    );
  });

  it("asks to remove what is listed in vain", () => {
    expect(judge([], [{ message: "Gone", reason: "It was." }])).toEqual([
      expect.stringContaining('"Gone" does not occur any more'),
    ]);
  });
});

describe("the base", () => {
  function repository() {
    const { root, empty } = workspace(firstRelease);
    const git = (...words: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...words], {
        cwd: root,
        encoding: "utf8",
      }).trim();
    writeFileSync(path.join(root, ".gitignore"), "node_modules\n");
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "first");
    return { root, empty, git };
  }

  it("is the recorded commit until there is a release", () => {
    const { root, git } = repository();
    expect(baseOf(root, "abc")).toBe("abc");
    git("tag", "unrelated");
    expect(baseOf(root, "abc")).toBe("abc");
    git("tag", "@kelaskit/sample@0.1.0");
    expect(baseOf(root, "abc")).toBe("@kelaskit/sample@0.1.0");
  });

  it("may be missing in a clone", () => {
    const { root } = repository();
    expect(hasCommit(root, "HEAD")).toBe(true);
    expect(hasCommit(root, "0123456789012345678901234567890123456789")).toBe(false);
  });

  it("is checked out with what usage consists of", () => {
    const { root, empty } = repository();
    checkOut(root, "HEAD", empty);
    expect(listUsage(empty)).toHaveLength(2);
    expect(listSurface(empty).map(({ text }) => text)).toEqual([expect.stringContaining("Entry.get")]);
  });
});
