import type { CommandContext, ExitCode } from "../context.ts";
import { type OutputForm, outputForm } from "../output/form.ts";
import { tableText } from "../output/table.ts";
import { parseVendor, type VendorName, vendorNames } from "../vendors/names.ts";
import { vendors } from "../vendors/table.ts";
import { listed } from "./labels.ts";
import { profilePlace, readCredentials } from "./credentials.ts";
import { fieldSources } from "./sources.ts";

interface FieldStatus {
  readonly vendor: VendorName;
  readonly field: string;
  /** Its name in sentences. */
  readonly label: string;
  /** Where its value comes from. */
  readonly set: "environment" | "file" | "no";
  readonly required: boolean;
  readonly variable?: string | undefined;
}

async function statusOf(
  name: VendorName,
  profile: string,
  context: CommandContext,
): Promise<readonly FieldStatus[]> {
  const saved = await readCredentials(await profilePlace(name, profile, context));
  return [...fieldSources(vendors[name], saved ?? {}, context)].map(([field, source]) => ({
    vendor: name,
    field: field.name,
    label: field.label,
    set: source ?? "no",
    required: field.required,
    variable: field.variable,
  }));
}

/** `kelaskit auth status`: shows which fields are set, never their values. */
export async function statusCommand(
  vendor: string | undefined,
  { profile, output }: { readonly profile: string; readonly output?: OutputForm | undefined },
  context: CommandContext,
): Promise<ExitCode> {
  const wanted = vendor === undefined ? vendorNames : [parseVendor(vendor)];
  const statuses = (await Promise.all(wanted.map((name) => statusOf(name, profile, context)))).flat();
  if (outputForm(output, context) === "json") {
    await context.write(`${JSON.stringify(statuses, null, 2)}\n`);
  } else {
    const rows = statuses.map(({ vendor: name, label, set, required, variable = "" }) => ({
      vendor: name,
      field: label,
      set: set === "no" && !required ? "no (optional)" : set,
      variable,
    }));
    context.print(tableText(rows, context));
  }
  const missing = statuses.filter(({ required, set }) => required && set === "no");
  if (vendor === undefined || missing.length === 0) return 0;
  context.printError(
    `kelaskit: The ${listed(missing.map(({ label }) => label))} of ${vendors[parseVendor(vendor)].title} ` +
      `${missing.length === 1 ? "is" : "are"} not set. Run: kelaskit auth login ${parseVendor(vendor)}`,
  );
  return 1;
}
