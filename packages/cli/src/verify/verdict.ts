import type { Evidence, Issue } from "@kelaskit/core";

/** What the vendor did with the call of an operation. */
export const verdicts = [
  "answered",
  "drift",
  "not-found",
  "refused",
  "rejected",
  "failed",
  "not-tried",
] as const;

/** One of `verdicts`. */
export type Verdict = (typeof verdicts)[number];

/** The meaning of each verdict. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  answered: "answered as declared",
  drift: "answered, but differently from the declaration",
  "not-found": "answered with 404, 405 or 410: the route is wrong, or there is no such record",
  refused: "refused: these credentials have no right to it",
  rejected: "refused the parameters with 400 or 422: the route is right, the parameters are not",
  failed: "gave no usable answer",
  "not-tried": "not tried",
};

/** A difference between a reply and its declaration, with types and no values. */
type Difference = Pick<Issue, "field" | "expected" | "received">;

/** What is known about one operation after it was tried. It contains no value of any reply. */
export interface OperationRecord {
  readonly verdict: Verdict;
  /** The method and the path with its variables in braces. */
  readonly route: string;
  /** How well Kelaskit knew the route before. */
  readonly declared: Evidence;
  /** How well the route is known now: `observed` if it answered. */
  readonly evidence: Evidence;
  /** The day on which it was tried. */
  readonly date?: string | undefined;
  /** The HTTP status of the answer. */
  readonly status?: number | undefined;
  /** How many ids had no record: those of the vendor's own, or the one that was given. */
  readonly triedIds?: number | undefined;
  /** Why it was not tried, or has no usable answer. */
  readonly reason?: string | undefined;
  /** Where the reply differs from the declaration. */
  readonly drift?: readonly Difference[] | undefined;
  /** Fields of the reply that the declaration does not have. */
  readonly undeclared?: readonly string[] | undefined;
  /** The fields of the reply with their types. */
  readonly shape?: Readonly<Record<string, string>> | undefined;
  /** Whether the list was empty, so that its entries were not seen. */
  readonly isEmpty?: boolean | undefined;
  /** How many entries the first page has, if more pages follow. */
  readonly pageSize?: number | undefined;
  /** Other routes that were tried with `--suggest`. */
  readonly suggestionsTried?: readonly string[] | undefined;
}
