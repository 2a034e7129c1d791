import { serve } from "@kelaskit/core/testing/node";
import { createMockSkilvul, type MockSkilvul } from "@kelaskit/skilvul/mock";
import { expect, it } from "vitest";
import { type ExampleRun, runExample } from "./run-example.ts";

const product = "ckproduct0000000000000001";

const run = (programArguments: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExampleRun> =>
  runExample("skilvul-order.ts", programArguments, environment);

async function runAgainst(mock: MockSkilvul, ...programArguments: string[]): Promise<ExampleRun> {
  const served = await serve(mock);
  try {
    const { clientId, clientSecret } = mock.credentials;
    return await run(programArguments, {
      SKILVUL_BASE_URL: served.url,
      SKILVUL_CLIENT_ID: clientId,
      SKILVUL_CLIENT_SECRET: clientSecret,
    });
  } finally {
    await served.close();
  }
}

it("without credentials it runs against a mock of its own", async () => {
  const { exitCode, output, problems } = await run([], {});
  expect(problems).toBe("");
  expect(output).toContain("ckproduct0000000000000001: is already owned");
  expect(output).toContain("Ordered ckproduct0000000000000002 for owner@example.com: order ckorder");
  expect(exitCode).toBe(0);
});

it("with credentials it orders at the address of the environment", async () => {
  const mock = createMockSkilvul();
  const { exitCode } = await runAgainst(mock, "learner@example.com", product);
  expect(exitCode).toBe(0);
  expect(mock.store.orders.map(({ productIds }) => productIds)).toEqual([["ckproduct0000000000000001"]]);
  expect(mock.requests.map(({ operation }) => operation)).toEqual([
    "oauth.createToken",
    "products.canBuy",
    "orders.validate",
    "orders.create",
  ]);
});

it("orders nothing when it is run again", async () => {
  const mock = createMockSkilvul();
  await runAgainst(mock, "learner@example.com", product);
  const { exitCode, output } = await runAgainst(mock, "learner@example.com", product);
  expect(exitCode).toBe(0);
  expect(output).toContain("Nothing was ordered.");
  expect(mock.store.orders).toHaveLength(1);
});

it.for([
  [[], "Give the learner's e-mail address and the product"],
  [["learner@example.com"], "Give the learner's e-mail address and the product"],
  [["--help"], "Unknown option '--help'"],
  [["learner", product], 'expected an e-mail address, got "learner"'],
  [["learner@example.com", product, "more"], "not 3 arguments"],
] as const)("with credentials and the arguments %j it places no order", async ([words, problem]) => {
  const mock = createMockSkilvul();
  const { exitCode, problems } = await runAgainst(mock, ...words);
  expect(exitCode).toBe(1);
  expect(problems).toContain(problem);
  expect(mock.requests).toEqual([]);
});

it("advises to check first when the order's reply is lost", async () => {
  const mock = createMockSkilvul();
  mock.fail("orders.create", { lost: "reply" });
  const { exitCode, problems } = await runAgainst(mock, "learner@example.com", product);
  expect(exitCode).toBe(1);
  expect(problems).toContain("Check the learner's purchases first.");
  expect(mock.store.orders).toHaveLength(1);
});
