import assert from "node:assert/strict";
import { test } from "node:test";
import { KelasError, NotFoundError } from "@kelaskit/core";
import { createSkilvul } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { http } from "msw-2";
import { setupServer } from "msw-2/node";
import { resultLine, runScenario } from "../scenario.mjs";

void test("a client against a server", async () => {
  const baseUrl = process.env.KELASKIT_MOCK_URL;
  const result = await runScenario({ createSkilvul, KelasError, NotFoundError, baseUrl });
  console.log(resultLine(result));
  assert.equal(result.call, "ckproduct0000000000000001");
});

void test("a mock in memory, over HTTP and by interception", async () => {
  await import("../mocks.mjs");
});

void test("a mock that intercepts by msw 2", async () => {
  const mock = createMockSkilvul();
  const server = setupServer(...mock.handlers(http));
  server.listen({ onUnhandledRequest: "error" });
  const skilvul = createSkilvul(mock.credentials);
  assert.equal((await skilvul.products.count()).count, 35);
  server.close();
});

void test("a call that fails is a rejected promise", async () => {
  const mock = createMockSkilvul();
  const skilvul = createSkilvul({ ...mock.credentials, fetch: mock.fetch });
  await assert.rejects(skilvul.products.get({ productId: "ckproduct0000000000009999" }), NotFoundError);
});
