import type { ParamIssue } from "../errors.ts";
import { describe } from "../describe.ts";

/** A path cut into its literal parts and its variables: `/v1/users/{userId}` is `["/v1/users/", ""]` and `["userId"]`. */
export interface PathTemplate {
  /** The text before, between and after the variables; one more than there are variables. */
  readonly literals: readonly string[];
  /** The variables' names in order. */
  readonly variables: readonly string[];
}

/** Cuts a declared path at its `{variables}`. */
export function parsePath(path: string): PathTemplate {
  const parts = path.split(/\{([^{}]*)\}/);
  return {
    literals: parts.filter((_, index) => index % 2 === 0),
    variables: parts.filter((_, index) => index % 2 === 1),
  };
}

function issue(field: string, expected: string, value: unknown): ParamIssue {
  const received = describe(value);
  return { field, expected, received, message: `${field}: expected ${expected}, got ${received}` };
}

/** Why a value cannot stand in a path, or nothing when it can: it must lead to exactly one segment. */
function pathValueIssue(field: string, value: unknown): ParamIssue | undefined {
  if (typeof value === "number" ? Number.isFinite(value) : typeof value === "bigint") return undefined;
  if (typeof value !== "string") return issue(field, "a string or a number for the path", value);
  if (value === "") return issue(field, "a non-empty string for the path", value);
  if (value === "." || value === "..") {
    return { ...issue(field, "a value other than `.` and `..`, which mean another path", value) };
  }
  if (!value.isWellFormed()) return issue(field, "text without lone surrogates", value);
  return undefined;
}

/**
 * Writes values into a path template, percent-encoded.
 *
 * @param optional Variables that may be left out at the end of the path, with the slash before them.
 * @returns The path, or the issues that make it impossible.
 */
export function expandPath(
  template: PathTemplate,
  values: Readonly<Record<string, unknown>>,
  optional: readonly string[] = [],
): { readonly path: string } | { readonly issues: readonly ParamIssue[] } {
  let path = template.literals[0] ?? "";
  const issues: ParamIssue[] = [];
  for (const [index, name] of template.variables.entries()) {
    const value = values[name];
    if (value === undefined && optional.includes(name)) {
      path = path.replace(/\/$/, "");
    } else {
      const wrong = pathValueIssue(name, value);
      if (wrong === undefined) path += encodeURIComponent(String(value));
      else issues.push(wrong);
    }
    path += template.literals[index + 1] ?? "";
  }
  return issues.length > 0 ? { issues } : { path };
}
