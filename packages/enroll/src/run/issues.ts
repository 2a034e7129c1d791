import type { RowIssue } from "../run-options.ts";
import type { FieldIssue } from "../target.ts";
import { type CommonIssue, InvalidRowsError } from "./errors.ts";

/** So many are repeated in an error. */
const mostShown = 20;

function textOf({ field, expected, received }: FieldIssue): string {
  return JSON.stringify([field, expected, received]);
}

/** Collects what is wrong with the records of a source, tells of it, and finds what is wrong with all of them. */
export class Issues {
  readonly #onIssue: ((issue: RowIssue) => void) | undefined;
  /** What was wrong with every record so far, with where it stands first. */
  #common: ReadonlyMap<string, readonly RowIssue[]> | undefined;
  /** The first of all others. */
  #others: readonly RowIssue[] = [];
  #records = 0;
  #total = 0;

  constructor(onIssue: ((issue: RowIssue) => void) | undefined) {
    this.#onIssue = onIssue;
  }

  /** Takes in the next record with what is wrong with it. */
  addRecord(line: number, found: readonly FieldIssue[]): void {
    this.#records += 1;
    if (found.length === 0 && this.#common?.size === 0) return;
    const issues = new Map(found.map((issue) => [textOf(issue), { line, ...issue }] as const));
    const common = new Map<string, readonly RowIssue[]>();
    for (const [text, before] of this.#common ?? Array.from(issues.keys(), (text) => [text, []] as const)) {
      const issue = issues.get(text);
      if (issue === undefined) this.#show(before);
      else common.set(text, before.length < mostShown ? [...before, issue] : before);
    }
    this.#common = common;
    for (const [text, issue] of issues) {
      this.#total += 1;
      if (!common.has(text)) this.#show([issue]);
      this.#onIssue?.(issue);
    }
  }

  /** Takes in what is wrong with records together. */
  add(issue: RowIssue): void {
    this.#total += 1;
    this.#show([issue]);
    this.#onIssue?.(issue);
  }

  /** @throws InvalidRowsError when anything is wrong. */
  throwAny(source: string): void {
    if (this.#total === 0) return;
    const common = Array.from(this.#common?.values() ?? [], ([first]) => first).filter(
      (issue) => issue !== undefined,
    );
    const inEveryRow = common.map((issue): CommonIssue => {
      const { line, ...rest } = issue;
      return { ...rest, firstLine: line, rows: this.#records };
    });
    throw new InvalidRowsError(source, { issues: this.#others, inEveryRow, total: this.#total });
  }

  /** The first in the order of their lines, whenever it becomes known that they are to be shown. */
  #show(issues: readonly RowIssue[]): void {
    const last = this.#others.at(-1);
    const [first] = issues;
    if (first === undefined || (this.#others.length >= mostShown && last !== undefined && first.line >= last.line))
      return;
    this.#others = [...this.#others, ...issues].toSorted((one, other) => one.line - other.line).slice(0, mostShown);
  }
}
