import { plainText } from "../reading/plain-text.ts";
import type { FieldIssue } from "../target.ts";

const sameText = (first: unknown, second: unknown): boolean =>
  plainText(String(first)) === plainText(String(second));

/** What to do about two names for one address: siblings, or a class with its teacher's address. */
export const twoPeople = "two people need an address each";

/** Puts together what two rows of one key say, field by field, and notes where they contradict each other. */
export class RowMerge {
  /** Where they did so far. */
  readonly issues: FieldIssue[] = [];
  readonly #expected: string;

  /** @param key What the rows share, as in `learner and package`. */
  constructor(key: string) {
    this.#expected = `the same as in the other row of this ${key}`;
  }

  /** What both rows say of a field, in the words of the first; what only one of them says holds. */
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
    this.issues.push({ field, expected, received: value === undefined ? "nothing" : `another ${kind}` });
  }
}

/** How the values of a field are compared. */
interface MergeRule {
  /** @default texts that differ in case and spaces only are the same */
  readonly isSame?: (first: unknown, second: unknown) => boolean;
  /** What to do about a difference. */
  readonly advice?: string | undefined;
}
