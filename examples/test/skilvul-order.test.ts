import { serve } from "@kelaskit/core/testing/node";
import { createMockSkilvul, type MockSkilvul } from "@kelaskit/skilvul/mock";
import { expect, it } from "vitest";
import { type ExampleRun, runExample } from "./run-example.ts";

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
  const { exitCode } = await runAgainst(mock, "learner@example.com");
  expect(exitCode).toBe(0);
  expect(mock.store.orders.map(({ productIds }) => productIds)).toEqual([["ckproduct0000000000000001"]]);
  expect(mock.requests.map(({ operation }) => operation)).toEqual([
    "oauth.createToken",
    "products.list",
    "products.canBuy",
    "orders.validate",
    "orders.create",
  ]);
});

it("with credentials and no learner it places no order", async () => {
  const mock = createMockSkilvul();
  const { exitCode, problems } = await runAgainst(mock);
  expect(exitCode).toBe(1);
  expect(problems).toContain("Give the learner's e-mail address");
  expect(mock.requests).toEqual([]);
});

it("advises to check first when the order's reply is lost", async () => {
  const mock = createMockSkilvul();
  mock.fail("orders.create", { lost: "reply" });
  const { exitCode, problems } = await runAgainst(mock, "learner@example.com");
  expect(exitCode).toBe(1);
  expect(problems).toContain("Check the learner's purchases first.");
  expect(mock.store.orders).toHaveLength(1);
});
