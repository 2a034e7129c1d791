import { KelasError } from "@kelaskit/core";
import { messageOf } from "../thrown.ts";

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
  | "other-use"
  | "unusable";

/** The journal cannot be used for this run. Everything that was sent is in the journal. */
export class JournalError extends KelasError {
  static override readonly brand: string = "JournalError";
  /** What is wrong, as a code for programs. */
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

/** The error when the file system refuses to open it for writing. */
export function cannotOpen(path: string, cause: unknown): JournalError {
  const text = "cannot be opened for writing. Check its folder and its permissions.";
  return new JournalError("unusable", `The journal ${path} ${text}`, { cause });
}

/** An error of SQLite or the file system, as a sentence a person can act on. */
export function journalError(path: string, cause: unknown): JournalError {
  if (JournalError.isInstance(cause)) return cause;
  const make = (problem: JournalProblem, text: string) =>
    new JournalError(problem, `The journal ${path} ${text}`, { cause });
  switch (resultCode(cause)) {
    case resultCodes.busy:
      return make("in-use", "is in use by another run. Wait until that run ends, or stop it.");
    case resultCodes.noDatabase:
      return make("not-a-journal", "is not a journal and was left unchanged. Choose another file.");
    case resultCodes.damaged:
      return make(
        "unusable",
        "is damaged. Keep it, because it records what was sent. Restore a copy, or check with the vendor.",
      );
    case resultCodes.full:
      return make("unusable", "cannot be written: the disk is full. Free some space and run again.");
    case resultCodes.readOnly:
    case resultCodes.cannotOpen:
      return cannotOpen(path, cause);
    default:
      return make("unusable", `cannot be used: ${messageOf(cause)}.`);
  }
}
