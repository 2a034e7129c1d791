import { createSkilvul } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { http } from "msw-2";
import { setupServer } from "msw-2/node";

test("a mock that intercepts", async () => {
  const mock = createMockSkilvul();
  const server = setupServer(...mock.handlers(http));
  server.listen({ onUnhandledRequest: "error" });
  const skilvul = createSkilvul(mock.credentials);
  await expect(skilvul.products.count()).resolves.toMatchObject({ count: 35 });
  server.close();
});
