import { ConfigurationError } from "./errors.ts";

interface ProcessLike {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
}

function read(name: string): string | undefined {
  try {
    return (globalThis as ProcessLike).process?.env?.[name];
  } catch {
    // Deno throws where a program may not read its environment: to the program the variable is not there.
    return undefined;
  }
}

/** Reads an environment variable where the platform has them; an empty or blank one counts as unset. */
export function environment(name: string): string | undefined {
  const value = read(name);
  return value?.trim() === "" ? undefined : value;
}

/**
 * The value of a required option, else of its environment variable.
 *
 * @throws ConfigurationError naming both when neither is set, or the option when it is not a text.
 */
export function optionOrEnvironment(value: string | undefined, option: string, variable: string): string {
  const found: unknown = value ?? environment(variable);
  if (found !== undefined && typeof found !== "string") {
    // Callers without types pass numbers and objects; a secret must not become what these are as a text.
    throw new ConfigurationError(`${option} is of the type ${typeof found}: expected a string.`);
  }
  if (found === undefined || found.trim() === "") {
    throw new ConfigurationError(
      `${option} is missing: give the client the option \`${option}\`, or set the environment variable ${variable}.`,
      { code: "missing-option" },
    );
  }
  return found;
}
