import type { RowIssue } from "../run-options.ts";
import type { FieldIssue } from "../target.ts";
import { type CommonIssue, InvalidRowsError } from "./errors.ts";

/** At most this many are listed in an error. */
const mostShown = 20;

function issueKey({ field, expected, received }: FieldIssue): string {
  return JSON.stringify([field, expected, received]);
}

/** An issue, with how many were found before it. */
interface Found {
  readonly issue: RowIssue;
  readonly number: number;
}

/** Collects and reports what is wrong with the records of a source, and finds what is wrong with all of them. */
export class Issues {
  readonly #onIssue: ((issue: RowIssue) => void) | undefined;
  /** What was wrong with every record so far, with its first occurrences. */
  #common: ReadonlyMap<string, readonly Found[]> | undefined;
  /** The first of all others. */
  #others: readonly Found[] = [];
  #records = 0;
  #total = 0;

  constructor(onIssue: ((issue: RowIssue) => void) | undefined) {
    this.#onIssue = onIssue;
  }

  /** Adds the next record with its issues. */
  addRecord(line: number, found: readonly FieldIssue[]): void {
    this.#records += 1;
    if (found.length === 0 && this.#common?.size === 0) return;
    const issues = new Map<string, Found>();
    for (const issue of found) {
      issues.set(issueKey(issue), { issue: { line, ...issue }, number: this.#total + issues.size });
    }
    this.#total += issues.size;
    const common = new Map<string, readonly Found[]>();
    for (const [text, before] of this.#common ?? Array.from(issues.keys(), (first) => [first, []] as const)) {
      const issue = issues.get(text);
      if (issue === undefined) this.#show(before);
      else common.set(text, before.length < mostShown ? [...before, issue] : before);
    }
    this.#common = common;
    for (const [text, one] of issues) {
      if (!common.has(text)) this.#show([one]);
      this.#onIssue?.(one.issue);
    }
  }

  /** Adds an issue between several records. */
  add(issue: RowIssue): void {
    this.#show([{ issue, number: this.#total }]);
    this.#total += 1;
    this.#onIssue?.(issue);
  }

  /** @throws InvalidRowsError when anything is wrong. */
  throwAny(source: string, { mayBeSkipped }: { readonly mayBeSkipped: boolean }): void {
    if (this.#total === 0) return;
    const inEveryRow = Array.from(this.#common?.values() ?? []).flatMap(([first]): CommonIssue[] => {
      if (first === undefined) return [];
      const { line, ...issue } = first.issue;
      return [{ ...issue, firstLine: line, rows: this.#records }];
    });
    const issues = this.#others.map(({ issue }) => issue);
    throw new InvalidRowsError(source, { issues, inEveryRow, total: this.#total, mayBeSkipped });
  }

  /** Keeps the first issues, in whatever order it turns out that they are shown. */
  #show(found: readonly Found[]): void {
    const last = this.#others.at(mostShown - 1);
    const [first] = found;
    if (first === undefined || (last !== undefined && first.number > last.number)) return;
    this.#others = [...this.#others, ...found]
      .toSorted((one, other) => one.number - other.number)
      .slice(0, mostShown);
  }
}
