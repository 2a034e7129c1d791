import ts from "typescript";
import { lineOf, parseSource } from "../lib/specifiers.ts";
import type { Finding, Rule } from "./rule.ts";

function firstName(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  if (
    ts.isPropertyAccessExpression(callee) ||
    ts.isCallExpression(callee) ||
    ts.isTaggedTemplateExpression(callee)
  )
    return firstName(ts.isTaggedTemplateExpression(callee) ? callee.tag : callee.expression);
  return "";
}

function setsTimeLimit(node: ts.Node): boolean {
  if (ts.isPropertyAssignment(node)) return node.name.getText() === "testTimeout";
  if (!ts.isCallExpression(node) || !/^(?:it|test|describe)$|Test$/.test(firstName(node.expression)))
    return false;
  return node.arguments.some(
    (argument, at) =>
      (at > 1 && ts.isNumericLiteral(argument)) ||
      (ts.isObjectLiteralExpression(argument) &&
        argument.properties.some((property) => property.name?.getText() === "timeout")),
  );
}

/** A limit beside a test also holds in `pnpm test:deep`, where the test does 25 times as much: it fails where the machine is busy. */
export const testsHaveOneTimeLimit: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith(".test.ts"))
    .flatMap(({ path, text }) => {
      const found: Finding[] = [];
      const visit = (node: ts.Node): void => {
        if (setsTimeLimit(node)) {
          const message =
            "sets a time limit for tests. vitest.config.ts has the one for all of them, which only ends tests that hang: remove this one.";
          found.push({ path, line: lineOf(node), message });
        }
        ts.forEachChild(node, visit);
      };
      visit(parseSource(path, text));
      return found;
    });
