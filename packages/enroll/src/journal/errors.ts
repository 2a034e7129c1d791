import { KelasError } from "@kelaskit/core";

/** Why a journal cannot be used. */
export type JournalProblem =
  | "missing"
  | "in-use"
  | "moved"
  | "rescued"
  | "without-wal"
  | "without-main"
  | "not-a-journal"
  | "newer-version"
  | "other-target"
  | "other-source"
  | "other-keys"
  | "unusable";

/** The journal cannot be used for this run. Nothing was sent that the journal does not hold. */
export class JournalError extends KelasError {
  static override readonly brand: string = "JournalError";
  /** What is wrong, for programs. */
  readonly problem: JournalProblem;

  constructor(problem: JournalProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

// SQLite's result codes: https://www.sqlite.org/rescode.html
const resultCodes = { busy: 5, readOnly: 8, damaged: 11, full: 13, cannotOpen: 14, noDatabase: 26 };

function resultCode(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return undefined;
  // The upper bits say more than is needed here.
  return typeof error.errcode === "number" ? error.errcode % 256 : undefined;
}

/** The file system lets nobody write it. */
export function cannotOpen(path: string, cause: unknown): JournalError {
  const text = "cannot be opened for writing. Look at its folder and at its permissions.";
  return new JournalError("unusable", `The journal ${path} ${text}`, { cause });
}

/** What SQLite or the file system said, as a sentence a person can act on. */
export function journalError(path: string, cause: unknown): JournalError {
  if (JournalError.isInstance(cause)) return cause;
  const make = (problem: JournalProblem, text: string) =>
    new JournalError(problem, `The journal ${path} ${text}`, { cause });
  switch (resultCode(cause)) {
    case resultCodes.busy:
      return make("in-use", "is used by another run. Wait until that has ended, or end it.");
    case resultCodes.noDatabase:
      return make("not-a-journal", "is a file of another kind, and was left as it is. Name another file.");
    case resultCodes.damaged:
      return make(
        "unusable",
        "is damaged. Keep it: it knows what was sent. Bring back a copy, or ask the vendor.",
      );
    case resultCodes.full:
      return make("unusable", "cannot be written: the disk is full. Make room and run again.");
    case resultCodes.readOnly:
    case resultCodes.cannotOpen:
      return cannotOpen(path, cause);
    default: {
      const words = cause instanceof Error ? cause.message : String(cause);
      return make("unusable", `cannot be used: ${words}.`);
    }
  }
}
