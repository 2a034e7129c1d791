import { byDepth, cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { importRoutes } from "../../src/routes/index.ts";
import { addedRoutes, openApiOf, type PortalRoute, portalRoutes, reordered, reworded } from "./portal.ts";
import { wrongMatches } from "./support.ts";

type Change = (route: PortalRoute) => PortalRoute;

const keep: Change = (route) => route;
const changes: readonly Change[] = [
  keep,
  (route) => ({ ...route, title: reworded(route.title) }),
  (route) => ({ ...route, title: reordered(route.title) }),
  (route) => ({ ...route, title: route.title.toUpperCase() }),
  (route) => ({ ...route, tag: "" }),
  (route) => ({ ...route, tag: `The ${route.tag.toLowerCase()} endpoints` }),
  (route) => ({ ...route, body: [...route.body, "revision"] }),
  (route) => ({ ...route, query: route.query.slice(1) }),
];

/** Some of the routes in any order, each changed in some way, with some unknown ones among them. */
const portals = fc
  .record({
    kept: fc.shuffledSubarray([...portalRoutes]),
    picks: fc.array(fc.nat(changes.length - 1), { minLength: 1, maxLength: 40 }),
    added: fc.subarray([...addedRoutes]),
  })
  .map(({ kept, picks, added }) => [
    ...kept.map((route, index) => (changes[picks[index % picks.length] ?? 0] ?? keep)(route)),
    ...added,
  ]);

it("no portal gets a wrong match, and no route two operations", async () => {
  await fc.assert(
    fc.asyncProperty(portals, async (portal) => {
      fc.pre(portal.length > 0);
      const imported = await importRoutes(openApiOf(portal));

      expect(wrongMatches(imported, portal)).toEqual([]);
      expect(new Set(Object.values(imported.routes)).size).toBe(Object.keys(imported.routes).length);
      const { matched, ambiguous, missing } = imported.report;
      expect(matched.length + ambiguous.length + missing.length).toBe(503);
    }),
    { numRuns: byDepth({ usual: 12, deep: 120 }) },
  );
});

it("no text at all is an unforeseen failure", async () => {
  const fragments = fc.constantFrom(
    "<",
    "{",
    "[",
    "openapi: 3.0.0\n",
    "paths:",
    "/a",
    "<form ",
    "&a ",
    "*a",
    '"',
    "\n  ",
    "$ref",
    "<script>",
    "__redoc_state = ",
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(fragments, { maxLength: 20 }).map((parts) => parts.join("")),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      await importRoutes(text).catch((error: unknown) => {
        expect(error).toMatchObject({ name: "RoutesDocumentError" });
      });
    }),
    { numRuns: cases(80) },
  );
});

it("no object at all is an unforeseen failure", async () => {
  const shapes = fc.record(
    {
      openapi: fc.constantFrom("3.0.0", "3.1.0"),
      servers: fc.jsonValue(),
      info: fc.jsonValue(),
      paths: fc.dictionary(
        fc.string(),
        fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom("get", "post"), fc.jsonValue())),
      ),
      item: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(shapes, async (document) => {
      await importRoutes(document).catch((error: unknown) => {
        expect(error).toMatchObject({ name: "RoutesDocumentError" });
      });
    }),
    { numRuns: cases(80) },
  );
});
