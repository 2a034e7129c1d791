import { serve } from "@kelaskit/core/testing/node";
import { createMockSkilvul, type MockSkilvul } from "@kelaskit/skilvul/mock";
import { expect, it, onTestFinished } from "vitest";
import { startWorker } from "../worker/start.ts";
import { newFolder } from "./example-process.ts";
import { runExample } from "./run-example.ts";

async function start(mock: MockSkilvul, folder: string) {
  const served = await serve(mock);
  const worker = await startWorker(folder, {
    SKILVUL_BASE_URL: served.url,
    SKILVUL_CLIENT_ID: mock.credentials.clientId,
    SKILVUL_CLIENT_SECRET: mock.credentials.clientSecret,
  });
  onTestFinished(async () => {
    await worker.stop();
    await served.close();
  });
  return worker;
}

it("answers with the catalog, from many visitors with one token", async () => {
  const mock = createMockSkilvul();
  const { url } = await start(mock, newFolder());
  const responses = await Promise.all(Array.from({ length: 5 }, () => fetch(`${url}/products`)));
  expect(await responses[0]?.json()).toHaveLength(20);
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(mock.requests.filter(({ operation }) => operation === "oauth.createToken")).toHaveLength(1);
});

it("tells visitors that the vendor fails, and nothing else of it", async () => {
  const mock = createMockSkilvul();
  const { url } = await start(mock, newFolder());
  mock.fail("products.list", { status: 404, body: { message: "an internal matter" } });
  const response = await fetch(`${url}/products`);
  expect([response.status, await response.json()]).toEqual([502, { error: "The vendor cannot be reached." }]);
});

it("has no other address", async () => {
  const mock = createMockSkilvul();
  const { url } = await start(mock, newFolder());
  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(`${url}/products`, { method: "POST" })).status).toBe(404);
  expect(mock.requests).toEqual([]);
});

it("keeps its token when it is started again", async () => {
  const { exitCode, output } = await runExample("worker/demo.ts", [], {});
  expect(output.match(/GET \/products: 200, 20 products/g)).toHaveLength(4);
  expect(output.match(/1 token issued so far/g)).toHaveLength(4);
  expect(exitCode).toBe(0);
});
