import { ConfigurationError } from "@kelaskit/core";
import { JournalError, type JournalProblem, SourceError } from "@kelaskit/enroll";
import { InputError } from "../context.ts";
import { enrollWords } from "../output/command-words.ts";
import { missingColumn } from "./columns.ts";
import type { RunFiles } from "./prepare.ts";

/** The flags that solve an error of the library; undefined for an error that the input did not cause. */
export function hintFor(error: unknown, { file }: Pick<RunFiles, "file">, item: string): string | undefined {
  if (JournalError.isInstance(error)) return journalHint(error, file, item);
  return SourceError.isInstance(error) || ConfigurationError.isInstance(error) ? "" : undefined;
}

const needOtherJournal: ReadonlySet<JournalProblem> = new Set(["other-keys", "other-source", "other-target"]);

/** How to name a journal, if the message says to use another. */
function journalHint({ problem }: JournalError, file: string, item: string): string {
  if (problem === "rescued") return "To use another journal, add --journal FILE";
  return needOtherJournal.has(problem)
    ? `To use another journal, add --journal ${file === "-" ? "rows" : file}.${item}.kelaskit.db`
    : "";
}

/** Throws an error about the input as an `InputError`; any other is thrown unchanged. */
export function inputError(error: unknown, hint: string | undefined): never {
  if (hint === undefined || !(error instanceof Error)) throw error;
  const missing = SourceError.isInstance(error) ? missingColumn(error) : undefined;
  const message = missing ?? enrollWords(error.message);
  throw new InputError(hint === "" ? message : `${message}\n${hint}`, { cause: error });
}
