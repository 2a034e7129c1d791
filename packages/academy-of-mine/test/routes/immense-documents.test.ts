import { describe, expect, it } from "vitest";
import { importRoutes, RoutesDocumentError } from "../../src/routes/index.ts";
import { refusal } from "./support.ts";

const path = "/api/course/create";

interface Extra {
  readonly components?: unknown;
  readonly servers?: unknown;
  readonly at?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
}

function openApi(
  schema: unknown,
  { at = path, summary = "Create Course", tags, ...rest }: Extra = {},
): object {
  const post = {
    summary,
    ...(tags === undefined ? {} : { tags }),
    requestBody: { content: { "application/json": { schema } } },
  };
  return { openapi: "3.0.3", paths: { [at]: { post } }, ...rest };
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Schemas that each refer to the next one many times. */
function shared(levels: number, width: number, keyword: string): object {
  const schemas = Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      `S${level}`,
      {
        properties: { [`field${level}`]: {} },
        [keyword]: level + 1 < levels ? Array.from({ length: width }, () => reference(`S${level + 1}`)) : [],
      },
    ]),
  );
  return openApi(reference("S0"), { components: { schemas } });
}

function nested(open: string, close: string, depth: number, inside = ""): string {
  return open.repeat(depth) + inside + close.repeat(depth);
}

describe("documents that multiply", () => {
  it.each(["allOf", "anyOf", "oneOf"])(
    "are read once for each schema: forty levels of %s",
    async (keyword) => {
      for (const document of [shared(40, 2, keyword), JSON.stringify(shared(40, 8, keyword))]) {
        expect(JSON.stringify((await importRoutes(document)).report)).toContain("POST /course/create");
      }
    },
  );

  it("may share properties, which are not written out", async () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 60 }, (_, level) => [
        `S${level}`,
        { properties: { left: reference(`S${(level + 1) % 60}`), right: reference(`S${(level + 1) % 60}`) } },
      ]),
    );
    const { report } = await importRoutes(openApi(reference("S0"), { components: { schemas } }));
    expect(report.routesRead).toBe(1);
  });

  it("may share objects that are passed as such, or contain themselves", async () => {
    const circle: { allOf: unknown[]; properties: object } = { allOf: [], properties: { title: {} } };
    circle.allOf.push(circle, circle, { anyOf: [circle] });
    const { report } = await importRoutes(openApi(circle));
    expect(report.routesRead).toBe(1);
  });

  it.each([
    ["to itself", { A: reference("A") }, /is a circular reference/],
    ["in a circle", { A: reference("B"), B: reference("A") }, /is a circular reference/],
    [
      "to nowhere",
      {},
      /POST \/api\/course\/create refers to "#\/components\/schemas\/A", which does not exist/,
    ],
  ])("a reference %s is named", async (_, schemas, words) => {
    expect((await refusal(openApi(reference("A"), { components: { schemas } }))).message).toMatch(words);
  });

  it.each([
    ["#/components/schemas/a~1b", "a/b"],
    ["#/components/schemas/a~0b", "a~b"],
    ["#/components/schemas/a%20b", "a b"],
    ["#/components/schemas/100%", "100%"],
  ])("a reference is a JSON pointer: %s", async ($ref, name) => {
    const { report } = await importRoutes(
      openApi({ $ref }, { components: { schemas: { [name]: { properties: { title: {} } } } } }),
    );
    expect(report.routesRead).toBe(1);
  });
});

