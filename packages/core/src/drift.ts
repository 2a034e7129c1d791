import type { SchemaThunk } from "./declaration.ts";
import type { Issue } from "./errors.ts";
import { schemaIssues } from "./schema.ts";
import { expectedText, receivedType } from "./schema-text.ts";

/** Writes a path for a report: list positions become `[]`, so that one difference in a hundred items is one. */
export function driftPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += "[]";
    else text += text === "" ? String(step) : `.${String(step)}`;
  }
  return text === "" ? "(body)" : text;
}

/**
 * Where a value differs from a schema: paths and types, no values, each path once. Replies are compared with it, and
 * vendors' packages compare what comes another way, such as a webhook's data.
 */
export function driftIssues(response: SchemaThunk<unknown>, body: unknown): readonly Issue[] {
  const issues = schemaIssues(response, body);
  if (issues.length === 0) return [];
  const found = new Map<string, Issue>();
  for (const issue of issues) {
    const field = driftPath(issue.path);
    if (!found.has(field))
      found.set(field, driftIssue(field, expectedText(issue), receivedType(body, issue)));
  }
  return [...found.values()];
}

/** One difference between a reply and its declaration. */
export function driftIssue(field: string, expected: string, received: string): Issue {
  return { field, expected, received, message: `${field}: expected ${expected}, got ${received}` };
}

/** Says differences in a sentence. */
export function driftText(issues: readonly Issue[]): string {
  return issues.map(({ message }) => message).join("; ");
}
