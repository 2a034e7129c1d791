import { expect, it } from "vitest";
import { createAcademyOfMine } from "../../src/client.ts";
import { createMockAcademyOfMine } from "../../src/mock/index.ts";
import { importRoutes } from "../../src/routes/index.ts";
import { mockRecording } from "../../src/routes/traffic/mock-recording.ts";
import { shapeOf } from "../../src/routes/traffic/shape.ts";
import { trafficCatalog } from "../../src/routes/traffic/traffic-catalog.ts";
import { rest } from "./conventions.ts";
import { allFacts, recordSession } from "./recorded-session.ts";

const session = allFacts
  .filter(({ operation }) => /^(users|courses)\./.test(operation))
  .map((fact) => ({ fact, route: rest(fact) }));

/** A recording of a portal that sends all ids as text, and no name. */
async function recordedPortal() {
  const har = await recordSession(session);
  for (const { response } of har.log.entries) {
    const { content } = response;
    if (!content.mimeType.includes("json")) continue;
    content.text = JSON.stringify(JSON.parse(content.text ?? "null"), (key, value: unknown) => {
      if (key === "name") return undefined;
      return key === "id" && typeof value === "number" ? String(value) : value;
    });
  }
  return importRoutes(har);
}

it("a mock is like the portal of a recording: its routes, its fields, its types", async () => {
  const { routes, recording } = await recordedPortal();
  const mock = createMockAcademyOfMine({ like: recording });
  const academy = createAcademyOfMine({
    ...mock.credentials,
    routes,
    fetch: mock.fetch,
    logger: false,
    validation: "off",
  });
  const course: object = await academy.courses.get({ id: 2 });
  expect(course).toMatchObject({ id: "2" });
  expect(course).not.toHaveProperty("name");
  expect(mock.requests.at(-1)?.path).toBe(
    routes["courses.get"]?.replace("GET ", "/api").replace("{id}", "2"),
  );
});

it("an object that was empty is empty, and one of which nothing is declared is as in the mock", () => {
  const operation = trafficCatalog().operations.find((one) => one.operation.name === "courses.list");
  if (operation === undefined) throw new Error("The catalog has no courses.list.");
  const shapeWith = (record: object): unknown => {
    const reply = shapeOf({ recordsTotal: 1, recordsFiltered: 1, records: [record] });
    const { operations } = mockRecording([{ operation, reply, route: "GET /courses" }]);
    return operations["courses.list"]?.shape;
  };
  const empty = {
    recordsTotal: "number",
    recordsFiltered: "number",
    records: "list",
    "records[]": "object",
  };

  expect(shapeWith({})).toEqual(empty);
  // The portal's own names may be data, and are not written.
  expect(shapeWith({ portal_a: 1, "ada@example.com": 2 })).toEqual({ ...empty, "records[].*": "string" });
});

it("documentation has no recording", async () => {
  const document = {
    openapi: "3.1.0",
    info: { title: "API", version: "1" },
    paths: { "/api/badges/all": { get: { summary: "Get badges in a list, with pagination and search" } } },
  };
  expect(await importRoutes(document)).not.toHaveProperty("recording");
});
