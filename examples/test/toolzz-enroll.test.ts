import { serve } from "@kelaskit/core/testing/node";
import { createMockToolzz, type MockToolzz } from "@kelaskit/toolzz/mock";
import { expect, it } from "vitest";
import { type ExampleRun, runExample } from "./run-example.ts";

const firstPlan = "00000000-0000-4001-8000-000000000001";
const secondPlan = "00000000-0000-4001-8000-000000000002";

const run = (programArguments: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExampleRun> =>
  runExample("toolzz-enroll.ts", programArguments, environment);

async function runAgainst(mock: MockToolzz, ...programArguments: string[]): Promise<ExampleRun> {
  const served = await serve(mock);
  try {
    const { email, institutionCode, password } = mock.credentials;
    return await run(programArguments, {
      TOOLZZ_BASE_URL: served.url,
      TOOLZZ_EMAIL: email,
      TOOLZZ_INSTITUTION_CODE: institutionCode,
      TOOLZZ_PASSWORD: password,
    });
  } finally {
    await served.close();
  }
}

it("without credentials it runs against a mock of its own", async () => {
  const { exitCode, output, problems } = await run([], {});
  expect(problems).toBe("");
  expect(output).toContain("Enrolled learner@example.com in Excel: Essencial.");
  expect(output).toContain("- Aluno Exemplo <owner@example.com>: active");
  expect(output).toContain("- Aluna Exemplo <learner@example.com>: active");
  expect(exitCode).toBe(0);
});

it("with credentials it enrolls at the address of the environment, once", async () => {
  const mock = createMockToolzz();
  const { exitCode } = await runAgainst(mock, "learner@example.com", secondPlan, "2");
  expect(exitCode).toBe(0);
  expect(mock.store.learnersOf(secondPlan)).toMatchObject([{ userId: 2, schools: [2], times: 1 }]);
});

it("does not enroll a learner again who is already in the package", async () => {
  const mock = createMockToolzz();
  const { exitCode, output } = await runAgainst(mock, "Owner@example.com", firstPlan, "1");
  expect(exitCode).toBe(0);
  expect(output).toContain("is already in Excel: Essencial.");
  expect(mock.requests.map(({ operation }) => operation)).not.toContain("plans.enroll");
});

it("enrolls no one with credentials but without a package", async () => {
  const mock = createMockToolzz();
  const { exitCode, problems } = await runAgainst(mock, "learner@example.com");
  expect(exitCode).toBe(1);
  expect(problems).toContain("Give the e-mail address, the package and the school");
  expect(mock.requests).toEqual([]);
});

it.for([
  [["--help"], "Unknown option '--help'"],
  [["learner", secondPlan, "1"], 'expected an e-mail address, got "learner"'],
  [["learner@example.com", secondPlan, ""], 'expected its id in digits, such as 1, got ""'],
  [["learner@example.com", secondPlan, "1", "2"], "not 4 arguments"],
] as const)("enrolls no one with the arguments %j", async ([words, problem]) => {
  const mock = createMockToolzz();
  const { exitCode, problems } = await runAgainst(mock, ...words);
  expect(exitCode).toBe(1);
  expect(problems).toContain(problem);
  expect(mock.requests).toEqual([]);
});

it("says that it is not known, although the list does not answer either", async () => {
  const mock = createMockToolzz();
  mock.fail("plans.enroll", { lost: "reply" });
  const answer: typeof mock.answer = (request) => {
    if (mock.requests.some(({ operation }) => operation === "plans.enroll"))
      mock.fail("plans.listUsers", { status: 403 });
    return mock.answer(request);
  };
  const { exitCode, problems } = await runAgainst(
    { ...mock, answer },
    "learner@example.com",
    secondPlan,
    "1",
  );
  expect(exitCode).toBe(1);
  expect(problems).toContain("It is not known whether learner@example.com was enrolled");
  expect(problems).toContain("403");
});

it("when the enrollment's reply is lost it looks instead of sending it again", async () => {
  const mock = createMockToolzz();
  mock.fail("plans.enroll", { lost: "reply" });
  const { exitCode, output } = await runAgainst(mock, "learner@example.com", secondPlan, "1");
  expect(output).toContain("the list of learners shows the enrollment");
  expect(mock.store.learnersOf(secondPlan)).toMatchObject([{ times: 1 }]);
  expect(exitCode).toBe(0);
});

it("reports an enrollment that never arrived as an error", async () => {
  const mock = createMockToolzz();
  mock.fail("plans.enroll", { lost: "request" });
  const { exitCode, problems } = await runAgainst(mock, "learner@example.com", secondPlan, "1");
  expect(problems).toContain("It may or may not have been carried out");
  expect(mock.store.learnersOf(secondPlan)).toEqual([]);
  expect(exitCode).toBe(1);
});
