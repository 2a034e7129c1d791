import { describe } from "../describe.ts";
import { type ConfigurationCode, ConfigurationError } from "../errors.ts";
import { nearestName } from "../nearest-name.ts";

/** How many names are listed where none is near; a vendor may have hundreds. */
const mostListed = 20;

function advice(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  const more = known.length - mostListed;
  return `Known are ${known.slice(0, mostListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

/** @throws ConfigurationError when it is none of the known names, with the nearest of them. */
export function checkName(
  where: string,
  name: unknown,
  known: readonly string[],
  code: ConfigurationCode = "invalid-option",
): void {
  if (typeof name === "string" && known.includes(name)) return;
  const text = typeof name === "string" ? name : "";
  const shown = typeof name === "string" ? JSON.stringify(name.slice(0, 100)) : describe(name);
  throw new ConfigurationError(`${where}: ${shown} is not known. ${advice(text, known)}`, { code });
}

/** @throws ConfigurationError when an object has a field beside the known ones, with the nearest of them. */
export function checkNames(where: string, fields: object, known: readonly string[]): void {
  for (const name of Object.keys(fields)) checkName(where, name, known);
}

/**
 * Refuses what JavaScript lets through: options of a vendor's mock that do not exist.
 *
 * @param known Every option there is.
 * @throws ConfigurationError for one that does not exist, with the nearest that does.
 */
export function checkMockOptions<Options extends object>(
  where: string,
  options: Options,
  known: Readonly<Record<keyof Options, unknown>>,
): void {
  checkNames(where, options, Object.keys(known));
}
