// Reads the routes that a portal publishes and writes them to a file for the client's option `routes`.
//
//   node --conditions=kelaskit-source examples/academy-routes.ts [PAGE] [routes.json]
//
// PAGE is a file that you saved from your portal: its Redoc or Scribe page, an OpenAPI document or a Postman collection. Without
// it, the document of a fictional portal is read, and the routes are only shown. A file that exists is not replaced. Nothing is sent to
// the portal. The command line does the same: kelaskit routes import PAGE --out routes.json
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { createAcademyOfMineClient } from "@kelaskit/academy-of-mine/client";
import * as courses from "@kelaskit/academy-of-mine/courses";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { formatRoutesReport, importRoutes } from "@kelaskit/academy-of-mine/routes";

const fictional = path.join(import.meta.dirname, "academy-routes/portal.openapi.yaml");

/** Writes a new file. Your routes may have been corrected by hand, so an older one is kept. */
async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw new Error(`${file} already exists and was not changed. Give another file, or move it away.`, {
      cause: error,
    });
  }
}

async function main(words: readonly string[]): Promise<void> {
  const [page = fictional, output = "routes.json"] = words;
  if (words.length > 2)
    throw new Error(`Give a page and a file for its routes, not ${words.length} arguments.`);
  const { routes, report } = await importRoutes(await readFile(page, "utf8"));
  console.log(formatRoutesReport({ ...report, missing: [] }));
  const text = `${JSON.stringify(routes, undefined, 2)}\n`;
  if (page === fictional) console.log(`\n${text}`);
  else await writeNew(output, text);
  console.log(
    `\n${Object.keys(routes).length} routes are ${page === fictional ? "above" : `in ${output}`}; ${report.missing.length} operations have none.`,
  );

  if (routes["courses.enroll"] === undefined) {
    console.log("The page has no route that enrolls, so the client would refuse to enroll.");
    return;
  }
  // With its route imported, an enrollment is allowed; this mock takes the place of the portal.
  const mock = createMockAcademyOfMine({ routes });
  const client = createAcademyOfMineClient({ ...mock.credentials, routes, fetch: mock.fetch });
  const { enrolledUsersCount } = await courses.enroll(client, { id: 2, studentIds: [4, 5] });
  const sent = mock.requests.at(-1);
  console.log(
    `Enrolled ${String(enrolledUsersCount)} learners by ${sent?.method ?? ""} ${sent?.path ?? ""}.`,
  );
}

try {
  await main(parseArgs({ allowPositionals: true }).positionals);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
