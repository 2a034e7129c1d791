import type { AnyDeclaration } from "../declaration.ts";
import { describe } from "../describe.ts";
import type { Issue } from "../errors.ts";
import { adviceOn, nearestName } from "../nearest-name.ts";
import { type SchemaIssue, schemaIssues } from "../schema.ts";
import { expectedText, fieldNames, pathText, valueAt } from "../schema-text.ts";

function unknownField(field: string, prefix: string, known: readonly string[]): Issue {
  const path = prefix === "" ? field : `${prefix}.${field}`;
  return {
    field: path,
    expected: "a known parameter",
    received: "an unknown one",
    message: `${path}: unknown parameter, ${adviceOn(field, known)} (a field that the declaration lacks goes into the option extraParams)`,
  };
}

function suggestedValue(issue: SchemaIssue, value: unknown): string {
  if (issue.code !== "invalid_value" || typeof value !== "string") return "";
  const choice = nearestName(
    value,
    issue.values.filter((candidate) => typeof candidate === "string"),
  );
  return choice === undefined ? "" : `; did you mean ${JSON.stringify(choice)}?`;
}

function toIssues(declaration: AnyDeclaration, params: unknown, issue: SchemaIssue): readonly Issue[] {
  const field = pathText(issue.path);
  if (issue.code === "unrecognized_keys") {
    // The names beside a nested unknown key are not at hand without walking the schema; only the top level suggests.
    const known =
      declaration.params === undefined || issue.path.length > 0 ? [] : fieldNames(declaration.params);
    return issue.keys.map((key) => unknownField(key, field, known));
  }
  const value = valueAt(params, issue.path);
  const expected = expectedText(issue);
  const received = describe(value);
  const name = field === "" ? "the parameters" : field;
  const message =
    value === undefined
      ? `${name}: required, expected ${expected}`
      : `${name}: expected ${expected}, got ${received}${suggestedValue(issue, value)}`;
  return [{ field, expected, received, message }];
}

/**
 * Checks the parameters of an operation against its declaration: schema first, then the rules over several fields.
 *
 * @returns What is wrong; empty when all is well.
 */
export function paramIssues(declaration: AnyDeclaration, params: object): readonly Issue[] {
  if (declaration.params === undefined) {
    return Object.keys(params).map((name) => unknownField(name, "", []));
  }
  const issues = schemaIssues(declaration.params, params);
  if (issues.length > 0) return issues.flatMap((issue) => toIssues(declaration, params, issue));
  return (declaration.rules?.(params) ?? []).map(({ field, expected }) => {
    const received = describe(valueAt(params, [field]));
    return { field, expected, received, message: `${field}: ${expected}, got ${received}` };
  });
}
