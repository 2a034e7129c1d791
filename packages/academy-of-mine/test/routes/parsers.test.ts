import { afterEach, beforeEach, expect, it, vi } from "vitest";

/** What Node throws when a package is not installed. */
function missing(name: string): never {
  throw Object.assign(new Error(`Cannot find package '${name}' imported from document.js`), {
    code: "ERR_MODULE_NOT_FOUND",
  });
}

const document = {
  openapi: "3.0.3",
  paths: { "/api/course/create": { post: { summary: "Create Course" } } },
};

beforeEach(() => {
  vi.resetModules();
  for (const name of ["yaml", "acorn", "htmlparser2", "shlex"]) vi.doMock(name, () => missing(name));
});

afterEach(() => {
  for (const name of ["yaml", "acorn", "htmlparser2", "shlex"]) vi.doUnmock(name);
});

it("reads JSON where no parser is installed", async () => {
  const { importRoutes } = await import("../../src/routes/index.ts");
  expect((await importRoutes(JSON.stringify(document))).report.routesRead).toBe(1);
});

it.each([
  ["curl commands", ["shlex"], "Install the missing packages: npm install shlex."],
  ["YAML", ["yaml"], "Install the missing packages: npm install yaml."],
  ["an HTML page", ["htmlparser2", "acorn"], "Install the missing packages: npm install htmlparser2 acorn."],
])("says which parser is missing for %s", async (form, packages, advice) => {
  const { loadParser } = await import("../../src/routes/read/parsers.ts");
  const [name = ""] = packages;
  const loading = loadParser(form, packages, async () => missing(name));
  await expect(loading).rejects.toThrow(advice);
  await expect(loading).rejects.toHaveProperty("name", "ConfigurationError");
});

it("throws another error of a parser as it is", async () => {
  const { loadParser } = await import("../../src/routes/read/parsers.ts");
  const failure = new RangeError("broken");
  await expect(loadParser("YAML", ["yaml"], () => Promise.reject(failure))).rejects.toBe(failure);
});
