import { describe } from "../describe.ts";
import { type ConfigurationCode, ConfigurationError } from "../errors.ts";
import { nearestName } from "../nearest-name.ts";

/** How many names are listed when there is no near one; a vendor may have hundreds. */
const mostListed = 20;

function advice(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  const more = known.length - mostListed;
  return `Known names: ${known.slice(0, mostListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

/** @throws ConfigurationError for an unknown name, with the nearest known one. */
export function checkName(
  where: string,
  name: unknown,
  known: readonly string[],
  code: ConfigurationCode = "invalid-option",
): void {
  if (typeof name === "string" && known.includes(name)) return;
  const text = typeof name === "string" ? name : "";
  const shown = typeof name === "string" ? JSON.stringify(name.slice(0, 100)) : describe(name);
  throw new ConfigurationError(`${where}: ${shown} is unknown. ${advice(text, known)}`, { code });
}

/** @throws ConfigurationError for an unknown field of an object, with the nearest known one. */
export function checkNames(where: string, fields: object, known: readonly string[]): void {
  for (const name of Object.keys(fields)) checkName(where, name, known);
}

/**
 * Refuses unknown options of a vendor's mock.
 *
 * @param known Every option.
 * @throws ConfigurationError for an unknown option, with the nearest known one.
 */
export function checkMockOptions<Options extends object>(
  where: string,
  options: Options,
  known: Readonly<Record<keyof Options, unknown>>,
): void {
  checkNames(where, options, Object.keys(known));
}
