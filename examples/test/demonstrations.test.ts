// The examples whose demonstration is a program of its own, which no other test runs.
import { expect, it } from "vitest";
import { runExample } from "./run-example.ts";

it("enroll-learners enrolls each learner of the file once", async () => {
  const { exitCode, output } = await runExample("enroll-learners/demo.ts", [], {});
  expect(output).toContain("learners.csv is valid: 200 rows for skilvul-orders. Nothing was sent.");
  expect(output).toContain("The mock received 200 orders.");
  expect(exitCode).toBe(0);
});

it("roster-sync plans, and applies what was planned", async () => {
  const { exitCode, output, problems } = await runExample("roster-sync/demo.ts", [], {});
  expect(problems).toBe("");
  expect(output).toContain("2 to add, 3 to remove, 3 unchanged, 0 unknown.");
  expect(output).toContain("2 added, 3 removed.");
  expect(exitCode).toBe(0);
});

it("scalev-webhook stores an event once, and refuses a forged one", async () => {
  const { exitCode, output } = await runExample("scalev-webhook/demo.ts", [], {});
  expect(output).toContain("the same once more: answered with 204, 1 stored");
  expect(output).toContain("somebody else has signed: answered with 401, 1 stored");
  expect(exitCode).toBe(0);
});
