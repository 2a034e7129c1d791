import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createMockAcademyOfMine, type MockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { serve } from "@kelaskit/core/testing/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ExampleRun, runExample } from "./run-example.ts";

/** Routes of a portal that has other ones than we propose. */
const routes = {
  "users.create": "POST /users/new",
  "courses.enroll": "POST /courses/{id}/students",
  "courses.listEnrolledLearners": "GET /courses/students",
};

let folder = "";
let routesFile = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "academy-"));
  routesFile = path.join(folder, "routes.json");
  await writeFile(routesFile, JSON.stringify(routes));
});

afterAll(() => rm(folder, { recursive: true }));

const run = (programArguments: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExampleRun> =>
  runExample("academy-enroll.ts", programArguments, environment);

async function runAgainst(mock: MockAcademyOfMine, ...programArguments: string[]): Promise<ExampleRun> {
  const served = await serve(mock);
  try {
    return await run(programArguments, {
      ACADEMY_OF_MINE_BASE_URL: served.url,
      ACADEMY_OF_MINE_TOKEN: mock.credentials.token,
    });
  } finally {
    await served.close();
  }
}

it("without credentials it runs against a mock of its own", async () => {
  const { exitCode, output, problems } = await run([], {});
  expect(problems).toBe("");
  expect(output).toContain("with the address ada@example.com.");
  expect(output).toContain("Enrolled 1 learner in course 2.");
  expect(output).toContain("- Ada Learner: Not Started, 0 %");
  expect(exitCode).toBe(0);
});

it("with credentials it uses the portal's routes, and enrolls once", async () => {
  const mock = createMockAcademyOfMine({ routes });
  const { exitCode } = await runAgainst(mock, "3", "grace@example.com", routesFile);
  expect(exitCode).toBe(0);
  expect(mock.store.enrollmentsIn("course", 3)).toHaveLength(1);
  expect(mock.requests.map(({ path: sent }) => sent.split("?")[0])).toEqual([
    "/api/courses/students",
    "/api/users/new",
    "/api/courses/3/students",
    "/api/courses/students",
  ]);
});

it("creates no one with credentials but without routes", async () => {
  const mock = createMockAcademyOfMine();
  const { exitCode, problems } = await runAgainst(mock, "3", "grace@example.com");
  expect(exitCode).toBe(1);
  expect(problems).toContain("Give the course id, the e-mail address and the file of routes");
  expect(mock.requests).toEqual([]);
});

it("creates no one for a course that does not exist", async () => {
  const mock = createMockAcademyOfMine({ routes });
  const before = mock.store.users.size;
  const { exitCode, problems } = await runAgainst(mock, "9999", "grace@example.com", routesFile);
  expect(exitCode).toBe(1);
  expect(problems).toContain("404");
  expect(mock.store.users.size).toBe(before);
});

it.for([
  [["--help"], "Unknown option '--help'"],
  [["three", "grace@example.com"], 'expected its id in digits, such as 2, got "three"'],
  [["3", "grace"], 'expected an e-mail address, got "grace"'],
] as const)("creates no one with the arguments %j", async ([words, problem]) => {
  const mock = createMockAcademyOfMine({ routes });
  const { exitCode, problems } = await runAgainst(mock, ...words);
  expect(exitCode).toBe(1);
  expect(problems).toContain(problem);
  expect(mock.requests).toEqual([]);
});

it("when the enrollment's reply is lost it looks instead of sending it again", async () => {
  const mock = createMockAcademyOfMine({ routes });
  mock.fail("courses.enroll", { lost: "reply" });
  const { exitCode, output } = await runAgainst(mock, "3", "grace@example.com", routesFile);
  expect(output).toContain("the list of learners shows the enrollment");
  expect(mock.store.enrollmentsIn("course", 3)).toHaveLength(1);
  expect(exitCode).toBe(0);
});
