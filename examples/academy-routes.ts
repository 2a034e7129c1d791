// Reads the routes that a portal publishes and writes them to a file for the client's option `routes`.
//
//   node --conditions=kelaskit-source examples/academy-routes.ts PAGE [routes.json]
//
// PAGE is a file that you saved from your portal: its Redoc or Scribe page, an OpenAPI document or a Postman collection.
// Nothing is sent to the portal. The command line does the same: kelaskit routes import PAGE --out routes.json
import { readFile, writeFile } from "node:fs/promises";
import { createAcademyOfMineClient } from "@kelaskit/academy-of-mine/client";
import * as courses from "@kelaskit/academy-of-mine/courses";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { formatRoutesReport, importRoutes } from "@kelaskit/academy-of-mine/routes";

async function main([page, output = "routes.json"]: readonly string[]): Promise<void> {
  if (page === undefined) throw new Error("Give the page: examples/academy-routes.ts PAGE [routes.json]");
  const { routes, report } = await importRoutes(await readFile(page, "utf8"));
  console.log(formatRoutesReport({ ...report, missing: [] }));
  await writeFile(output, `${JSON.stringify(routes, undefined, 2)}\n`);
  console.log(
    `\n${Object.keys(routes).length} routes are in ${output}; ${report.missing.length} operations have none.`,
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
