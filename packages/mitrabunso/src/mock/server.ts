import {
  checkMockOptions,
  createMockServer,
  type MockServer,
  type OperationName,
  type VendorRecording,
} from "@kelaskit/core/testing";
import type { Mitrabunso } from "../client.ts";
import { mockId } from "./fixtures.ts";
import { mockPrices } from "./prices.ts";
import type { MitrabunsoSeed } from "./records.ts";
import { errorReply } from "./reply.ts";
import { MitrabunsoStore } from "./store.ts";

/** Settings of a Mitrabunso mock. */
export interface MockMitrabunsoOptions {
  /** The base URL that the mock answers to. @default "http://apiv2.mitrabunso.com/public" */
  readonly baseUrl?: string;
  /** The initial data. @default 36 prices of a first product, one of a second, and 3 shops */
  readonly seed?: MitrabunsoSeed;
  /** The routes that your client uses instead of the declared ones. */
  readonly routes?: Readonly<Record<string, string>>;
  /** What the vendor really does: the content of a `verified.json` of `kelaskit verify`. Routes, missing fields, page sizes and refusals are then as recorded. */
  readonly like?: VendorRecording | undefined;
  /** How many requests are kept in `requests`; beyond that, the oldest are dropped. @default 10000 */
  readonly maxRequests?: number;
  /** The first token that the mock accepts; after `expireTokens()` it ends in `-2`, then `-3`. @default "demo-token" */
  readonly token?: string;
  /** The user of the token. @default "aaaaaaaa-0000-4000-8000-000000000001" */
  readonly userId?: string;
}

/** A Mitrabunso in memory. */
export interface MockMitrabunso extends MockServer<OperationName<Mitrabunso>> {
  /** The token and user id that the mock accepts now. Pass them to a client: `createMitrabunso({ ...mock.credentials })`. */
  readonly credentials: { readonly token: string; readonly userId: string };
  /** The mock's data, for assertions. */
  readonly store: MitrabunsoStore;
  /** Expires the token: it is answered with 401 from now on, and `credentials` contains the next one. */
  expireTokens(): void;
}

/** Every option, to refuse unknown ones. */
const optionNames: Readonly<Record<keyof MockMitrabunsoOptions, true>> = {
  baseUrl: true,
  seed: true,
  routes: true,
  like: true,
  maxRequests: true,
  token: true,
  userId: true,
};

/**
 * Creates a Mitrabunso in memory: prices can be listed, created, updated and deleted, tokens can expire. Pass its `fetch`
 * to a client or its `handlers(http)` to msw, or serve it over HTTP with `serve` from `@kelaskit/core/testing/node`.
 *
 * @example
 * ```ts
 * const mock = createMockMitrabunso();
 * const mitrabunso = createMitrabunso({ ...mock.credentials, fetch: mock.fetch, allowInsecureHttp: true });
 * const { total } = await mitrabunso.prices.list({ productId: "bbbbbbbb-0000-4000-8000-000000000001" });
 * expect(total).toBe(36);
 * ```
 */
export function createMockMitrabunso(options: MockMitrabunsoOptions = {}): MockMitrabunso {
  checkMockOptions("createMockMitrabunso", options, optionNames);
  const { token: firstToken = "demo-token", userId = mockId("user", 1) } = options;
  const store = new MitrabunsoStore(options.seed ?? {}, userId);
  let tokens = 1;
  const currentToken = (): string => (tokens === 1 ? firstToken : `${firstToken}-${tokens}`);
  const server = createMockServer<OperationName<Mitrabunso>>({
    baseUrl: options.baseUrl ?? "http://apiv2.mitrabunso.com/public",
    routes: options.routes ?? {},
    like: options.like,
    maxRequests: options.maxRequests,
    error: errorReply,
    guard: (_operation, request) =>
      request.headers.get("authorization") === `Bearer ${currentToken()}`
        ? undefined
        : errorReply(401, "The token is missing, wrong or has expired."),
    reset() {
      store.reset();
      tokens = 1;
    },
  });
  mockPrices(server, store);
  server.checkRoutes();
  return {
    ...server,
    get credentials() {
      return { token: currentToken(), userId };
    },
    store,
    expireTokens() {
      tokens += 1;
    },
  };
}
