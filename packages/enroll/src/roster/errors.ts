import { KelasError } from "@kelaskit/core";
import type { ListChange } from "./changes.ts";

/** Why a roster cannot be planned or applied. */
export type RosterProblem =
  | "cannot-list"
  | "cannot-remove"
  | "empty-source"
  | "wrong-list"
  | "exists"
  | "not-a-plan"
  | "damaged-plan"
  | "newer-version"
  | "other-target"
  | "other-journal"
  | "list-changed"
  | "too-many-removals";

/** What a `RosterError` has besides its message. */
export interface RosterErrorOptions extends ErrorOptions {
  /** What has changed in the vendor's lists. */
  readonly changes?: readonly ListChange[] | undefined;
}

/** A roster cannot be planned or applied. Nothing was sent by this call, unless the message says so. */
export class RosterError extends KelasError {
  static override readonly brand: string = "RosterError";
  /** What is wrong, as a code for programs. */
  readonly problem: RosterProblem;
  /** With `list-changed`, the first twenty changes of the vendor's lists. They contain personal data; the message does not. */
  readonly changes: readonly ListChange[];

  constructor(
    problem: RosterProblem,
    message: string,
    { changes = [], ...options }: RosterErrorOptions = {},
  ) {
    super(message, options);
    this.problem = problem;
    this.changes = changes;
  }
}
