import type { CommandContext } from "../context.ts";
import type { CredentialField, Vendor } from "../vendors/vendor.ts";
import { type Credentials, profilePlace, readCredentials } from "./credentials.ts";
import { listed } from "./labels.ts";
import { defaultProfile } from "./profile-name.ts";
import { fieldSources } from "./sources.ts";

/** The required fields that neither the environment nor the saved credentials have. */
function missingFields(
  vendor: Vendor,
  saved: Credentials,
  context: CommandContext,
): readonly CredentialField[] {
  return [...fieldSources(vendor, saved, context)].flatMap(([field, source]) =>
    field.required && source === undefined ? [field] : [],
  );
}

/** The required fields that are missing for a profile. */
export async function missingInProfile(
  vendor: Vendor,
  profile: string | undefined,
  context: CommandContext,
): Promise<readonly CredentialField[]> {
  const saved = await readCredentials(await profilePlace(vendor.name, profile ?? defaultProfile, context));
  return missingFields(vendor, saved ?? {}, context);
}

/** Lists missing fields in a sentence: `Skilvul requires its client secret (SKILVUL_CLIENT_SECRET)`. */
export function missingText({ title }: Pick<Vendor, "title">, missing: readonly CredentialField[]): string {
  const names = missing.map(({ label, variable }) =>
    variable === undefined ? label : `${label} (${variable})`,
  );
  return `${title} requires its ${listed(names)}`;
}

/** How to set missing fields. */
export function missingAdvice({ name }: Pick<Vendor, "name">): string {
  return `Set environment variables, or run: kelaskit auth login ${name}`;
}
