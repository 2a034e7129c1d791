import type { RowIssue } from "../run-options.ts";
import type { SourceRecord } from "../source.ts";
import { SourceError } from "../sources/source-error.ts";
import type { RowIdentity, Target } from "../target.ts";
import { kindOf } from "../reading/kind-of.ts";
import { plainText } from "../reading/plain-text.ts";
import { contentText } from "./content.ts";
import { describeIssue } from "./errors.ts";

/** At most this many learners with several different rows are kept in memory. */
const mostGroups = 100_000;

/** Who gets what, as text. Another period is another key, but within one source it is a second row for the same enrollment. */
export function identityText({ learner, item }: RowIdentity): string {
  return JSON.stringify([learner, item]);
}

/** A value as text; spellings that differ only in case or spaces are the same. */
function plainContent(value: unknown): string {
  return contentText(value, { textOf: plainText });
}

/** Everything in a row, as text. */
export function contentOf<Row extends object>(target: Target<Row>, row: Row): string {
  return plainContent([target.keyOf(row).period, row]);
}

/** Rows of one source with different values for the same learner and item. */
interface Group<Row extends object> {
  readonly first: SourceRecord;
  /** Everything in the first row, as text. */
  readonly content: string;
  /** The row that is sent for all of them, unless they contradict each other. */
  row: Row;
  /** Their contradictions, by the line of the later row. */
  readonly issues: Map<number, RowIssue>;
}

/** The row to send, or why it cannot be sent. */
export type Ruling<Row extends object> = { readonly row: Row } | { readonly flaw: string };

/** The first field in which two records for one learner and item differ. */
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
  for (const name of names)
    if (plainContent(first.record[name]) !== plainContent(second.record[name])) return name;
  return "the record";
}

/** Decides what to do with rows that have different values for the same learner and item. */
export class SeveralRows<Row extends object> {
  readonly #target: Target<Row>;
  readonly #groups = new Map<string, Group<Row> | undefined>();

  constructor(target: Target<Row>) {
    this.#target = target;
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  /** The contradictions between rows. Known once every record was read a second time. */
  *issues(): Generator<RowIssue, void> {
    for (const group of this.#groups.values()) yield* group?.issues.values() ?? [];
  }

  /**
   * Notes that a learner and item have several different rows.
   *
   * @throws SourceError when there are too many of them to keep in memory.
   */
  note(identity: string, source: string): void {
    this.#groups.set(identity, this.#groups.get(identity));
    if (this.#groups.size <= mostGroups) return;
    throw new SourceError(
      source,
      `more than ${mostGroups} learners have several rows with different values. Nothing was sent. Keep one row for each ` +
        "learner and item, or split the source into parts.",
    );
  }

  /** Adds a row of the second reading. */
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

  /** What to do with a row; undefined when it is the only one for its learner and item. */
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
    const issue = merged !== undefined && "issues" in merged ? merged.issues.at(0) : undefined;
    const field = issue?.field ?? otherField(this.#target, group.first, record);
    group.issues.set(record.line, {
      line: record.line,
      field,
      expected: `the same as in line ${group.first.line}, because both are for one learner and item, or another item`,
      received: issue?.received ?? `${kindOf(record.record[field])} that differs`,
    });
  }
}
