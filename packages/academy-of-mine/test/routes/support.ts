import { importRoutes, type RoutesImport, RoutesDocumentError } from "../../src/routes/index.ts";
import type { PortalRoute } from "./portal.ts";

/** What an import of a portal's routes should return: our operations with the paths in our names. */
export function expectedRoutes(routes: readonly PortalRoute[]): Record<string, string> {
  return Object.fromEntries(
    routes.flatMap(({ operation, expected }) => (operation === undefined ? [] : [[operation, expected]])),
  );
}

/** The wrong matches. */
export function wrongMatches({ routes }: RoutesImport, portal: readonly PortalRoute[]): readonly string[] {
  const expected = expectedRoutes(portal);
  return Object.entries(routes)
    .filter(([operation, route]) => expected[operation] !== route)
    .map(([operation, route]) => `${operation}: ${route}`);
}

/** A text as Chrome writes it for the command prompt of Windows ("Copy as cURL (cmd)"). */
export function forCmd(text: string): string {
  const inside = text
    .replaceAll(/["\\]/g, String.raw`\$&`)
    .replaceAll(/[^\w\s\-:=+~'/.,?;()*`]/g, "^$&")
    .replaceAll(/%(?=\w)/g, "%^")
    .replaceAll(/\r?\n/g, "^\r\n\r\n");
  return `^"${inside}^"`;
}

/** The names of the operations that were left undecided. */
export function ambiguousNames({ report }: RoutesImport): readonly string[] {
  return report.ambiguous.map(({ operation }) => operation);
}

/** The error that a document must cause. */
export async function refusal(document: string | object): Promise<RoutesDocumentError> {
  try {
    await importRoutes(document);
  } catch (error) {
    if (RoutesDocumentError.isInstance(error)) return error;
    throw error;
  }
  throw new Error("Expected the document to be refused.");
}
