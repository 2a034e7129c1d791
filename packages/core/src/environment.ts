import { ConfigurationError } from "./errors.ts";

interface ProcessLike {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
}

function read(name: string): string | undefined {
  try {
    return (globalThis as ProcessLike).process?.env?.[name];
  } catch {
    // Deno throws if the program has no permission to read its environment: treat the variable as unset.
    return undefined;
  }
}

/** Reads an environment variable if the platform has them. An empty or blank one counts as unset. */
export function environment(name: string): string | undefined {
  const value = read(name);
  return value?.trim() === "" ? undefined : value;
}

/**
 * Returns the value of a required option, or of its environment variable.
 *
 * @throws ConfigurationError when neither is set (it names both), or when the option is not a string.
 */
export function optionOrEnvironment(value: string | undefined, option: string, variable: string): string {
  const found: unknown = value ?? environment(variable);
  if (found !== undefined && typeof found !== "string") {
    // Untyped callers pass numbers and objects; these must not be converted into a secret.
    throw new ConfigurationError(`${option} has the type ${typeof found}: expected a string.`);
  }
  if (found === undefined || found.trim() === "") {
    throw new ConfigurationError(
      `${option} is missing: pass the option \`${option}\` to the client, or set the environment variable ${variable}.`,
      { code: "missing-option" },
    );
  }
  return found;
}
