/** The outcome of a row that was sent. */
export type RowOutcome =
  | {
      /** The vendor has carried it out, or had done so before. */
      readonly state: "done";
      /** What a person should know about it, such as `was already enrolled`. */
      readonly detail?: string | undefined;
      /** The vendor's id of what was created: an order, an enrollment. */
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
       * Nothing was carried out, and the vendor has not judged the row: it was rate-limited, or the vendor was unreachable.
       * It is sent again a few times before it fails.
       */
      readonly state: "retry";
      readonly reason: string;
    }
  | {
      /** It may have been carried out. It is not sent again before the vendor was asked. */
      readonly state: "unknown";
      readonly reason: string;
    };

/** The vendor's answer about a row that may have been carried out. */
export type Settlement = "done" | "not-done" | "cannot-tell";

/** What is wrong with a field of a record. */
export interface FieldIssue {
  /** The field, such as `email`. */
  readonly field: string;
  /** What would be valid. */
  readonly expected: string;
  /** What was found, by its kind and length only: it may be personal data. */
  readonly received: string;
}

/** What was cleaned in a field before it was used, so that a person can look at it. */
export interface CleanedField {
  /** The field, such as `email`. */
  readonly field: string;
  /** What was done, without repeating the value: `removed ZERO WIDTH SPACE (U+200B) at character 4`. */
  readonly what: string;
}

/** The row of a record, with what was cleaned in it, or why the record is not a valid row. */
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

/** What a target found out about its settings with reads only. */
export interface TargetCheck {
  /** Whether everything that could be checked is right. */
  readonly isRight: boolean;
  /** What was checked and found, one sentence each; also what could not be checked. */
  readonly findings: readonly string[];
}

/** A field that a target reads. */
export interface TargetField {
  /** Whether a record without it is invalid. */
  readonly required: boolean;
  /**
   * Whether the source must have a column for it, even if single records may lack it: the user asked for this field by name,
   * and a misspelled one would be silently left out of every record. @default false
   */
  readonly mustHaveColumn?: boolean | undefined;
  /** What it contains, for help and for errors: `the learner's e-mail address`. */
  readonly description: string;
  /** Other headers of its column, besides the field's name, whatever their case: `e-mail`, `mail`. */
  readonly aliases?: readonly string[] | undefined;
  /** A valid value, for help and for example files. */
  readonly example?: string | undefined;
  /** The target's option that supplies it for rows without it: `courseId`. */
  readonly setting?: string | undefined;
  /** Whether its content must never be stored or shown, not even in a queue: a password. @default false */
  readonly secret?: boolean | undefined;
}

/** Somebody who has an item now, by the vendor's list. */
export interface TargetMember<Row extends object> {
  /** The row's key: the same texts as `keyOf` returns for a row of the same learner and item. */
  readonly identity: RowIdentity;
  /**
   * What `removal.send` needs to take the learner out: it does not have to be a valid row of `send`. It contains only what JSON
   * can, because it is stored in plans, and no secret.
   */
  readonly row: Row;
  /**
   * Other texts that `keyOf` may return as the learner of a row for the same person, such as the user's id beside the address. A
   * row with one of them is for this member.
   */
  readonly otherLearners?: readonly string[] | undefined;
  /** For people: the learner's name, if the list shows it. */
  readonly name?: string | undefined;
  /**
   * Whether the learner in the list cannot be told from others with certainty, such as by a name without an address. Nobody
   * is taken out because of such an entry. @default false
   */
  readonly isUncertain?: boolean | undefined;
}

/** How a target takes learners out again. It has no other effect on them: their accounts stay. */
export interface TargetRemoval<Row extends object> {
  /** How many rows one call of `send` may take: rows of one `groupOf` of the target, if it has one. @default 1 */
  readonly batchSize?: number | undefined;
  /** Checks the row of a member that was stored as JSON. Sends nothing. @default any object is a row */
  parse?(record: Readonly<Record<string, unknown>>): ParsedRow<Row>;
  /**
   * Takes the learners of rows out, of members as well as of rows that were enrolled: as `send` of the target, with the same
   * rules for errors.
   */
  send(rows: readonly Row[], context: TargetContext): Promise<readonly RowOutcome[]>;
  /** Asks the vendor whether the learners of rows are out: `done` is "no longer enrolled". */
  settle?(rows: readonly Row[], context: TargetContext): Promise<readonly Settlement[]>;
}

/** What every call of a target is passed. */
export interface TargetContext {
  /** Aborted when the run ends. */
  readonly signal: AbortSignal;
}

/**
 * Where rows go: a vendor's order, a course, a plan. Write your own for anything else; `row` is whatever `parse` returns.
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
  /** A short name that never changes: it is part of every row's key. */
  readonly name: string;
  /** The fields it reads from a record. */
  readonly fields: Readonly<Record<string, TargetField>>;
  /** Checks a record and converts it to a row: texts from CSV, values from JSON. Sends nothing. */
  parse(record: Readonly<Record<string, unknown>>): ParsedRow<Row>;
  /** Who gets what: together with the target's name, the stable key that prevents the row from being sent twice. */
  keyOf(row: Row): RowIdentity;
  /**
   * Merges two rows with different values for the same learner and item, such as two schools into one row with both.
   * Without it, or when it returns issues, such rows contradict each other, which is reported before anything is sent.
   */
  merge?(first: Row, second: Row): ParsedRow<Row>;
  /** How many rows one call of `send` may take. @default 1 */
  readonly batchSize?: number | undefined;
  /** Rows with the same text may go in one call. Used only if `batchSize` is greater than 1. @default all */
  groupOf?(row: Row): string;
  /**
   * Sends rows. Called once for each row unless it is proven that nothing was carried out.
   *
   * @returns An outcome for each row, in their order.
   * @throws Whatever a call throws. After a `CallError` whose `outcome` is `not-sent` or `refused`, nothing was carried
   * out: rows are `failed` when the vendor judged them, and sent again when it could not (no connection, time-out, 429).
   * After any other error they are `unknown`. Throw only the error of the request that carries the rows out: the error of a
   * later request, even one that was never sent, proves nothing about the earlier one.
   */
  send(rows: readonly Row[], context: TargetContext): Promise<readonly RowOutcome[]>;
  /** Asks the vendor whether rows were carried out; without it, rows that may have been stay `unknown`. */
  settle?(rows: readonly Row[], context: TargetContext): Promise<readonly Settlement[]>;
  /** Checks with reads only whether the credential and the target's settings are right: the product exists. */
  check?(context: TargetContext): Promise<TargetCheck>;
  /**
   * The learner's name in a row, as the vendor's list shows names; undefined if the row has none. A roster compares it with the
   * names of uncertain members. Without it, a row that is not in the list may be any of them.
   */
  nameOf?(row: Row): string | undefined;
  /** Takes learners out again; without it, the target cannot. */
  readonly removal?: TargetRemoval<Row> | undefined;
  /**
   * Lists who has the item of a row now, each learner once, from the vendor's own list. Without it, the target cannot, and there
   * is no roster for it.
   *
   * @throws Whatever a call throws, or an error if the list may be incomplete: somebody who is missing from it is added, and
   * a list that is cut short must never look like a whole one.
   */
  members?(row: Row, context: TargetContext): AsyncIterable<TargetMember<Row>>;
}
