import { cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { importRoutes } from "../../src/routes/index.ts";
import { Candidates } from "../../src/routes/match/candidates.ts";
import { catalog } from "../../src/routes/match/catalog.ts";
import { comparePair, routeToMatch } from "../../src/routes/match/pairs.ts";
import { WordWeights } from "../../src/routes/match/words.ts";
import { variablesOf } from "../../src/routes/read/published.ts";
import { refusal } from "./support.ts";

interface Route {
  readonly path: string;
  readonly summary?: string;
  readonly parameters?: readonly string[];
}

function openApi(routes: readonly Route[]): object {
  return {
    openapi: "3.0.3",
    paths: Object.fromEntries(
      routes.map(({ path, summary, parameters = [] }) => [
        path,
        { get: { summary, tags: ["Course"], parameters: parameters.map((name) => ({ in: "query", name })) } },
      ]),
    ),
  };
}

function postman(routes: readonly Route[]): object {
  return {
    info: { schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
    item: routes.map(({ path, summary = "" }) => ({
      name: summary,
      request: { method: "GET", url: `https://portal.example${path}` },
    })),
  };
}

function scribe(routes: readonly Route[]): string {
  const endpoints = routes.map(
    ({ path, summary = "" }, at) =>
      `<h2 id="course-GETapi${at}">${summary}</h2><form id="form-GETapi${at}" data-method="GET" data-path="${path}"></form>`,
  );
  return `<html><body>${endpoints.join("")}</body></html>`;
}

function redoc(routes: readonly Route[]): string {
  const state = JSON.stringify({ spec: { data: openApi(routes) } });
  return `<html><body><script>const __redoc_state = ${state};</script></body></html>`;
}

/** How often word weights are added up for a document. */
async function additionsFor(document: string | object): Promise<number> {
  using sum = vi.spyOn(WordWeights.prototype, "sum");
  await importRoutes(document);
  return sum.mock.calls.length;
}

const kinds: readonly (readonly [string, (at: number) => Route])[] = [
  ["of one resource", (at) => ({ path: `/api/course${at}/{id}`, summary: `Get Course ${at}` })],
  ["of one title", (at) => ({ path: `/api/course${at}/{id}`, summary: "Get Course" })],
  ["without titles", (at) => ({ path: `/api/course${at}/{id}` })],
  ["with one prefix", (at) => ({ path: `/api/a/b/c/d/e/course/${at}`, summary: `List Courses ${at}` })],
  ["that are deep", (at) => ({ path: `/api${"/course/{id}".repeat(30)}/${at}`, summary: "Delete Course" })],
  [
    "with many parameters",
    (at) => ({
      path: `/api/course/${at}`,
      summary: "Update Course",
      parameters: Array.from({ length: 100 }, (_, number) => `field${number}`),
    }),
  ],
];

const forms = [
  ["an OpenAPI document", openApi],
  ["a Redoc page", redoc],
  ["a Postman collection", postman],
  ["a Scribe page", scribe],
] as const;

describe("the work of importing", () => {
  // Without the first document, which builds the catalog.
  it.each(
    forms.flatMap(([form, write]) => kinds.map(([kind, route]) => [form, kind, write, route] as const)),
  )("grows with the routes of %s, %s", async (_form, _kind, write, route) => {
    const document = (count: number) => write(Array.from({ length: count }, (_, at) => route(at)));
    await additionsFor(document(1));
    const [few, many] = [await additionsFor(document(100)), await additionsFor(document(400))];
    expect(many / few).toBeLessThan(5);
    // Each of the five hundred operations would cost three or more.
    expect(many / 400).toBeLessThan(500);
  });

  it("refuses a YAML document of too many routes before it parses it", async () => {
    const routes = Array.from(
      { length: 100_000 },
      (_, at) => `  /api/course${at}:\n    get:\n      summary: Get Course\n`,
    );
    const error = await refusal(`openapi: 3.0.3\npaths:\n${routes.join("")}`);
    expect(error.message).toMatch(/^The document has about 100000 routes, more than the 5000 /);
  });
});

describe("Candidates", () => {
  const all = catalog();
  const candidates = new Candidates(all);
  const texts = all.operations.flatMap(({ title, nameWords, tag }) =>
    [title, nameWords, tag].map((words) => words.join(" ")),
  );
  const title = fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.oneof(fc.constantFrom("get", "list", "course"), fc.string({ maxLength: 6 })), {
        maxLength: 3,
      }),
    )
    .map(([text, more]) => `${more.join(" ")} ${text}`);
  const path = fc.oneof(
    fc.constantFrom(...all.operations.map((operation) => operation.path)),
    fc.constantFrom(...all.operations.map(({ nameWords }) => `/${nameWords.join("/")}/{id}`)),
  );

  it("leave out no operation that a route could be of", () => {
    fc.assert(
      fc.property(
        fc.oneof(title, fc.constant("")),
        path,
        fc.constantFrom("GET", "POST", "DELETE"),
        (words, place, method) => {
          const route = routeToMatch({
            method,
            path: place,
            title: words,
            tags: [],
            parameters: [],
            variables: variablesOf(place),
          });
          const worthALook = all.operations.filter(
            (operation) => comparePair(all, operation, route, true) !== undefined,
          );
          expect(candidates.of(route)).toEqual(expect.arrayContaining([...worthALook]));
        },
      ),
      { numRuns: cases(40) },
    );
  });
});
