import { type CommandContext, type ExitCode, InputError } from "../context.ts";
import { readSource } from "../io/source.ts";
import { didYouMean } from "../output/suggest.ts";
import { parseVendor } from "../vendors/names.ts";
import { vendors } from "../vendors/table.ts";
import type { Vendor } from "../vendors/vendor.ts";
import { labelsOf } from "./labels.ts";
import { type Credentials, profilePlace, writeCredentials } from "./credentials.ts";

/** `kelaskit auth login`: prompts for credentials, or reads them from standard input, and saves them. */
export async function loginCommand(
  vendorName: string,
  profile: string,
  context: CommandContext,
): Promise<ExitCode> {
  const vendor = vendors[parseVendor(vendorName)];
  const place = await profilePlace(vendor.name, profile, context);
  const credentials = context.terminal.input
    ? await (await import("./prompts.ts")).askForCredentials(vendor)
    : readCredentialsJson(vendor, await readSource("-", context));
  await writeCredentials(place, credentials);
  context.printError(
    `Saved the ${labelsOf(vendor, Object.keys(credentials))} of ${vendor.title} in ${place.file}. Nothing was sent: the first ` +
      "call shows whether they are valid.",
  );
  return 0;
}

/**
 * Reads credentials as JSON.
 *
 * @throws InputError with the names of fields, never their values.
 */
function readCredentialsJson({ name, fields }: Vendor, text: string): Credentials {
  const names = fields.map((field) => field.name);
  const shape = `{${fields.map((field) => `"${field.name}": "…"`).join(", ")}}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message repeats part of the text, which contains secrets.
    value = undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InputError(
      `Standard input is not a JSON object, and nothing was saved. Expected ${shape}, or run kelaskit auth login ${name} on a terminal.`,
    );
  }
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const problems = [
    ...entries
      .filter(([key]) => !names.includes(key))
      .map(([key]) => `${JSON.stringify(key)} is not one of its fields.${didYouMean(key, names)}`),
    ...entries
      .filter(([key, given]) => names.includes(key) && typeof given !== "string")
      .map(([key]) => `${key} is not a string.`),
    ...entries.flatMap(([key, given]) => {
      const field = fields.find((known) => known.name === key);
      if (field === undefined || typeof given !== "string" || given === "") return [];
      const expected = field.check(given);
      return expected === undefined ? [] : [`${key} is invalid: expected ${expected}.`];
    }),
    ...fields
      .filter(
        (field) => field.required && !entries.some(([key, given]) => key === field.name && given !== ""),
      )
      .map((field) => `${field.name} is missing.`),
  ];
  if (problems.length > 0) {
    throw new InputError(
      `The credentials of ${name} cannot be used, and nothing was saved. ${problems.join(" ")} Expected ${shape}.`,
    );
  }
  return Object.fromEntries(
    entries.flatMap(([key, given]) => (typeof given === "string" && given !== "" ? [[key, given]] : [])),
  );
}
