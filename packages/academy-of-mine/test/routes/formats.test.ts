import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { byDepth } from "@kelaskit/test-support/depth";
import { convertV2 } from "openapi-to-postmanv2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { importRoutes } from "../../src/routes/index.ts";
import { openApiOf, portalRoutes, reworded } from "./portal.ts";
import { scribePage } from "./scribe-page.ts";
import { wrongMatches } from "./support.ts";

const document = openApiOf(portalRoutes);
const almostAll = 490;

let folder = "";
/** What every form of the document gives. */
let expected: Awaited<ReturnType<typeof importRoutes>>["routes"];
beforeAll(async () => {
  expected = (await importRoutes(document)).routes;
  folder = await mkdtemp(path.join(tmpdir(), "kelaskit-routes-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The page that Redocly's command writes; it needs no network. */
async function redocPage(openApi: object, ...options: readonly string[]): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve("@redocly/cli/package.json");
  const [from, to] = [path.join(folder, "openapi.json"), path.join(folder, "page.html")];
  await writeFile(from, JSON.stringify(openApi));
  const program = path.join(path.dirname(manifest), "bin", "cli.js");
  const child = spawn(process.execPath, [program, "build-docs", from, "--output", to, ...options], {
    cwd: folder,
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    stdio: "ignore",
  });
  await once(child, "close");
  return readFile(to, "utf8");
}

/** The collection that Postman's own converter makes. */
async function postmanCollection(openApi: object, folderStrategy: "Tags" | "Paths"): Promise<string> {
  return new Promise((resolve, reject) => {
    convertV2(
      { type: "json", data: openApi },
      { folderStrategy, requestNameSource: "Fallback" },
      (_, result) => {
        if (result?.result === true) resolve(JSON.stringify(result.output?.[0]?.data));
        else reject(new Error(`No collection: ${JSON.stringify(result)}`));
      },
    );
  });
}

describe("each form of document gives the same routes", () => {
  it("OpenAPI as an object", async () => {
    const imported = await importRoutes(document);
    expect(imported.report).toMatchObject({
      format: "openapi",
      title: "Academy of mine APIs",
      version: "1.0.0",
      routesRead: 503,
    });
    expect(imported.routes).toMatchObject({ "courses.enroll": "POST /courses/enroll/{id}" });
  });

  it("OpenAPI with a slash at the end of every path, as Django's, which are kept; a single one is a slip", async () => {
    const withPaths = (to: (declared: string, at: number) => string) =>
      importRoutes(openApiOf(portalRoutes.map((route, at) => ({ ...route, path: to(route.path, at) }))));
    const slashed = await withPaths((declared) => `${declared}/`);
    const slip = await withPaths((declared, at) => (at === 0 ? `${declared}/` : declared));

    expect(slashed.routes).toEqual(
      Object.fromEntries(Object.entries(expected).map(([name, route]) => [name, `${route}/`])),
    );
    expect(slip.routes).toEqual(expected);
  });

  it("OpenAPI as JSON", async () => {
    const { routes } = await importRoutes(`\uFEFF${JSON.stringify(document)}\n`);
    expect(routes).toEqual(expected);
  });

  it("OpenAPI as YAML", async () => {
    const { routes } = await importRoutes(stringify(document));
    expect(routes).toEqual(expected);
  });

  it.each(byDepth({ usual: [""], deep: ["", "--inlineBundle"] }))(
    "a page of Redocly's build-docs %s",
    async (option) => {
      const { routes, report } = await importRoutes(
        await redocPage(document, ...(option === "" ? [] : [option])),
      );
      expect(report).toMatchObject({ format: "redoc", title: "Academy of mine APIs", version: "1.0.0" });
      expect(routes).toEqual(expected);
    },
  );

  it("a page of Redoc 2, which leaves its state", async () => {
    // The frame that Redoc 2's build-docs prints; its state is JSON with "<" and ">" of tags escaped.
    const state = JSON.stringify({ menu: { activeItemIdx: -1 }, spec: { data: document }, options: {} });
    const page =
      `<!DOCTYPE html><html><head><title>Academy of mine APIs</title><script src="redoc.standalone.js"></script></head>` +
      `<body><div id="redoc"><h1>Academy of mine APIs</h1></div><script>\n` +
      `      const __redoc_state = ${state};\n\n      var container = document.getElementById('redoc');\n` +
      `      Redoc.hydrate(__redoc_state, container);\n\n      </script></body></html>`;
    const { routes, report } = await importRoutes(page);
    expect(report.format).toBe("redoc");
    expect(routes).toEqual(expected);
  });

  it.each(["Tags", "Paths"] as const)("a Postman collection with folders by %s", async (folders) => {
    const imported = await importRoutes(await postmanCollection(document, folders));
    expect(imported.report).toMatchObject({ format: "postman", title: "Academy of mine APIs" });
    expect(wrongMatches(imported, portalRoutes)).toEqual([]);
    expect(imported.report.matched.length).toBeGreaterThan(almostAll);
  });

  it.each([3, 4] as const)("a page of Scribe %d", async (version) => {
    const imported = await importRoutes(scribePage(portalRoutes, version));
    expect(imported.report).toMatchObject({
      format: "scribe",
      title: "Academy of mine APIs",
      routesRead: 503,
    });
    expect(imported.routes).toEqual(expected);
  });

  it.each(byDepth({ usual: ["Scribe"], deep: ["Scribe", "Redocly"] }))(
    "and titles in other words, through %s",
    async (writer) => {
      const portal = portalRoutes.map((route) => ({ ...route, title: reworded(route.title) }));
      const page = writer === "Scribe" ? scribePage(portal, 4) : await redocPage(openApiOf(portal));
      const imported = await importRoutes(page);
      expect(wrongMatches(imported, portal)).toEqual([]);
      expect(imported.report.matched.length).toBeGreaterThan(almostAll);
    },
  );
});

describe("OpenAPI documents", () => {
  const enroll = { summary: "Enroll learners", tags: ["Courses"] };

  it("may keep parameters and bodies in components", async () => {
    const { routes } = await importRoutes({
      openapi: "3.0.0",
      paths: {
        "/course/{course}/members": {
          parameters: [{ $ref: "#/components/parameters/course" }],
          post: { ...enroll, requestBody: { $ref: "#/components/requestBodies/members" } },
        },
      },
      components: {
        parameters: { course: { name: "course", in: "path", required: true } },
        requestBodies: {
          members: { content: { "application/json": { schema: { $ref: "#/components/schemas/Members" } } } },
        },
        schemas: { Members: { type: "object", properties: { studentIds: {}, portalId: {} } } },
      },
    });
    expect(routes).toEqual({ "courses.enroll": "POST /course/{id}/members" });
  });

  it("may have schemas that contain themselves", async () => {
    const node = { type: "object", properties: { studentIds: { $ref: "#/components/schemas/Node" } } };
    const { routes } = await importRoutes({
      openapi: "3.1.0",
      paths: {
        "/course/enroll/{id}": {
          post: {
            ...enroll,
            requestBody: {
              content: { "application/json": { schema: { allOf: [{ $ref: "#/components/schemas/Node" }] } } },
            },
          },
        },
      },
      components: { schemas: { Node: node } },
    });
    expect(routes).toEqual({ "courses.enroll": "POST /course/enroll/{id}" });
  });

  it("keep their object as it was", async () => {
    const given = openApiOf(portalRoutes.slice(0, 5));
    const before = structuredClone(given);
    await importRoutes(given);
    expect(given).toEqual(before);
  });

  it("with keys like __proto__ change nothing beyond them", async () => {
    const text =
      '{"openapi":"3.0.0","__proto__":{"polluted":1},"paths":{"__proto__":{"get":{"summary":"x"}},"constructor":{},' +
      '"/course/enroll/{id}":{"post":{"summary":"Enroll learners","tags":["Courses","__proto__"],"requestBody":' +
      '{"content":{"application/json":{"schema":{"properties":{"__proto__":{"polluted":1}}}}}}}}}}';
    for (const hostile of [text, stringify(JSON.parse(text))]) {
      const { routes } = await importRoutes(hostile);
      expect(routes).toEqual({ "courses.enroll": "POST /course/enroll/{id}" });
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }
  });
});

describe("Postman collections", () => {
  const collection = (request: unknown, rest: object = {}): object => ({
    info: { name: "Portal", schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
    item: [{ name: "Courses", item: [{ name: "Enroll learners", request }] }],
    ...rest,
  });

  it.each<[string, unknown, object]>([
    [
      "an address in parts",
      { method: "POST", url: { host: ["{{baseUrl}}"], path: ["api", "course", "enroll", ":course"] } },
      {},
    ],
    ["an address as a text", { method: "POST", url: "{{baseUrl}}/api/course/enroll/:course?x=1" }, {}],
    [
      "an address with a host",
      { method: "POST", url: { raw: "https://portal.example/api/course/enroll/{{course}}" } },
      {},
    ],
    [
      "/api in a variable",
      { method: "POST", url: { host: ["{{url}}"], path: ["course", "enroll", ":course"] } },
      { variable: [{ key: "url", value: "https://portal.example/api" }] },
    ],
    [
      "fields of a form, some of them switched off",
      {
        method: "POST",
        url: "{{baseUrl}}/course/enroll/:course",
        body: { mode: "formdata", formdata: [{ key: "studentIds[0]" }, { key: "portalId", disabled: true }] },
      },
      {},
    ],
    [
      "a body that is no JSON",
      { method: "POST", url: "{{baseUrl}}/course/enroll/:course", body: { mode: "raw", raw: "{{body}}" } },
      {},
    ],
  ])("may have %s", async (_, request, rest) => {
    const { routes } = await importRoutes(collection(request, rest));
    expect(routes).toEqual({ "courses.enroll": "POST /course/enroll/{id}" });
  });
});

it("a Scribe page may have endpoints without a title", async () => {
  const portal = portalRoutes.map((route) =>
    route.operation === "users.lookupTypes" ? { ...route, title: "" } : route,
  );
  const { routes } = await importRoutes(scribePage(portal, 4));
  expect(routes).toMatchObject({ "users.lookupTypes": "GET /users/lookup-types" });
});
