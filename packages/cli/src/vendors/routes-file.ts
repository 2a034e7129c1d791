import { readFile } from "node:fs/promises";
import { InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";

function isRoute(entry: readonly [string, unknown]): entry is readonly [string, string] {
  return typeof entry[1] === "string" && /^[a-z]+ \/\S*$/i.test(entry[1]);
}

/**
 * Reads a file of routes: a JSON object of `"METHOD /path"` by operation, as `kelaskit routes import` writes it.
 *
 * @throws InputError when it cannot be read or holds something else.
 */
export async function readRoutes(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new InputError(
      `${file} cannot be read (${errorCode(error)}). Give --routes a file that kelaskit routes import has written.`,
      { cause: error },
    );
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `${file} is not JSON. Give --routes a file that kelaskit routes import has written.`,
      {
        cause: error,
      },
    );
  }
  const entries: readonly (readonly [string, unknown])[] =
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (entries.length > 0 && entries.every(isRoute)) return Object.fromEntries(entries);
  const wrong = entries.find((entry) => !isRoute(entry));
  if (wrong !== undefined) {
    throw new InputError(
      `${file} cannot be used: what it says of ${JSON.stringify(wrong[0])} is not a route. Expected a method and a path, as in ` +
        '"GET /badges/all".',
    );
  }
  throw new InputError(
    `${file} has no routes. Expected JSON as in {"badges.list": "GET /badges/all"}, which kelaskit routes import writes.`,
  );
}