describe("documents that are nested too deeply", () => {
  it.each([
    ["JSON", nested('{"a":', "}", 100_000, "1"), /not one that describes an API/],
    ["a list in JSON", nested("[", "]", 100_000), /is a list/],
    ["YAML in brackets", `openapi: 3.0.0\npaths: ${nested("[", "]", 20_000)}`, /nested too deeply/],
    [
      "YAML in lines",
      Array.from({ length: 3000 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
      /nested too deeply/,
    ],
    ["HTML", "<div>".repeat(100_000), /more than 1000 nested elements/],
    [
      "HTML that is closed otherwise",
      `${"<div>".repeat(60_000)}${"</span>".repeat(60_000)}`,
      /more than 1000/,
    ],
    ["a list in HTML", "<ul><li>".repeat(60_000), /more than 1000/],
    ["a heading in HTML", `<h1>${"<b>".repeat(100_000)}`, /more than 1000/],
    [
      "Redoc's state",
      `<html><script>__redoc_state = ${nested('{"a":', "}", 100_000, "1")}</script>`,
      /HTML page/,
    ],
    ["a script", `<html><script>"Redoc"; ${nested("(", ")", 100_000, "1")}</script>`, /HTML page/],
  ])("are refused: %s", async (_, document, words) => {
    expect((await refusal(document)).message).toMatch(words);
  });

  it("may be so where no route is", async () => {
    const deep = nested('{"a":', "}", 100_000, "1");
    const document = JSON.stringify(openApi({ properties: { a: "@" } })).replace('"@"', deep);
    expect((await importRoutes(document)).report.routesRead).toBe(1);
  });

  it("may have nested forms and headings, on a Scribe page", async () => {
    const form = (name: string) =>
      `<form id="form-POSTapi-${name}" data-method="POST" data-path="api/${name}">`;
    const page = `${Array.from({ length: 300 }, (_, index) => `<h1>${form(`x${index}`)}<div>`).join("")}${'<input name="title" data-component="body">'.repeat(20_000)}`;
    expect((await importRoutes(page)).report.routesRead).toBeGreaterThan(0);
  });
});

describe("texts that are too long", () => {
  it.each([
    ["slashes in a path", `/api${"/".repeat(60_000)}course/create`],
    ["slashes before the end of a server's address", path, `https://portal.test${"/".repeat(60_000)}x`],
    ["slashes at the end of a server's address", path, `https://portal.test${"/".repeat(1900)}`],
    ["braces in a server's address", path, `https://portal.test/${"{".repeat(200_000)}`],
  ])("are read, or count for nothing: %s", async (_, at, server = "https://portal.test") => {
    const { report } = await importRoutes(openApi({}, { at, servers: [{ url: server }] }));
    expect(report.routesRead).toBe(1);
  });

  it.each([
    `/api/{a${" ".repeat(200_000)}`,
    `/api/${"{ ".repeat(100_000)}`,
    `/api/${"{a".repeat(100_000)}`,
    `/api/${"a/.".repeat(100_000)}`,
    `/api/${"a".repeat(200_000)}`,
  ])("in a path are skipped with a readable note: %.20s", async (at) => {
    const document = {
      openapi: "3.0.0",
      paths: { "/api/course/{id}": { get: { summary: "Get Course" } }, [at]: { get: { summary: "x" } } },
    };
    const { report } = await importRoutes(document);
    expect(report.routesRead).toBe(1);
    expect(report.notes.join("")).toMatch(
      /^GET \/api\/.{1,250} was skipped: its path has \d+ characters\.$/s,
    );
  });

  it.each([
    ["words", Array.from({ length: 50_000 }, (_, index) => `word${index}`).join(" ")],
    ["dots", ". ".repeat(100_000)],
    ["capitals", "A".repeat(200_000)],
    ["a path", "a-".repeat(100_000)],
  ])("in a title are cut: %s", async (_, summary) => {
    const { report } = await importRoutes(openApi({}, { summary }));
    expect(JSON.stringify(report).length).toBeLessThan(30_000);
  });

  it("count once for tags and parameters, however many there are", async () => {
    const many = Array.from({ length: 50_000 }, (_, index) => `n${index}`);
    const properties = Object.fromEntries(many.map((name) => [name, {}]));
    const allOf = many.map((name) => ({ properties: { [name]: {} } }));
    for (const schema of [{ properties }, { allOf }]) {
      const { report } = await importRoutes(openApi(schema, { tags: many }));
      expect(report.routesRead).toBe(1);
    }
  });

  it("are a refusal where they are routes", async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 5001 }, (_, index) => [`/api/x${index}`, { get: { summary: "Get Course" } }]),
    );
    const error = await refusal({ openapi: "3.0.0", paths });
    expect(error).toBeInstanceOf(RoutesDocumentError);
    expect(error.message).toMatch(/has 5001 routes, more than the 5000/);
  });
});
