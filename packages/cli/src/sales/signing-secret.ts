import { profilePlace, readCredentials } from "../auth/credentials.ts";
import { missingAdvice, missingText } from "../auth/missing.ts";
import { defaultProfile } from "../auth/profile-name.ts";
import { type CommandContext, InputError } from "../context.ts";
import { vendors } from "../vendors/table.ts";

/** What a variable contains when a program has written a missing value into it: anyone could sign with these. */
const notSecrets: ReadonlySet<string> = new Set(["undefined", "null", "NaN", "[object Object]"]);

/**
 * Returns the signing secret of webhooks, from the environment or the saved credentials.
 *
 * @throws InputError when there is none, or it is invalid. Neither the secret nor a part of it is in the message.
 */
export async function signingSecret(profile: string | undefined, context: CommandContext): Promise<string> {
  const { scalev } = vendors;
  const field = scalev.fields.find(({ name }) => name === "webhookSecret");
  if (field?.variable === undefined) throw new TypeError("Scalev has no field for its signing secret.");
  const place = await profilePlace(scalev.name, profile ?? defaultProfile, context);
  const saved = await readCredentials(place);
  if (saved === undefined && profile !== undefined) {
    throw new InputError(
      `There is no profile ${profile} of scalev. Create it with: kelaskit auth login scalev --profile ${profile}`,
    );
  }
  const given = context.environment[field.variable] ?? "";
  const secret = given === "" ? (saved?.[field.name] ?? "") : given;
  if (secret === "") {
    throw new InputError(
      `${missingText(scalev, [field])}; nothing was sent. It must be one of the receiver's secrets. ${missingAdvice(scalev)}`,
    );
  }
  const expected = field.check(secret) ?? (notSecrets.has(secret.trim()) ? "a secret" : undefined);
  if (expected === undefined && secret.trim() !== "") return secret;
  const origin = given === "" ? `The signing secret in ${place.file}` : field.variable;
  throw new InputError(
    `${origin} is invalid, and nothing was sent: expected ${expected ?? "a secret, not only spaces"}.`,
  );
}
