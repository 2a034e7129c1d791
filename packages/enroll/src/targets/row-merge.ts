import { plainText } from "../reading/plain-text.ts";
import type { FieldIssue, ParsedRow } from "../target.ts";

const sameText = (first: unknown, second: unknown): boolean =>
  plainText(String(first)) === plainText(String(second));

/** What to do about two names for one address: siblings, or a class with its teacher's address. */
export const twoPeople = "each person needs an address";

/** Merges two rows of one key field by field, and notes where they contradict each other. */
export class RowMerge {
  readonly #issues: FieldIssue[] = [];
  readonly #expected: string;

  /** @param key What the rows share, such as `learner and package`. */
  constructor(key: string) {
    this.#expected = `the same as in the other row of this ${key}`;
  }

  /** The merged row, or the contradictions if there are any. */
  parsed<Row>(row: Row): ParsedRow<Row> {
    return this.#issues.length > 0 ? { issues: this.#issues } : { row };
  }

  /** The value of a field on which both rows agree, as spelled in the first, or which only one of them has. */
  agree<Value extends string | number | boolean>(
    field: string,
    first: Value | undefined,
    second: Value | undefined,
    { isSame = sameText, advice }: MergeRule = {},
  ): Value | undefined {
    if (first === undefined || second === undefined) return first ?? second;
    if (!isSame(first, second)) this.refuse(field, second, advice);
    return first;
  }

  /** Notes that the rows contradict each other in a field. */
  refuse(field: string, value: unknown, advice?: string): void {
    const expected = advice === undefined ? this.#expected : `${this.#expected} (${advice})`;
    const kind = typeof value === "string" ? "text" : typeof value;
    this.#issues.push({ field, expected, received: value === undefined ? "nothing" : `another ${kind}` });
  }
}

/** How the values of a field are compared. */
interface MergeRule {
  /** @default texts that differ only in case and spaces are the same */
  readonly isSame?: (first: unknown, second: unknown) => boolean;
  /** What to do about a difference. */
  readonly advice?: string | undefined;
}
