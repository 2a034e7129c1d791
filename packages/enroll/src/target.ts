/** What came of a row that was sent. */
export type RowOutcome =
  | {
      /** The vendor has carried it out, or had done so before. */
      readonly state: "done";
      /** What a person should know of it, such as `was enrolled already`. */
      readonly detail?: string | undefined;
      /** The vendor's id of what was made: an order, an enrollment. */
      readonly vendorId?: string | undefined;
    }
  | {
      /** The vendor has refused it, and nothing was carried out. */
      readonly state: "failed";
      /** Why, in a sentence without secrets. */
      readonly reason: string;
    }
  | {
      /**
       * Nothing was carried out, and the vendor has not judged the row: it had no time for it, or could not be reached.
       * It is sent again a few times before it has failed.
       */
      readonly state: "retry";
      readonly reason: string;
    }
  | {
      /** Nobody knows whether it was carried out. It is not sent again before the vendor was asked. */
      readonly state: "unknown";
      readonly reason: string;
    };

/** What the vendor says of a row that may have been carried out. */
export type Settlement = "done" | "not-done" | "cannot-tell";

/** What is wrong with a field of a record. */
export interface FieldIssue {
  /** The field, as in `email`. */
  readonly field: string;
  /** What would have been right. */
  readonly expected: string;
  /** What came, by its kind and length only: it may be a person's data. */
  readonly received: string;
}

/** What was cleaned in a field before it was used, so that a person can look at it. */
export interface CleanedField {
  /** The field, as in `email`. */
  readonly field: string;
  /** What was done, in a sentence that does not repeat the value: `removed ZERO WIDTH SPACE (U+200B) at character 4`. */
  readonly what: string;
}

/** A record that became a row, with what was cleaned in it, or why it did not. */
export type ParsedRow<Row> =
  | { readonly row: Row; readonly cleaned?: readonly CleanedField[] | undefined }
  | { readonly issues: readonly FieldIssue[] };

/** What identifies a row: who gets what. */
export interface RowIdentity {
  /** Who: the same text for every spelling of one person. */
  readonly learner: string;
  /** What: a product, a course, a plan. */
  readonly item: string;
  /** Which of several enrollments of one learner in one item: its last day. A renewal has another and is sent. */
  readonly period?: string | undefined;
}

/** What a target found out about its settings by reads only. */
export interface TargetCheck {
  /** Whether all that was looked at is right. */
  readonly isRight: boolean;
  /** What was looked at and found, a sentence each; also what could not be looked at. */
  readonly findings: readonly string[];
}

/** A field that a target reads. */
export interface TargetField {
  /** Whether a record without it is wrong. */
  readonly required: boolean;
  /**
   * Whether a source without it is wrong although single records may be: somebody has asked for this field by name, and a
   * misspelt one would be left out of every record in silence. @default false
   */
  readonly mustHaveColumn?: boolean | undefined;
  /** What it holds, for help and for errors: `the learner's e-mail address`. */
  readonly description: string;
  /** Other headers by which a column is recognised, beside the field's name, whatever their case: `e-mail`, `mail`. */
  readonly aliases?: readonly string[] | undefined;
  /** A right value, for help and for example files. */
  readonly example?: string | undefined;
  /** The target's own option that says it for rows without it: `courseId`. */
  readonly setting?: string | undefined;
  /** Whether its content must never be kept or shown, not even in a queue: a password. @default false */
  readonly secret?: boolean | undefined;
}

/** What a call of a target gets. */
export interface TargetContext {
  /** Ends with the run. */
  readonly signal: AbortSignal;
}

/**
 * Where rows go: a vendor's order, a course, a plan. Write your own for anything else; `row` is whatever `parse` gives.
 *
 * @example
 * ```ts
 * const target: Target<{ email: string }> = {
 *   name: "newsletter",
 *   fields: { email: { required: true, description: "the address" } },
 *   parse: ({ email }) =>
 *     typeof email === "string" ? { row: { email } } : { issues: [{ field: "email", expected: "a text", received: "nothing" }] },
 *   keyOf: ({ email }) => ({ learner: email.toLowerCase(), item: "newsletter" }),
 *   send: async ([row]) => [await subscribe(row)],
 * };
 * ```
 */
export interface Target<Row extends object = object> {
  /** A short name that stays the same: it is part of every row's key. */
  readonly name: string;
  /** The fields of a record that it reads. */
  readonly fields: Readonly<Record<string, TargetField>>;
  /** Checks a record: texts from CSV, values from JSON. Sends nothing. */
  parse(record: Readonly<Record<string, unknown>>): ParsedRow<Row>;
  /** Who gets what: with the target's name the stable key of the row, by which nothing is sent twice. */
  keyOf(row: Row): RowIdentity;
  /**
   * Makes one row of two that are for the same learner and item and say different things, as of two schools one row with
   * both. Without it, and where it gives issues, such rows contradict each other: the user is told before anything is sent.
   */
  merge?(first: Row, second: Row): ParsedRow<Row>;
  /** How many rows one call of `send` may take. @default 1 */
  readonly batchSize?: number | undefined;
  /** Rows with the same text may go in one call. Read only where `batchSize` is over 1. @default all */
  groupOf?(row: Row): string;
  /**
   * Sends rows. Called once for each row unless it is proven that nothing was carried out.
   *
   * @returns An outcome for each row, in their order.
   * @throws Whatever a call throws. After a `CallError` whose `outcome` is `not-sent` or `refused` nothing was carried
   * out: rows are `failed` when the vendor has judged them, and sent again when it could not (no connection, time-out, 429).
   * After anything else they are `unknown`. The error must be of the request that carries the rows out: what a later request
   * fails with, were it not even sent, says nothing of the earlier one.
   */
  send(rows: readonly Row[], context: TargetContext): Promise<readonly RowOutcome[]>;
  /** Asks the vendor whether rows were carried out; without it rows that may have been stay `unknown`. */
  settle?(rows: readonly Row[], context: TargetContext): Promise<readonly Settlement[]>;
  /** Looks by reads only whether the credential and the target's settings are right: the product is there. */
  check?(context: TargetContext): Promise<TargetCheck>;
}
