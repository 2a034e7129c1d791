import { describe, expect, it } from "vitest";
import { importRoutes } from "../../src/routes/index.ts";
import { addedRoutes, openApiOf, type PortalRoute, portalRoutes, reordered, reworded } from "./portal.ts";
import { ambiguousNames, expectedRoutes, wrongMatches } from "./support.ts";

/**
 * The vendor gives these the same title, tag and parameters as their neighbours: only a person can distinguish them.
 */
const trulyAmbiguous = [
  "courses.listSubmissions",
  "courses.listAllSubmissions",
  "media.uploadChunk",
  "media.cancelUpload",
  "users.listRegistrationFields",
  "users.listCustomFields",
];

const withChanges = (change: (route: PortalRoute) => Partial<PortalRoute>): readonly PortalRoute[] =>
  portalRoutes.map((route) => ({ ...route, ...change(route) }));

const otherMethod = ({ method, expected }: PortalRoute): Partial<PortalRoute> => {
  const other = method === "PUT" ? "PATCH" : method === "DELETE" ? "POST" : method;
  return { method: other, expected: expected.replace(method, other) };
};

describe("a portal with all operations under paths of its own", () => {
  it("is matched but for the operations that share everything with a neighbour", async () => {
    const imported = await importRoutes(openApiOf(portalRoutes));

    expect(wrongMatches(imported, portalRoutes)).toEqual([]);
    expect(ambiguousNames(imported)).toEqual(trulyAmbiguous);
    expect(imported.report).toMatchObject({ missing: [], new: [], notes: [] });
    expect(Object.keys(imported.routes)).toHaveLength(503 - trulyAmbiguous.length);
  });

  it.each<[string, readonly PortalRoute[], number]>([
    ["titles in other words", withChanges(({ title }) => ({ title: reworded(title) })), 497],
    [
      "titles in another order and punctuation",
      withChanges(({ title }) => ({ title: reordered(title) })),
      497,
    ],
    [
      "titles in camelCase",
      withChanges(({ title }) => ({
        title: title.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase()),
      })),
      495,
    ],
    ["other methods for writes", withChanges(otherMethod), 497],
    [
      "all of it at once",
      withChanges((route) => ({ ...otherMethod(route), title: reordered(reworded(route.title)) })),
      497,
    ],
    ["titles that all have a word more", withChanges(({ title }) => ({ title: `Portal: ${title} v2` })), 480],
    [
      "titles that have a word more each",
      withChanges(({ title }) => ({ title: `${title} ${["bulk", "draft", "admin"][title.length % 3]}` })),
      270,
    ],
    ["tags that say nothing", withChanges(({ tag }) => ({ tag: `Part ${tag.length}${tag.at(-4)}` })), 440],
    ["one tag for everything", withChanges(() => ({ tag: "Endpoints" })), 420],
    ["no parameters", withChanges(() => ({ query: [], body: [] })), 480],
  ])("has no wrong match with %s", async (_, portal, atLeast) => {
    const imported = await importRoutes(openApiOf(portal));

    expect(wrongMatches(imported, portal)).toEqual([]);
    expect(Object.keys(imported.routes).length).toBeGreaterThanOrEqual(atLeast);
    expect(
      imported.report.missing.length + imported.report.ambiguous.length + imported.report.matched.length,
    ).toBe(503);
  });

  it("gives the same result every time, in the order of our catalog", async () => {
    const forwards = await importRoutes(openApiOf(portalRoutes));
    const backwards = await importRoutes(openApiOf(portalRoutes.toReversed()));

    expect(JSON.stringify(backwards.routes)).toBe(JSON.stringify(forwards.routes));
    const order = portalRoutes.map(({ operation }) => operation);
    expect(Object.keys(forwards.routes)).toEqual(
      order.filter((name) => name !== undefined && name in forwards.routes),
    );
  });
});

describe("a portal that differs from the catalog", () => {
  it("lists operations whose routes are gone as missing", async () => {
    const portal = portalRoutes.filter(({ tag }) => tag !== "Coupons");
    const imported = await importRoutes(openApiOf(portal));

    expect(wrongMatches(imported, portal)).toEqual([]);
    expect(imported.report.missing).toEqual([
      "coupons.list",
      "coupons.lookup",
      "coupons.create",
      "coupons.get",
      "coupons.update",
      "coupons.delete",
    ]);
  });

  it("lists routes that no operation is for as new", async () => {
    const imported = await importRoutes(openApiOf([...portalRoutes, ...addedRoutes]));

    expect(wrongMatches(imported, portalRoutes)).toEqual([]);
    expect(imported.report.new.map(({ route }) => route)).toEqual(
      addedRoutes.map(({ expected }) => expected),
    );
  });

  it("lists an operation with two possible routes as ambiguous, with reasons", async () => {
    const imported = await importRoutes(openApiOf(portalRoutes));

    const [first] = imported.report.ambiguous;
    expect(first?.operation).toBe("courses.listSubmissions");
    expect(first?.candidates.map(({ route }) => route)).toEqual([
      "GET /courses/list-submissions",
      "GET /courses/list-all-submissions",
    ]);
    expect(first?.candidates[0]?.why).toMatch(/^same title; .*1 other operation could use it/);
    expect(imported.routes).not.toHaveProperty("courses.listSubmissions");
  });

  it("does not give the route of an operation to its twin when its own is gone", async () => {
    const twins = portalRoutes.filter(({ operation }) => operation?.startsWith("courses.listS") === true);
    const portal = portalRoutes.filter((route) => route.operation !== "courses.listAllSubmissions");
    const imported = await importRoutes(openApiOf(portal));

    expect(twins.map(({ operation }) => operation)).toEqual(["courses.listSubmissions"]);
    expect(ambiguousNames(imported)).toEqual(
      expect.arrayContaining(["courses.listSubmissions", "courses.listAllSubmissions"]),
    );
  });

  it("warns where an operation that writes has a GET route", async () => {
    const portal = portalRoutes.map((route) =>
      route.operation === "courses.clone"
        ? { ...route, method: "GET", expected: route.expected.replace("POST", "GET") }
        : route,
    );
    const { report } = await importRoutes(openApiOf(portal));

    const clone = report.matched.find(({ operation }) => operation === "courses.clone");
    expect(clone?.warnings).toEqual([expect.stringContaining("changes data")]);
  });

  it("confirms the routes that we have already", async () => {
    const { routes, report } = await importRoutes(
      openApiOf([
        {
          ...(portalRoutes.find(
            ({ operation }) => operation === "users.listRegistrationFields",
          ) as PortalRoute),
          path: "/api/users/customRegistrationFields",
        },
      ]),
    );

    expect(routes).toEqual({ "users.listRegistrationFields": "GET /users/customRegistrationFields" });
    expect(report.matched[0]).toMatchObject({ certainty: "certain", by: ["route", "title", "tag", "path"] });
  });
});

it("the catalog's titles are words in lower case", () => {
  for (const { title } of portalRoutes) expect(title).toMatch(/^[A-Z]?[\p{Ll}\p{N} ]*$/u);
  expect(Object.keys(expectedRoutes(portalRoutes))).toHaveLength(503);
});
