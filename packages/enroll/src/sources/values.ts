import { checkAmbiguous, checkUnread, type ColumnPlan, planColumns, readColumns } from "./columns.ts";
import type { ReadColumn } from "../source.ts";
import type { SourceOptions } from "./options.ts";
import { SourceError } from "./source-error.ts";

/** Names beyond this many are not noted: keys may be data, and as many as rows. */
const maximumNotes = 20;

/** So many different lists of keys are kept with what they are read as. */
const mostPlans = 100;

/** A value by its kind, never by what it holds. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

/** The values of an object by its own keys. */
export function originalOf(value: unknown): Readonly<Record<string, unknown>> {
  return { ...(typeof value === "object" ? value : undefined) };
}

/** Whom the reader of objects tells of their keys. */
export interface KeyListener {
  /** Hears of keys that no field reads, in a sentence. */
  readonly note: (note: string) => void;
  /** Hears what further keys are read as. */
  readonly onColumns: (columns: readonly ReadColumn[]) => void;
}

/**
 * Makes the reader of records that are objects, as in JSON lines: keys are matched like headers, `null` is an absent
 * field, everything else stays as it is.
 */
export function objectReader(
  source: string,
  options: SourceOptions,
  { note, onColumns }: KeyListener,
): (value: unknown, line: number) => Readonly<Record<string, unknown>> {
  /** Most records have the keys of an earlier one. */
  const plans = new Map<string, ColumnPlan>();
  const noted = new Set<string>();

  const planOf = (keys: readonly string[], line: number): ColumnPlan => {
    const text = JSON.stringify(keys);
    const known = plans.get(text);
    if (known !== undefined) return known;
    const plan = planColumns(keys, options);
    checkAmbiguous(source, plan, { line });
    checkUnread(source, plan, options, { line });
    onColumns(readColumns(keys, plan));
    for (const key of plan.unread) {
      if (noted.size >= maximumNotes || noted.has(key)) continue;
      noted.add(key);
      note(`${source}: no field reads "${key}", which stands first on line ${line}.`);
    }
    if (plans.size >= mostPlans) plans.clear();
    plans.set(text, plan);
    return plan;
  };

  return (value, line) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new SourceError(
        source,
        `expected an object with the fields of a row, and got ${kindOf(value)}.`,
        { line },
      );
    }
    const keys = Object.keys(value);
    // Without a prototype: a field that is not there is not found there either.
    const record = Object.create(null) as Record<string, unknown>;
    for (const [field, position] of planOf(keys, line).positions) {
      const key = keys[position] ?? "";
      const content: unknown = (value as Record<string, unknown>)[key];
      if (typeof content === "number" && Number.isInteger(content) && !Number.isSafeInteger(content)) {
        throw new SourceError(source, "the number is too large to be exact. Write it as a text, in quotes.", {
          line,
          column: key,
        });
      }
      if (content !== null && content !== undefined) record[field] = content;
    }
    return record;
  };
}
