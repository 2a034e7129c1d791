import { readFile } from "node:fs/promises";
import { InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";
import { isVerifiedFile } from "../verify/verified-file.ts";

function isRoute(entry: readonly [string, unknown]): entry is readonly [string, string] {
  return typeof entry[1] === "string" && /^[a-z]+ \/\S*$/i.test(entry[1]);
}

/** The routes in the content of a file: of `routes import`, or of `verify`, which has more beside them. */
function routesIn(content: unknown): unknown {
  return isVerifiedFile(content) ? content.routes : content;
}

/**
 * Reads a file of routes: a JSON object of `"METHOD /path"` by operation, written by `kelaskit routes import`, or the file of
 * `kelaskit verify`.
 *
 * @throws InputError when it cannot be read or has other content.
 */
export async function readRoutes(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new InputError(
      `${file} cannot be read (${errorCode(error)}). Pass a file that kelaskit routes import wrote to --routes.`,
      { cause: error },
    );
  });
  let value: unknown;
  try {
    value = routesIn(JSON.parse(text));
  } catch (error) {
    throw new InputError(`${file} is not JSON. Pass a file that kelaskit routes import wrote to --routes.`, {
      cause: error,
    });
  }
  const entries: readonly (readonly [string, unknown])[] =
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (entries.length > 0 && entries.every(isRoute)) return Object.fromEntries(entries);
  const wrong = entries.find((entry) => !isRoute(entry));
  if (wrong !== undefined) {
    throw new InputError(
      `${file} cannot be used: the value of ${JSON.stringify(wrong[0])} is not a route. Expected a method and a path, such as ` +
        '"GET /badges/all".',
    );
  }
  throw new InputError(
    `${file} has no routes. Expected JSON such as {"badges.list": "GET /badges/all"}, which kelaskit routes import and kelaskit verify write.`,
  );
}
