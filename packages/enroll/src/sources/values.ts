import { checkAmbiguous, checkUnread, type ColumnPlan, planColumns, readColumns } from "./columns.ts";
import type { ReadColumn } from "../source.ts";
import type { SourceOptions } from "./options.ts";
import { kindOf } from "../reading/kind-of.ts";
import { SourceError } from "./source-error.ts";

/** At most this many keys are noted: keys may be data, and as numerous as rows. */
const maximumNotes = 20;

/** At most this many different lists of keys are kept with their plans. */
const mostPlans = 100;

/** The values of an object by its own keys. */
export function originalOf(value: unknown): Readonly<Record<string, unknown>> {
  return { ...(typeof value === "object" ? value : undefined) };
}

/** Listeners for the keys of objects. */
export interface KeyListener {
  /** Called with a sentence about keys that are not used. */
  readonly note: (note: string) => void;
  /** Called with further keys and the fields they are read as. */
  readonly onColumns: (columns: readonly ReadColumn[]) => void;
}

/**
 * Creates a reader of records that are objects, such as JSON lines: keys are matched like headers, `null` is an absent
 * field, everything else is unchanged.
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
      note(`${source}: the key "${key}", first found on line ${line}, is not used.`);
    }
    if (plans.size >= mostPlans) plans.clear();
    plans.set(text, plan);
    return plan;
  };

  return (value, line) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new SourceError(source, `expected an object with the fields of a row, got ${kindOf(value)}.`, {
        line,
      });
    }
    const keys = Object.keys(value);
    // Without a prototype, an absent field is not found there either.
    const record = Object.create(null) as Record<string, unknown>;
    for (const [field, position] of planOf(keys, line).positions) {
      const key = keys[position] ?? "";
      const content: unknown = (value as Record<string, unknown>)[key];
      if (typeof content === "number" && Number.isInteger(content) && !Number.isSafeInteger(content)) {
        throw new SourceError(
          source,
          "the number is too large to be exact. Write it as a string, in quotes.",
          {
            line,
            column: key,
          },
        );
      }
      if (content !== null && content !== undefined) record[field] = content;
    }
    return record;
  };
}
