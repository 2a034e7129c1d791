import type { CommandContext } from "../context.ts";
import type { CredentialField, Vendor } from "../vendors/vendor.ts";
import type { Credentials } from "./credentials.ts";

/** Where a field's value comes from; undefined if it has none. */
export type FieldSource = "environment" | "file" | undefined;

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== "";
}

/**
 * Finds where the value of each field comes from. The environment takes precedence over the file, field by field. Of
 * fields with the same purpose (a portal and its address), the file's are not used if the environment sets one.
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
