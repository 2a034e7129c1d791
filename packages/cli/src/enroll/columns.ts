import { type SourceError, targetFields, type RowSource, type TargetField } from "@kelaskit/enroll";
import { oneLine } from "../output/printable.ts";
import type { TargetName } from "./target-names.ts";

/** The option that says for all rows what a column would say for each. */
const flags: Readonly<Record<string, string>> = {
  productId: "--product",
  bundleId: "--bundle",
  addOnId: "--add-on",
  courseId: "--course",
  learningPathId: "--learning-path",
  planUuid: "--plan",
  schools: "--school",
};

/** A column that a target reads. */
export interface TargetColumn extends TargetField {
  readonly name: string;
  /** The option that says it for all rows. */
  readonly flag: string | undefined;
}

/** The columns that a target reads, in the order in which a person would fill them in. */
export function columnsOf(target: TargetName): readonly TargetColumn[] {
  const fields: Readonly<Record<string, TargetField>> = targetFields[target];
  return Object.entries(fields).map(([name, field]) => ({ ...field, name, flag: flags[name] }));
}

/** A cell of CSV. */
function cell(text: string): string {
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A file with one learner, to be filled in: the columns that have an example.
 *
 * @param given The flags of the command line: what they say for all rows needs no column.
 */
export function templateCsv(target: TargetName, given: readonly string[]): string {
  const shown = columnsOf(target).filter(
    ({ example, setting, flag }) =>
      example !== undefined &&
      !(setting === "item" ? given.some((one) => isItemFlag(one)) : given.includes(flag ?? "")),
  );
  const lines = [shown.map(({ name }) => name), shown.map(({ example = "" }) => example)];
  return lines.map((cells) => `${cells.map((text) => cell(text)).join(",")}\n`).join("");
}

function isItemFlag(flag: string): boolean {
  return flag === "--product" || flag === "--bundle" || flag === "--add-on";
}

/** What the learners get, in a word, by the option that says it for all rows. */
const things: Readonly<Record<string, string>> = {
  "--course": "course",
  "--learning-path": "learning path",
  "--plan": "course package",
  "--school": "schools",
};

/**
 * Says in one sentence that nothing says what the learners get.
 *
 * @param field The field that no row and no option gives.
 * @returns Nothing for a field that only rows can give.
 */
export function missingThing(source: string, field: string | undefined): string | undefined {
  const flag = field === undefined ? undefined : flags[field];
  if (flag === undefined) return undefined;
  const which = isItemFlag(flag) ? "product, bundle or add-on" : things[flag];
  const others = isItemFlag(flag) ? " (or --bundle or --add-on)" : "";
  return (
    `${source} does not say which ${which} its learners get, and nothing was sent: add ${flag} ID${others} for all of them, ` +
    `or a column ${field} with one for each.`
  );
}

/** The same for a source whose header line lacks the column. */
export function missingColumn({ source, missingField }: SourceError): string | undefined {
  return missingThing(source, missingField);
}

/** Which column is read as which field; those that are not read are told of while the file is read. */
export function mappingText({ columns }: Pick<RowSource, "columns">): string {
  const lines = (columns?.() ?? []).flatMap(({ header, field }) =>
    field === undefined ? [] : [`  "${oneLine(header)}" is read as ${field}`],
  );
  return lines.length === 0 ? "" : ["Columns:", ...lines].join("\n");
}
