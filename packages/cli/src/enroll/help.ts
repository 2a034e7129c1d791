import { missingInProfile } from "../auth/missing.ts";
import type { CommandContext } from "../context.ts";
import { fittedText, outputWidth } from "../output/fitted-text.ts";
import { tableText } from "../output/table.ts";
import { vendors } from "../vendors/table.ts";
import type { Vendor } from "../vendors/vendor.ts";
import { columnsOf, type TargetColumn, templateCsv } from "./columns.ts";
import type { TargetName } from "./target-names.ts";
import { chooseTarget } from "./targets.ts";

/** Columns of Academy of Mine of which a row needs one. */
const namesLearner: ReadonlySet<string> = new Set(["userId", "email"]);

const summaries: Readonly<Record<TargetName, string>> = {
  "skilvul-orders": "Orders a product, bundle or add-on of Skilvul for each learner.",
  "academy-course": "Enrolls each learner in a course of Academy of Mine, and creates missing accounts.",
  "academy-learning-path":
    "Enrolls each learner in a learning path of Academy of Mine, and creates missing accounts.",
  "toolzz-plan": "Enrolls each learner in a course package of Toolzz.",
  "toolzz-class": "Enrolls each learner in a class of Toolzz.",
};

/** Explains whether the file needs a column. */
function needed(
  { name, required, mustHaveColumn = false, flag, setting }: TargetColumn,
  target: TargetName,
): string {
  if (name === "item" || name === "kind")
    return "no: item and kind together replace one of the columns above";
  if (target.startsWith("academy-") && namesLearner.has(name)) return "one of userId and email in each row";
  if (flag !== undefined) return `yes, or ${flag}${setting === "item" ? "; one for each row" : ""}`;
  return required || mustHaveColumn ? "yes" : "no";
}

/** The variables of a vendor's credentials. A portal may have a base URL instead of its name, so the name is not required. */
function credentialVariables({ fields }: Pick<Vendor, "fields">): string {
  return fields
    .flatMap(({ name, required, variable }) => (required || name === "portal" ? (variable ?? []) : []))
    .join(", ");
}

/** Prints what a target does, the columns it reads, and an example. */
export async function printTargetHelp(target: TargetName, context: CommandContext): Promise<void> {
  const { vendor: vendorName } = chooseTarget(target, {});
  const vendor = vendors[vendorName];
  const missing = await missingInProfile(vendor, undefined, context);
  const rows = columnsOf(target).map((column) => ({
    column: column.name,
    needed: needed(column, target),
    description: `${column.description}${column.example === undefined ? "" : `, such as ${column.example}`}`,
    "other names": (column.aliases ?? []).join(", "),
  }));
  const before = [
    `Usage: kelaskit enroll ${target} <file> [options]`,
    "",
    summaries[target],
    `Credentials: ${credentialVariables(vendor)}, or saved with kelaskit auth login ${vendorName}${missing.length === 0 ? " (set)" : ""}.`,
    "",
    "Columns of the file. Capitals, spaces and hyphens in headers make no difference. If a column has another name, add " +
      '--map "FIELD=HEADER".',
    "",
  ];
  const after = [
    "",
    "Example file:",
    ...templateCsv(target, [])
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
    "",
    "To start:",
    `  kelaskit enroll ${target} --template > learners.csv`,
    `  kelaskit enroll ${target} learners.csv --dry-run`,
    "",
    "All options: kelaskit enroll --help",
  ];
  const width = outputWidth(context);
  context.print(
    [
      fittedText(before.join("\n"), width),
      tableText(rows, context),
      fittedText(after.join("\n"), width),
    ].join("\n"),
  );
}
