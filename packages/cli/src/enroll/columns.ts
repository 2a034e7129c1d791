import { type SourceError, targetFields, type RowSource, type TargetField } from "@kelaskit/enroll";
import { oneLine } from "../output/printable.ts";
import type { TargetName } from "./target-names.ts";

/** The flag that sets a field for all rows, in place of a column. */
const flags: Readonly<Record<string, string>> = {
  productId: "--product",
  bundleId: "--bundle",
  addOnId: "--add-on",
  courseId: "--course",
  learningPathId: "--learning-path",
  planUuid: "--plan",
  schools: "--school",
  classId: "--class",
};

/** A column that a target reads. */
export interface TargetColumn extends TargetField {
  readonly name: string;
  /** The flag that sets it for all rows. */
  readonly flag: string | undefined;
}

/** The columns that a target reads, in the order in which people fill them in. */
export function columnsOf(target: TargetName): readonly TargetColumn[] {
  const fields: Readonly<Record<string, TargetField>> = targetFields[target];
  return Object.entries(fields).map(([name, field]) => ({ ...field, name, flag: flags[name] }));
}

/** Writes a cell of CSV. */
function cell(text: string): string {
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Writes a file with one invented learner, to be filled in.
 *
 * @param given The flags of the command line: what they set for all rows does not need a column.
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

/** What the learners get, by the flag that sets it for all rows. */
const things: Readonly<Record<string, string>> = {
  "--course": "course",
  "--learning-path": "learning path",
  "--plan": "course package",
  "--school": "schools",
  "--class": "class",
};

/**
 * Explains in one sentence that neither rows nor flags define what the learners get.
 *
 * @param field The missing field.
 * @returns Undefined for a field that has no flag.
 */
export function missingThing(source: string, field: string | undefined): string | undefined {
  const flag = field === undefined ? undefined : flags[field];
  if (flag === undefined) return undefined;
  const which = isItemFlag(flag) ? "product, bundle or add-on" : things[flag];
  const others = isItemFlag(flag) ? " (or --bundle or --add-on)" : "";
  return (
    `${source} does not define which ${which} its learners get, and nothing was sent. Add ${flag} ID${others} for all of them, ` +
    `or a column ${field} with one for each.`
  );
}

/** The same sentence for a source whose header line does not have the column. */
export function missingColumn({ source, missingField }: SourceError): string | undefined {
  return missingThing(source, missingField);
}

/** Lists which column is read as which field. Columns that are not read are reported while the file is read. */
export function mappingText({ columns }: Pick<RowSource, "columns">): string {
  const lines = (columns?.() ?? []).flatMap(({ header, field }) =>
    field === undefined ? [] : [`  "${oneLine(header)}" is read as ${field}`],
  );
  return lines.length === 0 ? "" : ["Columns:", ...lines].join("\n");
}
