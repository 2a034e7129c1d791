import type { SchemaThunk } from "./declaration.ts";
import { driftIssue, driftPath } from "./drift.ts";
import type { Issue } from "./errors.ts";
import { schemaIssues } from "./schema.ts";

/** A number as it was written, until it is known what is wanted in its place. */
class LongNumber {
  /** Its digits; an older engine does not tell them. */
  readonly source: string | undefined;
  readonly rounded: number;

  constructor(source: string | undefined, rounded: number) {
    this.source = source;
    this.rounded = rounded;
  }
}

/** Where a long number is: how to replace it. */
interface Place {
  readonly number: LongNumber;
  readonly path: readonly PropertyKey[];
  readonly put: (value: unknown) => void;
}

/** A reviver as current engines call it, with the text of a number; older ones leave the third argument out. */
type SourceReviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

const keepLongNumbers: SourceReviver = (_key, value, context) => {
  if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  // 1e300 is meant as a measure, not as an id.
  return source === undefined || /^-?\d+$/.test(source) ? new LongNumber(source, value) : value;
};

/** Finds the long numbers in a tree, however deep. */
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

/** Whether an issue is about a place or something that it stands in. Looked up by path: a long list may have an issue a row. */
function hasIssue(path: readonly PropertyKey[], issuePaths: ReadonlySet<string>): boolean {
  if (issuePaths.has("")) return true;
  let key = "";
  return path.some((step) => issuePaths.has((key += keyOf(step))));
}

function keyOf(step: PropertyKey): string {
  return `/${JSON.stringify(String(step))}`;
}

/** Tries one kind of value in all places; gives those where the schema does not take it. */
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

const rightNumber = "a whole number of at most 2^53 - 1, or a text";
const tooDeep = Symbol("too deep");

/** A reviver is called as deep as the body goes, which may be deeper than functions can call each other. */
function parseKeeping(text: string): unknown {
  try {
    return JSON.parse(text, keepLongNumbers as Parameters<typeof JSON.parse>[1]) as unknown;
  } catch (error) {
    if (error instanceof RangeError) return tooDeep;
    throw error;
  }
}

/**
 * Reads JSON again whose whole numbers beyond 2^53 a JavaScript number would round. Where the schema takes a bigint or a
 * text, it gets the exact one; where it takes neither, or anything, the number stays rounded and is an issue.
 *
 * @param text JSON, already known to be such.
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
      "a larger number, rounded, in a body that is nested too deep",
    );
    return { data: JSON.parse(text) as unknown, issues: [issue] };
  }
  const places = placesIn(root);
  const rounded = new Set(places);
  if (schema !== undefined) {
    // What takes even a symbol is not declared: nobody asked for anything but the number.
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
