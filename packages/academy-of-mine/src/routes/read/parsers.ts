import { ConfigurationError } from "@kelaskit/core";

/**
 * Loads the reader of a format. Its packages are optional: most users of the client never import routes.
 *
 * @param form The form, for the error: `YAML`.
 * @param packages The packages that it needs.
 * @throws ConfigurationError when one of them is not installed.
 */
export async function loadParser<Module>(
  form: string,
  packages: readonly string[],
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const words = error instanceof Error ? error.message : "";
    if (!packages.some((name) => words.includes(name))) throw error;
    throw new ConfigurationError(
      `Reading ${form} needs ${packages.join(" and ")}, which could not be loaded. Install the missing packages: npm install ` +
        `${packages.join(" ")}. A JSON document needs none of them.`,
      { cause: error },
    );
  }
}
