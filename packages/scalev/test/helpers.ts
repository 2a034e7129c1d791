import { createScalev, type Scalev, type ScalevOptions } from "../src/index.ts";
import { createMockScalev, type MockScalev, type MockScalevOptions, mockUuid } from "../src/mock/index.ts";

export const learner = { email: "learner@example.com", password: "demo-password" };
export const withCode = { email: "otp@example.com", password: "demo-password" };

/** Ids of the mock's own data. */
export const ids = {
  writing: mockUuid("variant", 1),
  photography: mockUuid("variant", 2),
  unpaid: mockUuid("variant", 3),
  section: mockUuid("section", 101),
  content: mockUuid("content", 101),
  untouched: mockUuid("content", 103),
  order: mockUuid("order", 1),
  unknown: "00000000-0000-4000-8000-000000000000",
};

/** A mock and a client of it that throws where a reply differs from its declaration. */
export function setUp(
  options: ScalevOptions = {},
  mockOptions: MockScalevOptions = {},
): { readonly mock: MockScalev; readonly scalev: Scalev } {
  const mock = createMockScalev(mockOptions);
  const scalev = createScalev({
    ...mock.credentials,
    fetch: mock.fetch,
    validation: "strict",
    logger: false,
    ...options,
  });
  return { mock, scalev };
}

/** The same with a customer who is logged in. */
export async function setUpLoggedIn(options: ScalevOptions = {}, mockOptions: MockScalevOptions = {}) {
  const made = setUp(options, mockOptions);
  const tokens = made.mock.logIn();
  await made.scalev.useTokens(tokens);
  return { ...made, tokens };
}

/** The operations that were called, in order. */
export function operationsOf(mock: MockScalev): readonly string[] {
  return mock.requests.map(({ operation }) => operation);
}

/** Everything that an iterable yields. */
export async function collect<Item>(iterable: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** A stream of chunks, such as the body of a request. */
export function streamOf(chunks: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}
