// Reads the routes that a portal publishes and writes them to a file for the client's option `routes`.
//
//   node --conditions=kelaskit-source examples/academy-routes.ts [PAGE] [routes.json]
//
// PAGE is a file that you saved from your portal: its Redoc or Scribe page, an OpenAPI document or a Postman collection. Without
// it, the document of a fictional portal is read, and the routes are only shown. Nothing is sent to the portal. The command line does the same: kelaskit routes import PAGE --out routes.json
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createAcademyOfMineClient } from "@kelaskit/academy-of-mine/client";
import * as courses from "@kelaskit/academy-of-mine/courses";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { formatRoutesReport, importRoutes } from "@kelaskit/academy-of-mine/routes";

const fictional = path.join(import.meta.dirname, "academy-routes/portal.openapi.yaml");

async function main([page = fictional, output = "routes.json"]: readonly string[]): Promise<void> {
  const { routes, report } = await importRoutes(await readFile(page, "utf8"));
  console.log(formatRoutesReport({ ...report, missing: [] }));
  const text = `${JSON.stringify(routes, undefined, 2)}\n`;
  if (page === fictional) console.log(`\n${text}`);
  else await writeFile(output, text);
  console.log(
    `\n${Object.keys(routes).length} routes are ${page === fictional ? "above" : `in ${output}`}; ${report.missing.length} operations have none.`,
  );

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
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
