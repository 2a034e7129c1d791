import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runExample } from "./run-example.ts";

let folder = "";
let page = "";

/** The Redoc page of the fictional portal, written by Redocly's own command. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "academy-routes-"));
  page = path.join(folder, "page.html");
  const manifest = createRequire(import.meta.url).resolve("@redocly/cli/package.json");
  const document = path.join(import.meta.dirname, "../academy-routes/portal.openapi.yaml");
  execFileSync(
    process.execPath,
    [path.join(path.dirname(manifest), "bin/cli.js"), "build-docs", document, "--output", page],
    {
      cwd: folder,
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    },
  );
});

afterAll(() => rm(folder, { recursive: true }));

it("the routes of a Redoc page are written, and a client uses them", async () => {
  const output = path.join(folder, "routes.json");
  const example = await runExample("academy-routes.ts", [page, output], {});
  expect(example.problems).toBe("");
  expect(JSON.parse(await readFile(output, "utf8"))).toEqual({
    "users.create": "POST /users",
    "courses.enroll": "POST /courses/{id}/learners",
    "courses.listEnrolledLearners": "GET /courses/learners",
    "learningPaths.enroll": "POST /learning-paths/{id}/learners",
  });
  expect(example.output).toContain("GET /courses/{course}/forecast (Forecast of completions)");
  expect(example.output).toContain("Enrolled 2 learners by POST /api/courses/2/learners.");
  expect(example.exitCode).toBe(0);
});

it("keeps a file of routes that exists", async () => {
  const output = path.join(folder, "corrected.json");
  await writeFile(output, '{ "users.create": "POST /people" }');
  const example = await runExample("academy-routes.ts", [page, output], {});
  expect(example.exitCode).toBe(1);
  expect(example.problems).toContain("already exists and was not changed");
  expect(await readFile(output, "utf8")).toBe('{ "users.create": "POST /people" }');
});

it("writes the routes of a page without one that enrolls, and says so", async () => {
  const only = path.join(folder, "only-users.yaml");
  const document = await readFile(
    path.join(import.meta.dirname, "../academy-routes/portal.openapi.yaml"),
    "utf8",
  );
  await writeFile(
    only,
    document.replace(
      "/api/courses/{course}/learners:\n    post:\n      tags: [Courses]\n      summary: Enroll Learners",
      "/api/weather:\n    post:\n      tags: [Weather]\n      summary: Forecast",
    ),
  );
  const output = path.join(folder, "only-users.json");
  const example = await runExample("academy-routes.ts", [only, output], {});
  expect(example.problems).toBe("");
  expect(example.output).toContain("The page has no route that enrolls");
  expect(await readFile(output, "utf8")).toContain('"users.create"');
  expect(example.exitCode).toBe(0);
});

it("without a page it reads that of a fictional portal, and writes nothing", async () => {
  const example = await runExample("academy-routes.ts", [], {});
  expect(example.problems).toBe("");
  expect(example.output).toContain('"courses.enroll": "POST /courses/{id}/learners"');
  expect(example.output).toContain("4 routes are above;");
  expect(example.exitCode).toBe(0);
});

it("reports how to continue when a page contains no routes", async () => {
  const login = path.join(folder, "login.html");
  await writeFile(login, "<html><body><form><input type=password></form></body></html>");
  const example = await runExample("academy-routes.ts", [login], {});
  expect(example.exitCode).toBe(1);
  expect(example.output).toBe("");
  expect(example.problems).not.toBe("");
});
