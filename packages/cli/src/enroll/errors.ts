import { ConfigurationError } from "@kelaskit/core";
import { JournalError, SourceError } from "@kelaskit/enroll";
import { InputError } from "../context.ts";
import type { RunFiles } from "./prepare.ts";

/** What an error of the library asks for, as options of the command line; undefined for an error that is no fault of the input. */
export function hintFor(error: unknown, { file }: Pick<RunFiles, "file">, item: string): string | undefined {
  if (JournalError.isInstance(error)) return journalHint(error, file, item);
  if (SourceError.isInstance(error)) return sourceHint(error.message);
  return ConfigurationError.isInstance(error) ? "" : undefined;
}

function journalHint({ problem, message }: JournalError, file: string, item: string): string {
  const accept = message.includes("ccept the other source")
    ? "; other content is accepted with --accept-other-file"
    : "";
  const stem = file === "-" ? "rows" : file;
  switch (problem) {
    case "other-source":
    case "other-target":
      return `As an option: --journal ${stem}.${item}.kelaskit.db${accept}`;
    case "other-keys":
    case "not-a-journal":
    case "rescued":
      return `The journal is named with --journal${accept}.`;
    default:
      return "";
  }
}

/** The library's words for what the command line calls otherwise. */
function sourceHint(message: string): string {
  const [, line] = /\bheaderLine: (\d+)/.exec(message) ?? [];
  if (line !== undefined) return `As an option: --header-line ${line}`;
  if (message.includes("allowEmpty")) return "As an option: --allow-empty";
  const columns = 'Columns are named with --map "field=Header"';
  return message.includes("ignoredColumns")
    ? `${columns}, and left unread with --ignore-column "Header".`
    : `${columns}, another encoding with --encoding.`;
}

/** An error that says what is wrong with the input, as one; any other is thrown as it is. */
export function inputError(error: unknown, hint: string | undefined): never {
  if (hint === undefined || !(error instanceof Error)) throw error;
  throw new InputError(hint === "" ? error.message : `${error.message}\n${hint}`, { cause: error });
}
