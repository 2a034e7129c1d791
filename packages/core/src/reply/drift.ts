import type { DriftIssue } from "../errors.ts";
import type { SchemaThunk } from "../declaration.ts";
import type { DriftReport } from "../options.ts";
import { expectedText, receivedType, schemaIssues } from "../schema.ts";

/** Writes a path for a report: list positions become `[]`, so that one difference in a hundred items is one. */
function driftPath(path: readonly PropertyKey[]): string {
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
export function driftIssues(response: SchemaThunk<unknown>, body: unknown): readonly DriftIssue[] {
  const found = new Map<string, DriftIssue>();
  for (const issue of schemaIssues(response, body)) {
    const path = driftPath(issue.path);
    if (found.has(path)) continue;
    found.set(path, { path, expected: expectedText(issue), received: receivedType(body, issue) });
  }
  return [...found.values()];
}

/** Says differences in a sentence. */
export function driftText(issues: readonly DriftIssue[]): string {
  return issues
    .map(({ path, expected, received }) => `${path}: expected ${expected}, got ${received}`)
    .join("; ");
}

/** How many reported paths are remembered; a vendor whose keys are data could otherwise fill memory. */
const longestMemory = 10_000;

/** Reports each difference of each operation once. */
export class DriftReporter {
  readonly #vendor: string;
  readonly #report: (report: DriftReport) => void;
  readonly #reported = new Set<string>();

  constructor(vendor: string, report: (report: DriftReport) => void) {
    this.#vendor = vendor;
    this.#report = report;
  }

  report(operation: string, issues: readonly DriftIssue[]): void {
    const fresh = issues.filter(({ path }) => !this.#reported.has(`${operation} ${path}`));
    if (fresh.length === 0) return;
    if (this.#reported.size > longestMemory) this.#reported.clear();
    for (const { path } of fresh) this.#reported.add(`${operation} ${path}`);
    this.#report({ vendor: this.#vendor, operation, issues: fresh });
  }
}
