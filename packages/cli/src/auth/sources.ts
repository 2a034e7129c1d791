import type { CommandContext } from "../context.ts";
import type { CredentialField, Vendor } from "../vendors/vendor.ts";
import type { Credentials } from "./credentials.ts";

/** What a field's value comes from; nothing where there is none. */
export type FieldSource = "environment" | "file" | undefined;

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== "";
}

/**
 * Says what each field comes from. The environment wins over the file, field by field; of fields that say the same
 * thing (a portal and its address) the file's are not used when the environment has one.
 */
export function fieldSources(
  { fields }: Vendor,
  saved: Credentials,
  { environment }: CommandContext,
): ReadonlyMap<CredentialField, FieldSource> {
  const inEnvironment = ({ variable }: CredentialField): boolean =>
    variable !== undefined && isSet(environment[variable]);
  const groups = new Set(fields.filter(inEnvironment).map(({ group }) => group));
  return new Map(
    fields.map((field): [CredentialField, FieldSource] => {
      if (inEnvironment(field)) return [field, "environment"];
      const isReplaced = field.group !== undefined && groups.has(field.group);
      return [field, isSet(saved[field.name]) && !isReplaced ? "file" : undefined];
    }),
  );
}

/** The saved credentials that the environment does not replace. */
export function usedFromFile(vendor: Vendor, saved: Credentials, context: CommandContext): Credentials {
  return Object.fromEntries(
    [...fieldSources(vendor, saved, context)].flatMap(([{ name }, source]) => {
      const value = saved[name];
      return source === "file" && value !== undefined ? [[name, value]] : [];
    }),
  );
}
