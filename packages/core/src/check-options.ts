import { describe } from "./describe.ts";
import { ConfigurationError } from "./errors.ts";
import { adviceOn } from "./nearest-name.ts";
import { isObject } from "./json-object.ts";

/** The names of all options of an interface: with `satisfies`, one that is missing or too much is a type error. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Checks that options are an object of known names. A name whose value is `undefined` passes, as if it were not there; inherited
 * ones count, since they are read, too.
 *
 * @param owner What takes the options, as a sentence begins with it: `The skilvul client`.
 * @throws ConfigurationError naming every unknown option, and the known one that is nearest.
 */
export function checkOptions(owner: string, options: unknown, names: Readonly<Record<string, true>>): void {
  if (!isObject(options)) {
    throw new ConfigurationError(`${owner} expected an object, got ${describe(options)}.`);
  }
  const unknown: string[] = [];
  // oxlint-disable-next-line eslint/guard-for-in -- inherited options are read, too
  for (const name in options) {
    if (names[name] !== true && options[name] !== undefined)
      // Shown, for it is a slip of the finger; what nobody would write as a name is cut.
      unknown.push(`${name.slice(0, 40)} (${adviceOn(name, Object.keys(names))})`);
  }
  if (unknown.length > 0)
    throw new ConfigurationError(`${owner} got an unknown option: ${unknown.join(", ")}.`);
}
