import type { AnyDeclaration } from "../declaration.ts";
import { describe } from "../describe.ts";
import type { Issue, KelasError } from "../errors.ts";
import { adviceOn, nearestName } from "../nearest-name.ts";
import type { DeclaredPlan, Plan } from "../plan.ts";
import { InvalidParamsError } from "../request-errors.ts";
import { type SchemaIssue, schemaIssues } from "../schema.ts";
import { expectedText, fieldNames, pathText, valueAt } from "../schema-text.ts";
import { type Fields, isSegment, Unwritable } from "./build.ts";

function unknownField(field: string, prefix: string, known: readonly string[]): Issue {
  const path = prefix === "" ? field : `${prefix}.${field}`;
  return {
    field: path,
    expected: "a known parameter",
    received: "an unknown one",
    message: `${path}: unknown parameter, ${known.length === 0 ? "no parameters are expected" : adviceOn(field, known)} (pass undeclared fields in the option extraParams)`,
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
    // The known names of a nested object would require walking the schema, so suggestions are for the top level only.
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
 * @returns The issues; empty if there are none.
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

function valueIssue(field: string, expected: string, value: unknown): Issue {
  const received = describe(value);
  return { field, expected, received, message: `${field}: expected ${expected}, got ${received}` };
}

/** Why a value cannot be in a path: see `isSegment`. */
function pathValueIssue(field: string, value: unknown): Issue | undefined {
  if (isSegment(value)) return undefined;
  if (typeof value !== "string") return valueIssue(field, "a string or a number for the path", value);
  if (value === "") return valueIssue(field, "a non-empty string for the path", value);
  const expected = value.isWellFormed()
    ? "a value other than `.` and `..`, which change the path"
    : "text without lone surrogates";
  return valueIssue(field, expected, value);
}

/** The missing path variables: an overridden route may need parameters that the declaration does not require. */
function missingVariables({ template, path, declaration }: DeclaredPlan, values: Fields): Issue[] {
  return template.variables
    .filter((name) => values[name] === undefined && declaration.optional?.includes(name) !== true)
    .map((name) => ({
      field: name,
      expected: "a value for the path",
      received: "nothing",
      message: `${name}: required by the path ${path}`,
    }));
}

/** The issues of the path's values. */
function pathIssues(plan: DeclaredPlan, values: Fields): readonly Issue[] {
  const missing = missingVariables(plan, values);
  if (missing.length > 0) return missing;
  return plan.template.variables
    .filter((name) => values[name] !== undefined)
    .flatMap((name) => pathValueIssue(name, values[name]) ?? []);
}

/** The issues of parameters for the body if the route's method has none. */
function bodyIssues({ method }: Plan, body: Fields): readonly Issue[] {
  const [field = "(body)"] = Object.keys(body);
  const expected = "a route whose method has a body";
  const message = `${field}: belongs in the body, which fetch cannot send with ${method}; override the route with another method`;
  return [{ field, expected, received: method, message }];
}

/**
 * Creates the error of a call whose request could not be written; nothing was sent. An error other than `Unwritable` was thrown by
 * a getter, stream or `toString` of the caller.
 */
export function unwrittenError(vendor: string, operation: string, thrown: unknown): KelasError {
  if (thrown instanceof Unwritable)
    return new InvalidParamsError(vendor, operation, thrown.issues({ paramIssues, pathIssues, bodyIssues }));
  const received = thrown instanceof Error ? thrown.name : describe(thrown);
  const expected = "values that can be read";
  const message = `(parameters): expected ${expected}; reading one threw ${received}`;
  const issue: Issue = { field: "(parameters)", expected, received, message };
  return new InvalidParamsError(vendor, operation, [issue], { cause: thrown });
}
