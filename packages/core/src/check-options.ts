import { describe } from "./describe.ts";
import { ConfigurationError } from "./errors.ts";
import { isObject } from "./json-object.ts";
import { adviceOn } from "./nearest-name.ts";

/** The names of all options of an interface: with `satisfies`, a missing or extra name is a type error. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Checks that options are an object with known names only. Options that are `undefined` are ignored; inherited options are checked,
 * because they are read, too.
 *
 * @param owner What the options are for, as the start of a sentence: `The skilvul client`.
 * @throws ConfigurationError that names every unknown option, and the nearest known one.
 */
export function checkOptions(
  owner: string,
  options: unknown,
  names: Readonly<Record<string, unknown>>,
): void {
  if (!isObject(options)) {
    throw new ConfigurationError(`${owner} expected an object, got ${describe(options)}.`);
  }
  const unknown: string[] = [];
  // oxlint-disable-next-line eslint/guard-for-in -- inherited options are read, too
  for (const name in options) {
    if (!Object.hasOwn(names, name) && options[name] !== undefined)
      // Shown because it is probably a typo; cut in case it is not a name at all.
      unknown.push(`${name.slice(0, 40)} (${adviceOn(name, Object.keys(names))})`);
  }
  if (unknown.length > 0)
    throw new ConfigurationError(`${owner} got an unknown option: ${unknown.join(", ")}.`);
}
