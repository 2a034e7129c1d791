import type { SchemaThunk } from "./declaration.ts";
import type { Issue } from "./errors.ts";
import { schemaIssues } from "./schema.ts";
import { expectedText, receivedType } from "./schema-text.ts";

/** A reply that differs from its declaration: the fields and types, never values. */
export interface DriftReport {
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /** The differences that were not reported before. */
  readonly issues: readonly Issue[];
}

/** Writes a path for a report. List positions become `[]`, so the same difference in a hundred items is reported once. */
export function driftPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += "[]";
    else text += text === "" ? String(step) : `.${String(step)}`;
  }
  return text === "" ? "(body)" : text;
}

/**
 * Finds where a value differs from a schema: paths and types without values, each path once. Used for replies, and by vendor
 * packages for data that arrives another way, such as a webhook's.
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

/** Creates the issue for one difference between a reply and its declaration. */
export function driftIssue(field: string, expected: string, received: string): Issue {
  return { field, expected, received, message: `${field}: expected ${expected}, got ${received}` };
}

/** Writes differences as one sentence. */
export function driftText(issues: readonly Issue[]): string {
  return issues.map(({ message }) => message).join("; ");
}
