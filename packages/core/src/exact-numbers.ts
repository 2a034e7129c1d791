import type { SchemaThunk } from "./declaration.ts";
import { driftIssue, driftPath } from "./drift.ts";
import type { Issue } from "./errors.ts";
import { schemaIssues } from "./schema.ts";

/** A long number as it was written, until it is known which type the schema accepts. */
class LongNumber {
  /** Its digits; `undefined` in older engines, which do not expose them. */
  readonly source: string | undefined;
  readonly rounded: number;

  constructor(source: string | undefined, rounded: number) {
    this.source = source;
    this.rounded = rounded;
  }
}

/** The place of a long number, and how to replace it. */
interface Place {
  readonly number: LongNumber;
  readonly path: readonly PropertyKey[];
  readonly put: (value: unknown) => void;
}

/** A reviver as current engines call it, with the text of a number; older ones omit the third argument. */
type SourceReviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

const keepLongNumbers: SourceReviver = (_key, value, context) => {
  if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  // 1e300 is a measure, not an id.
  return source === undefined || /^-?\d+$/.test(source) ? new LongNumber(source, value) : value;
};

/** Finds the long numbers in a tree of any depth. */
function placesIn(root: { value: unknown }): readonly Place[] {
  const places: Place[] = [];
  const left: { readonly holder: object; readonly path: readonly PropertyKey[] }[] = [
    { holder: root, path: [] },
  ];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { holder, path } = next;
    for (const [name, value] of Object.entries(holder) as [string, unknown][]) {
      const key = Array.isArray(holder) ? Number(name) : name;
      const deeper = holder === root ? path : [...path, key];
      if (value instanceof LongNumber) {
        places.push({ number: value, path: deeper, put: (other) => void Reflect.set(holder, key, other) });
      } else if (typeof value === "object" && value !== null) left.push({ holder: value, path: deeper });
    }
  }
  return places;
}

/** Whether an issue is about a place or one of its parents. Looked up by path, because a long list may have an issue per row. */
function hasIssue(path: readonly PropertyKey[], issuePaths: ReadonlySet<string>): boolean {
  if (issuePaths.has("")) return true;
  let key = "";
  return path.some((step) => issuePaths.has((key += keyOf(step))));
}

function keyOf(step: PropertyKey): string {
  return `/${JSON.stringify(String(step))}`;
}

/** Tries one type of value in all places; returns those where the schema does not accept it. */
function refused(
  root: { readonly value: unknown },
  places: readonly Place[],
  schema: SchemaThunk<unknown>,
  candidate: (number: LongNumber) => unknown,
): readonly Place[] {
  for (const { put, number } of places) put(candidate(number));
  const issues = schemaIssues(schema, root.value);
  const issuePaths = new Set(issues.map(({ path }) => path.map(keyOf).join("")));
  return places.filter(({ path }) => hasIssue(path, issuePaths));
}

const rightNumber = "a whole number of at most 2^53 - 1, or a string";
const tooDeep = Symbol("too deep");

/** A reviver recurses as deep as the body is nested, which may exceed the call stack. */
function parseKeeping(text: string): unknown {
  try {
    return JSON.parse(text, keepLongNumbers as Parameters<typeof JSON.parse>[1]) as unknown;
  } catch (error) {
    if (error instanceof RangeError) return tooDeep;
    throw error;
  }
}

/**
 * Parses JSON again that contains integers beyond 2^53, which a JavaScript number would round. If the schema accepts a bigint or a
 * string, it gets the exact digits; if it accepts neither, or anything, the number stays rounded and is an issue.
 *
 * @param text Valid JSON.
 */
export function parseExactly(
  text: string,
  schema: SchemaThunk<unknown> | undefined,
): { readonly data: unknown; readonly issues: readonly Issue[] } {
  const root = { value: parseKeeping(text) };
  if (root.value === tooDeep) {
    const issue = driftIssue(
      driftPath([]),
      rightNumber,
      "a larger number, rounded, in a body that is nested too deeply",
    );
    return { data: JSON.parse(text) as unknown, issues: [issue] };
  }
  const places = placesIn(root);
  const rounded = new Set(places);
  if (schema !== undefined) {
    // A place that accepts even a symbol is not declared: keep the number.
    const told = places.filter(({ number }) => number.source !== undefined);
    const declared = refused(root, told, schema, () => Symbol("probe"));
    const noBigint = refused(root, declared, schema, ({ source = "" }) => BigInt(source));
    const noText = refused(root, noBigint, schema, ({ source }) => source);
    for (const place of declared) if (!noText.includes(place)) rounded.delete(place);
  }
  const issues = new Map<string, Issue>();
  for (const { path, number, put } of rounded) {
    put(number.rounded);
    const field = driftPath(path);
    issues.set(field, driftIssue(field, rightNumber, "a larger number, rounded"));
  }
  return { data: root.value, issues: [...issues.values()] };
}
