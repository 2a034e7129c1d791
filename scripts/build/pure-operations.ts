import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";
import ts from "typescript";
import { parseSource } from "../lib/specifiers.ts";

/**
 * Marks each `export const create = operation(…)` as a call without side effects, and the calls for its properties, such
 * as that of a pager. Without the mark a bundler keeps
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
      for (const call of [initializer, ...callsIn(initializer)]) {
        const start = call.getStart();
        marked += `${text.slice(copied, start)}/* @__PURE__ */ `;
        copied = start;
      }
    }
  }
  return marked + text.slice(copied);
}

/** The calls that make a declaration's properties, as in `pager: recordsPager()`; what a thunk calls is not among them. */
function callsIn({ arguments: [declaration] }: ts.CallExpression): readonly ts.CallExpression[] {
  if (!declaration || !ts.isObjectLiteralExpression(declaration)) return [];
  return declaration.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && ts.isCallExpression(property.initializer)
      ? [property.initializer]
      : [],
  );
}

/** `operation`, `pagedOperation` and what a package may build on them. */
function isOperation(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) && /^(operation|\w+Operation)$/.test(callee.text);
}
