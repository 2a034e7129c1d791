// The mocks are checked with DOM types only: msw's own declarations do not compile without them.
import { mock } from "@kelaskit/core/testing";
import { http } from "msw";
import { createSkilvul, products } from "@kelaskit/skilvul";
import { createMockSkilvul, type MockSkilvul } from "@kelaskit/skilvul/mock";

const skilvulMock: MockSkilvul = createMockSkilvul({ seed: { products: [{ id: "c1" }] } });
skilvulMock.fail("orders.create", { status: 429, retryAfter: 1 }, { times: 2 });

export const skilvul = createSkilvul({ ...skilvulMock.credentials, fetch: skilvulMock.fetch });
export const forMsw = [
  ...skilvulMock.handlers(http),
  mock(http, products.get, ({ params }) => ({ product: { id: params.productId } })),
  // @ts-expect-error: the reply lacks what the declaration requires
  mock(http, products.count, () => ({ error: null })),
];
