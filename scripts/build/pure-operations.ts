import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";
import ts from "typescript";
import { parseSource } from "../lib/specifiers.ts";

/**
 * Marks each `export const create = operation(…)` as a call without side effects. Without the mark a bundler keeps
 * every operation of a module that a program uses; with it, sources stay free of 500 equal comments.
 */
export const pureOperations: Plugin = {
  name: "pure-operations",
  setup(build) {
    build.onLoad({ filter: /[/\\]packages[/\\][^/\\]+[/\\]src[/\\].*\.ts$/ }, ({ path }) => ({
      contents: markOperations(path, readFileSync(path, "utf8")),
      loader: "ts",
    }));
  },
};

export function markOperations(path: string, text: string): string {
  let marked = "";
  let copied = 0;
  for (const statement of parseSource(path, text).statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { initializer } of statement.declarationList.declarations) {
      if (!initializer || !ts.isCallExpression(initializer) || !isOperation(initializer.expression)) continue;
      const start = initializer.getStart();
      marked += `${text.slice(copied, start)}/* @__PURE__ */ `;
      copied = start;
    }
  }
  return marked + text.slice(copied);
}

/** `operation`, `pagedOperation` and what a package may build on them. */
function isOperation(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) && /^(operation|\w+Operation)$/.test(callee.text);
}
