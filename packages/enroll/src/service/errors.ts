import { KelasError } from "@kelaskit/core";
import type { FieldIssue } from "../target.ts";
import type { EnrollmentOperation, EnrollmentState } from "./enrollments.ts";

/** A record is not a valid row of the target. Nothing was added. */
export class InvalidEnrollmentError extends KelasError {
  static override readonly brand: string = "InvalidEnrollmentError";
  /** What is wrong, for each field. */
  readonly issues: readonly FieldIssue[];

  constructor(target: string, issues: readonly FieldIssue[]) {
    const lines = issues.map(
      ({ field, expected, received }) => `${field}: expected ${expected}, got ${received}`,
    );
    super(`Nothing was added for ${target}. Correct the record: ${lines.join("; ")}.`);
    this.issues = issues;
  }
}

/** What was asked for is not possible in the enrollment's state. Nothing was changed. */
export class EnrollmentStateError extends KelasError {
  static override readonly brand: string = "EnrollmentStateError";
  /** The enrollment's key. */
  readonly key: string;
  /** Its operation; undefined if there is no such enrollment. */
  readonly operation: EnrollmentOperation | undefined;
  /** Its state; undefined if there is no such enrollment. */
  readonly state: EnrollmentState | undefined;

  constructor(
    message: string,
    about: {
      readonly key: string;
      readonly operation?: EnrollmentOperation | undefined;
      readonly state?: EnrollmentState | undefined;
    },
  ) {
    super(message);
    this.key = about.key;
    this.operation = about.operation;
    this.state = about.state;
  }
}

/** Too many enrollments are waiting to be sent. Nothing was added: add it again later. */
export class ServiceFullError extends KelasError {
  static override readonly brand: string = "ServiceFullError";
  /** How many may wait. */
  readonly maxPending: number;

  constructor(maxPending: number) {
    super(
      `Nothing was added: ${maxPending} enrollments are waiting to be sent, as many as maxPending allows. Add it again later.`,
    );
    this.maxPending = maxPending;
  }
}
