import { expect, it } from "vitest";
import { publishedDeclaration, reachableDeclarations } from "../build/declarations.ts";

it("relative imports name the built files, everywhere a declaration can import", () => {
  const emitted = [
    'import type { Call } from "./call.ts";',
    'export * from "../errors.ts";',
    'export declare const list: import("./pagination/page.ts").Page<Call>;',
    'import type { KyInstance } from "ky";',
    '/** See "./call.ts". */',
  ].join("\n");
  expect(publishedDeclaration("index.d.ts", emitted)).toBe(
    [
      'import type { Call } from "./call.js";',
      'export * from "../errors.js";',
      'export declare const list: import("./pagination/page.js").Page<Call>;',
      'import type { KyInstance } from "ky";',
      '/** See "./call.ts". */',
    ].join("\n"),
  );
});

it.each(["#zod", "zod", "zod/mini"])("a declaration that imports %s is refused", (specifier) => {
  const emitted = `\nexport declare const order: import("${specifier}").ZodObject;`;
  expect(() => publishedDeclaration("orders.d.ts", emitted)).toThrow(/orders\.d\.ts:2 .*interface/);
});

it("only declarations that an entry leads to are published", () => {
  const files: Record<string, string> = {
    "dist/index.d.ts": 'export { create } from "./orders.ts";',
    "dist/orders.d.ts": 'export declare const create: import("./call.ts").Call;',
    "dist/call.d.ts": 'import type { KyInstance } from "ky";',
    "dist/node.d.ts": "export {};",
    "dist/schema.d.ts": 'import * as z from "#zod";',
  };
  const manifest = {
    exports: {
      ".": { "kelaskit-source": "./src/index.ts", types: "./dist/index.d.ts" },
      "./node": { types: "./dist/node.d.ts" },
      "./package.json": "./package.json",
    },
  };
  expect([...reachableDeclarations(manifest, (file) => files[file] ?? "").keys()]).toEqual([
    "dist/index.d.ts",
    "dist/orders.d.ts",
    "dist/call.d.ts",
    "dist/node.d.ts",
  ]);
});
