import { describe, expect, it } from "vitest";
import { importRoutes, RoutesDocumentError } from "../../src/routes/index.ts";
import { refusal } from "./support.ts";

const postman = "https://schema.getpostman.com/json/collection";

describe("an unreadable document gives an error with what was found and what to do", () => {
  it.each<[string, string | object, RegExp]>([
    ["nothing", " \n", /is empty\. Expected an OpenAPI 3 document/],
    [
      "a login page",
      '<html><head><title>Sign in</title></head><body><form><input type="password"></form></body></html>',
      /"Sign in" requires a password: it is a login page.*save the page/,
    ],
    [
      "another page",
      "<!doctype html><title>Welcome</title><p>Hello",
      /"Welcome" contains no readable routes.*OpenAPI file or Postman/,
    ],
    ["OpenAPI 2", '{"swagger":"2.0","paths":{}}', /OpenAPI 2\.0 \(Swagger\), an older version\. Convert it/],
    ["OpenAPI 2 with a number", "swagger: 2.0\npaths: {}\n", /\(Swagger\)/],
    ["OpenAPI 4", '{"openapi":"4.0.0"}', /uses OpenAPI 4\.0\.0, which is not supported/],
    ["OpenAPI without paths", '{"openapi":"3.1.0","info":{}}', /has no "paths".*Import the whole document/],
    [
      "Postman 2.0",
      { info: { schema: `${postman}/v2.0.0/collection.json` }, item: [] },
      /of version 2\.0\. Export it again.*v2\.1/,
    ],
    ["Postman 1", '{"id":"1","order":[],"requests":[]}', /of version 1\. Export it again/],
    ["a collection without a version", { info: { name: "x" }, item: [] }, /collection without a version/],
    ["JSON of something else", '{"name":"left-pad","version":"1.3.0"}', /its fields: name, version\)/],
    ["a list", "[1, 2]", /is a list, not a description of an API/],
    ["plain text", "Hello", /is plain text/],
    ["truncated JSON", '{"openapi":"3.0.0","pa', /looks like JSON, but is invalid.*Download it again/],
    ["broken YAML", "openapi: 3.0.0\npaths:\n  /a: [1\n", /read as YAML, but is invalid in line \d+/],
    ["recursive YAML", yamlBomb(), /cannot be read: .*import the JSON file instead/],
    ["no routes", '{"openapi":"3.0.0","paths":{}}', /no route that the client can call/],
    [
      "a reference to another file",
      { openapi: "3.0.0", paths: { "/course": { $ref: "./course.yaml#/course" } } },
      /The path \/course .*"\.\/course\.yaml#\/course".*redocly bundle/,
    ],
    [
      "a reference to an address",
      {
        openapi: "3.0.0",
        paths: { "/course": { get: { parameters: [{ $ref: "https://attacker.invalid/p.json" }] } } },
      },
      /A parameter of GET \/course .*https:\/\/attacker\.invalid/,
    ],
    [
      "a reference to nowhere",
      { openapi: "3.0.0", paths: { "/course": { get: { parameters: [{ $ref: "#/components/x" }] } } } },
      /references \(\$ref\).*cannot be followed/,
    ],
    [
      "a broken state of Redoc",
      "<script>const __redoc_state = {spec: 1};</script>",
      /__redoc_state.*JSON.*Download OpenAPI/,
    ],
    [
      "a state of Redoc without a document",
      "<script>__redoc_state = {};</script>",
      /no document at spec\.data/,
    ],
  ])("%s", async (_, document, message) => {
    expect((await refusal(document)).message).toMatch(message);
  });

  it("a document that is too large", async () => {
    const call = importRoutes(JSON.stringify({ openapi: "3.0.0" }), { maxBytes: 10 });
    await expect(call).rejects.toThrow(/has 19 bytes, more than the limit of 10/);
  });
});

describe("a page that only points to the document gives its address", () => {
  it.each<[string, string, string]>([
    ["Redoc's element", '<redoc spec-url="/openapi.yaml"></redoc>', "/openapi.yaml"],
    [
      "Redoc's script",
      '<script>Redoc.init("https://docs.example/openapi.json", {}, x)</script>',
      "https://docs.example/openapi.json",
    ],
    [
      "Swagger UI",
      '<script>window.onload = () => { SwaggerUIBundle({ dom_id: "#a", url: "api.json" }) }</script>',
      "api.json",
    ],
    [
      "Docusaurus",
      '<html><body><a download="openapi.yaml" href="/redocusaurus/plugin-redoc-0.yaml">Download</a>',
      "/redocusaurus/plugin-redoc-0.yaml",
    ],
    [
      "another theme of Scribe",
      '<html><body><a href="./docs.openapi">View OpenAPI spec</a>',
      "./docs.openapi",
    ],
  ])("%s", async (_, page, address) => {
    const error = await refusal(page);
    expect(error.pointsTo).toBe(address);
    expect(error.message).toContain(`loads them from ${JSON.stringify(address)}`);
  });
});

it("nothing of a page is run", async () => {
  const page = "<script>globalThis.wasRun = true; const __redoc_state = (() => { throw 1 })();</script>";
  await expect(importRoutes(page)).rejects.toBeInstanceOf(RoutesDocumentError);
  expect(globalThis).not.toHaveProperty("wasRun");
});

function yamlBomb(): string {
  const levels = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (const [index, name] of "bcdefgh".split("").entries()) {
    const before = "abcdefgh"[index];
    levels.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`);
  }
  return levels.join("\n");
}
