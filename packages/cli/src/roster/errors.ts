import { InvalidRowsError, JournalError, type RowSource, SourceError } from "@kelaskit/enroll";
import { type ListChange, RosterError } from "@kelaskit/enroll/roster";
import { failureOf } from "../call/failure.ts";
import { type CommandContext, type ExitCode, InputError } from "../context.ts";
import { mappingText, missingColumn, missingThing } from "../enroll/columns.ts";
import { enrollWords } from "../output/command-words.ts";
import { printable } from "../output/printable.ts";
import type { Vendor } from "../vendors/vendor.ts";

const changeWords: Readonly<Record<ListChange["what"], string>> = {
  joined: "added at the vendor since",
  left: "taken out at the vendor since",
  changed: "enrolled anew since",
};

/** Somebody in a list: the learner, the name, or both. */
export function personText({
  learner,
  name = "",
}: {
  readonly learner: string;
  readonly name?: string | undefined;
}): string {
  if (learner === "" || name === "") return printable(learner === "" ? name : learner);
  return printable(`${learner} (${name})`);
}

/** What has changed in the vendor's lists, a line each, if that is the error. */
export function changesText(error: unknown): string {
  if (!RosterError.isInstance(error)) return "";
  return error.changes
    .map((change) => `\n  ${personText(change)}, ${printable(change.item)}: ${changeWords[change.what]}`)
    .join("");
}

function invalidRows(error: InvalidRowsError, source: RowSource | undefined): InputError {
  const missing = error.inEveryRow.find(({ received }) => received === "nothing");
  const sentence = missingThing(source?.name ?? "", missing?.field);
  if (sentence !== undefined) return new InputError(sentence, { cause: error });
  const more = "To get all invalid rows, add --output json.";
  const mapping = source === undefined ? "" : mappingText(source);
  const hints = [more, mapping].filter((hint) => hint !== "").map((hint) => `\n${hint}`);
  return new InputError(`${enrollWords(error.message)}${hints.join("")}`, { cause: error });
}

function isAboutInput(error: unknown): boolean {
  return SourceError.isInstance(error) || RosterError.isInstance(error) || JournalError.isInstance(error);
}

/** Throws an error about the file, the plan or a journal as an `InputError`; any other is thrown unchanged. */
export function inputError(error: unknown): never {
  if (!(error instanceof Error) || !isAboutInput(error)) throw error;
  const missing = SourceError.isInstance(error) ? missingColumn(error) : undefined;
  const changes = changesText(error);
  const hint =
    RosterError.isInstance(error) && error.problem === "exists"
      ? "\nTo choose another file for the plan, add --out FILE"
      : "";
  throw new InputError(`${missing ?? enrollWords(error.message)}${changes}${hint}`, { cause: error });
}

/**
 * Ends a command with an error that came before anything was sent: input that cannot be used as an `InputError`, a failed call
 * with its message and exit code.
 */
export function endBeforeSending(
  error: unknown,
  vendor: Vendor,
  { printError }: Pick<CommandContext, "printError">,
  source?: RowSource,
): ExitCode {
  if (InvalidRowsError.isInstance(error)) throw invalidRows(error, source);
  const failure = isAboutInput(error) ? inputError(error) : failureOf(error, vendor);
  if (failure === undefined) throw error;
  printError(`kelaskit: ${failure.text}`);
  return failure.code;
}
