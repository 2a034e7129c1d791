const { createSkilvul } = require("@kelaskit/skilvul");
const { createMockSkilvul } = require("@kelaskit/skilvul/mock");
const { http } = require("msw");
const { setupServer } = require("msw/node");

test("a mock that intercepts", async () => {
  const mock = createMockSkilvul();
  const server = setupServer(...mock.handlers(http));
  server.listen({ onUnhandledFrame: "error" });
  const skilvul = createSkilvul(mock.credentials);
  await expect(skilvul.products.count()).resolves.toMatchObject({ count: 35 });
  server.close();
});
