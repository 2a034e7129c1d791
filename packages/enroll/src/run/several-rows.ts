import type { RowIssue } from "../run-options.ts";
import type { SourceRecord } from "../source.ts";
import { SourceError } from "../sources/source-error.ts";
import type { RowIdentity, Target } from "../target.ts";
import { kindOf } from "../reading/kind-of.ts";
import { plainText } from "../reading/plain-text.ts";
import { contentText } from "./content.ts";
import { describeIssue } from "./errors.ts";

/** So many learners with several rows that say different things are held in memory at most. */
const mostGroups = 100_000;

/** Who gets what. Another period of it is another key, but in one source it is a second row for the same. */
export function identityText({ learner, item }: RowIdentity): string {
  return JSON.stringify([learner, item]);
}

/** What a value says; spellings of a text that differ in case or spaces only say the same. */
function textOf(value: unknown): string {
  return contentText(value, { textOf: plainText });
}

/** All that a row says. */
export function contentOf<Row extends object>(target: Target<Row>, row: Row): string {
  return textOf([target.keyOf(row).period, row]);
}

/** Rows of one source for the same learner and item that say different things. */
interface Group<Row extends object> {
  readonly first: SourceRecord;
  /** What the first says. */
  readonly content: string;
  /** What is sent for them all, unless they contradict each other. */
  row: Row;
  /** Where they contradict each other, by the later lines. */
  readonly issues: Map<number, RowIssue>;
}

/** What is to be done with a row. */
export type Ruling<Row extends object> = { readonly row: Row } | { readonly flaw: string };

/** The field in which two records of one learner and item differ. */
function otherField<Row extends object>(
  { fields }: Target<Row>,
  first: SourceRecord,
  second: SourceRecord,
): string {
  const names = new Set([
    ...Object.keys(fields),
    ...Object.keys(first.record),
    ...Object.keys(second.record),
  ]);
  for (const name of names) if (textOf(first.record[name]) !== textOf(second.record[name])) return name;
  return "the record";
}

/** Decides what becomes of rows that are for the same learner and item and say different things. */
export class SeveralRows<Row extends object> {
  readonly #target: Target<Row>;
  readonly #groups = new Map<string, Group<Row> | undefined>();

  constructor(target: Target<Row>) {
    this.#target = target;
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  /** Where rows contradict each other. Known once every record was read a second time. */
  *issues(): Generator<RowIssue, void> {
    for (const group of this.#groups.values()) yield* group?.issues.values() ?? [];
  }

  /**
   * Notes that there are several rows like this one.
   *
   * @throws SourceError when there are too many of the kind to be held.
   */
  note(identity: string, source: string): void {
    this.#groups.set(identity, this.#groups.get(identity));
    if (this.#groups.size <= mostGroups) return;
    throw new SourceError(
      source,
      `more than ${mostGroups} learners have several rows that say different things. Nothing was sent. Put one row for ` +
        "each learner and item in it, or send it in parts.",
    );
  }

  /** Takes in a row of the second reading. */
  add(record: SourceRecord, row: Row): void {
    const identity = identityText(this.#target.keyOf(row));
    if (!this.#groups.has(identity)) return;
    const group = this.#groups.get(identity);
    const content = contentOf(this.#target, row);
    if (group === undefined) {
      this.#groups.set(identity, { first: record, content, row, issues: new Map() });
    } else if (content !== group.content) {
      this.#merge(group, { identity, record, row });
    }
  }

  /** What becomes of a row; undefined where there is one of its kind only. */
  rulingOn(line: number, row: Row): Ruling<Row> | undefined {
    if (this.isEmpty) return undefined;
    const group = this.#groups.get(identityText(this.#target.keyOf(row)));
    if (group === undefined) return undefined;
    const [issue] = group.issues.values();
    if (issue === undefined) return { row: group.row };
    const own = group.issues.get(line);
    return {
      flaw: describeIssue(
        own ?? { ...issue, line, expected: `the same as in line ${issue.line}`, received: "something else" },
      ),
    };
  }

  #merge(
    group: Group<Row>,
    {
      identity,
      record,
      row,
    }: { readonly identity: string; readonly record: SourceRecord; readonly row: Row },
  ): void {
    const merged = this.#target.merge?.(group.row, row);
    const isRow = merged !== undefined && "row" in merged;
    if (isRow && identityText(this.#target.keyOf(merged.row)) === identity) {
      group.row = merged.row;
      return;
    }
    const told = merged !== undefined && "issues" in merged ? merged.issues.at(0) : undefined;
    const field = told?.field ?? otherField(this.#target, group.first, record);
    group.issues.set(record.line, {
      line: record.line,
      field,
      expected: `the same as in line ${group.first.line}, since both are for one learner and item, or another item`,
      received: told?.received ?? `${kindOf(record.record[field])} that differs`,
    });
  }
}
