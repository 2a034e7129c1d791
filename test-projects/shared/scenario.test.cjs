// For test runners whose tests are CommonJS.
const { KelasError, NotFoundError } = require("@kelaskit/core");
const { serve } = require("@kelaskit/core/testing/node");
const { createSkilvul } = require("@kelaskit/skilvul");
const { createMockSkilvul } = require("@kelaskit/skilvul/mock");
const { resultLine, runScenario } = require("./scenario.cjs");

test("a client against a server", async () => {
  const baseUrl = process.env.KELASKIT_MOCK_URL;
  const result = await runScenario({ createSkilvul, KelasError, NotFoundError, baseUrl });
  console.log(resultLine(result));
  expect(result.call).toBe("ckproduct0000000000000001");
});

test("a mock in memory", async () => {
  const mock = createMockSkilvul();
  const skilvul = createSkilvul({ ...mock.credentials, fetch: mock.fetch });
  await expect(skilvul.products.count()).resolves.toMatchObject({ count: 35 });
});

test("a mock over HTTP", async () => {
  const mock = createMockSkilvul();
  const served = await serve(mock);
  const skilvul = createSkilvul({ ...mock.credentials, baseUrl: served.url });
  await expect(skilvul.products.count()).resolves.toMatchObject({ count: 35 });
  await served.close();
});

test("a call that fails is a rejected promise", async () => {
  const mock = createMockSkilvul();
  const skilvul = createSkilvul({ ...mock.credentials, fetch: mock.fetch });
  await expect(skilvul.products.get({ productId: "ckproduct0000000000009999" })).rejects.toThrow(
    NotFoundError,
  );
});
