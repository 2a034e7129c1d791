import { ConfigurationError } from "./errors.ts";

interface ProcessLike {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
}

/** Reads an environment variable where the platform has them; an empty one counts as unset. */
export function environment(name: string): string | undefined {
  const value = (globalThis as ProcessLike).process?.env?.[name];
  return value === "" ? undefined : value;
}

/**
 * The value of a required option, else of its environment variable.
 *
 * @throws ConfigurationError naming both when neither is set.
 */
export function optionOrEnvironment(value: string | undefined, option: string, variable: string): string {
  const found = value ?? environment(variable);
  if (found === undefined || found === "") {
    throw new ConfigurationError(
      `${option} is missing: give the client the option \`${option}\`, or set the environment variable ${variable}.`,
    );
  }
  return found;
}
