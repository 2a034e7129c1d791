import { ConfigurationError } from "@kelaskit/core";
import { JournalError, SourceError } from "@kelaskit/enroll";
import { InputError } from "../context.ts";
import { commandWords } from "../output/command-words.ts";
import { missingColumn } from "./columns.ts";
import type { RunFiles } from "./prepare.ts";

/** What an error of the library asks for, as options of the command line; undefined for an error that is no fault of the input. */
export function hintFor(error: unknown, { file }: Pick<RunFiles, "file">, item: string): string | undefined {
  if (JournalError.isInstance(error)) return journalHint(error, file, item);
  if (SourceError.isInstance(error)) return "";
  return ConfigurationError.isInstance(error) ? "" : undefined;
}

/** A journal that would do, where the message asks for another. */
function journalHint({ problem }: JournalError, file: string, item: string): string {
  const isOthers = problem === "other-source" || problem === "other-target";
  return isOthers ? `As in: --journal ${file === "-" ? "rows" : file}.${item}.kelaskit.db` : "";
}

/** An error that says what is wrong with the input, as one; any other is thrown as it is. */
export function inputError(error: unknown, hint: string | undefined): never {
  if (hint === undefined || !(error instanceof Error)) throw error;
  const missing = SourceError.isInstance(error) ? missingColumn(error) : undefined;
  const message = missing ?? commandWords(error.message);
  throw new InputError(hint === "" ? message : `${message}\n${hint}`, { cause: error });
}
