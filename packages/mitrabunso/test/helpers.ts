import { createMitrabunso, type Mitrabunso, type MitrabunsoOptions } from "../src/index.ts";
import { createMockMitrabunso, type MockMitrabunso, type MockMitrabunsoOptions } from "../src/mock/index.ts";

/** Ids of the mock's default data. */
export const ids = {
  user: "aaaaaaaa-0000-4000-8000-000000000001",
  otherUser: "aaaaaaaa-0000-4000-8000-000000000002",
  product: "bbbbbbbb-0000-4000-8000-000000000001",
  otherProduct: "bbbbbbbb-0000-4000-8000-000000000002",
  price: "cccccccc-0000-4000-8000-000000000001",
  shop: "dddddddd-0000-4000-8000-000000000001",
  otherShop: "dddddddd-0000-4000-8000-000000000002",
  unknown: "eeeeeeee-0000-4000-8000-000000000000",
};

/** What a new price takes. */
export const values = {
  price: 25_500,
  shop: ids.otherShop,
  startDate: "2031-10-08 00:00:00",
  endDate: "2031-10-08 23:59:00",
};

/** A mock and a client of it that throws where a reply differs from its declaration. */
export function setUp(
  options: MitrabunsoOptions = {},
  mockOptions: MockMitrabunsoOptions = {},
): { readonly mock: MockMitrabunso; readonly mitrabunso: Mitrabunso } {
  const mock = createMockMitrabunso({
    ...mockOptions,
    ...(options.routes === undefined ? {} : { routes: options.routes }),
  });
  const mitrabunso = createMitrabunso({
    ...mock.credentials,
    baseUrl: mock.baseUrl,
    allowInsecureHttp: true,
    fetch: mock.fetch,
    validation: "strict",
    logger: false,
    ...options,
  });
  return { mock, mitrabunso };
}

/** The bodies and media types that a client sends, and answers from a mock. */
export function recordBodies(mock: MockMitrabunso): {
  readonly fetch: typeof globalThis.fetch;
  readonly sent: { readonly type: string | null; readonly body: string }[];
} {
  const sent: { readonly type: string | null; readonly body: string }[] = [];
  return {
    sent,
    async fetch(input, init) {
      const request = new Request(input, init);
      sent.push({ type: request.headers.get("content-type"), body: await request.clone().text() });
      return mock.fetch(request);
    },
  };
}
