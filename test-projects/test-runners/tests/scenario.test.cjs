const { KelasError, NotFoundError } = require("@kelaskit/core");
const { createSkilvul } = require("@kelaskit/skilvul");
const { createMockSkilvul } = require("@kelaskit/skilvul/mock");
const { resultLine, runScenario } = require("../scenario.cjs");

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
