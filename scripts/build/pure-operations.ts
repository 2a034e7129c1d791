import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "esbuild";
import MagicString from "magic-string";
import ts from "typescript";
import { parseSource } from "../lib/specifiers.ts";

/**
 * Marks each `export const create = operation(…)` as a call without side effects, and so the calls in its properties, such
 * as that of a pager. Without the mark, a bundler keeps every operation of a module that a program uses. The build adds
 * the marks, so that the sources do not repeat one comment 500 times.
 */
export const pureOperations: Plugin = {
  name: "pure-operations",
  setup(build) {
    build.onLoad({ filter: /[/\\]packages[/\\][^/\\]+[/\\]src[/\\].*\.ts$/ }, ({ path: file }) => {
      const marked = mark(file, readFileSync(file, "utf8"));
      // esbuild reads this map, so its own map leads to the source without the marks.
      const map = marked.generateMap({ source: path.basename(file), hires: true });
      return { contents: `${marked.toString()}\n//# sourceMappingURL=${map.toUrl()}`, loader: "ts" };
    });
  },
};

export function markOperations(file: string, text: string): string {
  return mark(file, text).toString();
}

function mark(file: string, text: string): MagicString {
  const marked = new MagicString(text);
  for (const statement of parseSource(file, text).statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { initializer } of statement.declarationList.declarations) {
      if (!initializer || !ts.isCallExpression(initializer) || !isOperation(initializer.expression)) continue;
      for (const call of [initializer, ...callsIn(initializer)]) {
        marked.appendLeft(call.getStart(), "/* @__PURE__ */ ");
      }
    }
  }
  return marked;
}

/** The calls in a declaration's properties, such as `pager: recordsPager()`, but not those in thunks. */
function callsIn({ arguments: [declaration] }: ts.CallExpression): readonly ts.CallExpression[] {
  if (!declaration || !ts.isObjectLiteralExpression(declaration)) return [];
  return declaration.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && ts.isCallExpression(property.initializer)
      ? [property.initializer]
      : [],
  );
}

/** `operation`, `pagedOperation`, and what a package builds on them. */
function isOperation(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) && /^(operation|\w+Operation)$/.test(callee.text);
}
