import type { CommandContext, ExitCode } from "../context.ts";
import { parseVendor } from "../vendors/names.ts";
import { vendors } from "../vendors/table.ts";
import { deleteCredentials, profilePlace } from "./credentials.ts";

/** `kelaskit auth logout`: deletes what was saved for a vendor. */
export async function logoutCommand(
  vendorName: string,
  profile: string,
  context: CommandContext,
): Promise<ExitCode> {
  const { name, title, fields } = vendors[parseVendor(vendorName)];
  const existed = await deleteCredentials(await profilePlace(name, profile, context));
  context.printError(
    existed
      ? `Deleted the credentials and tokens of ${title}. They were not revoked at the vendor.`
      : `Nothing was saved for ${title}.`,
  );
  const variables = fields.flatMap(({ variable }) =>
    variable !== undefined && (context.environment[variable] ?? "") !== "" ? [variable] : [],
  );
  if (variables.length > 0) context.printError(`Still set in the environment: ${variables.join(", ")}.`);
  return 0;
}
