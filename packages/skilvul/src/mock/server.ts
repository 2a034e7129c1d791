import {
  checkMockOptions,
  createMockServer,
  type MockServer,
  type OperationName,
  type VendorRecording,
} from "@kelaskit/core/testing";
import type { Skilvul } from "../client.ts";
import { mockCatalog } from "./catalog.ts";
import { mockOauth } from "./oauth.ts";
import { mockOrders } from "./orders.ts";
import type { SkilvulSeed } from "./records.ts";
import { mockReference } from "./reference.ts";
import { errorReply } from "./reply.ts";
import { SkilvulStore } from "./store.ts";
import { SkilvulTokens } from "./tokens.ts";
import { mockUsers } from "./users.ts";

/** Settings of a Skilvul mock. */
export interface MockSkilvulOptions {
  /** The base URL that the mock answers to. @default "https://public.api.skilvul.com" */
  readonly baseUrl?: string;
  /** The initial data. @default 35 products, 12 bundles, 3 add-ons, two learners, places and schools */
  readonly seed?: SkilvulSeed;
  /** The routes that your client uses instead of the declared ones. */
  readonly routes?: Readonly<Record<string, string>>;
  /** What the vendor really does: the content of a `verified.json` of `kelaskit verify`. Routes, missing fields, page sizes and refusals are then as recorded. */
  readonly like?: VendorRecording | undefined;
  /** How many requests are kept in `requests`; beyond that, the oldest are dropped. @default 10000 */
  readonly maxRequests?: number;
  /** The client id that it accepts. @default "demo" */
  readonly clientId?: string;
  /** The client secret that it accepts. @default "demo-secret" */
  readonly clientSecret?: string;
  /** The lifetime of an access token in milliseconds; the vendor's is not documented. @default 3600000 (an hour) */
  readonly tokenLifetime?: number;
  /** The lifetime of a refresh token in milliseconds. @default 518400000 (six days, as in the vendor's sample) */
  readonly refreshTokenLifetime?: number;
}

/** A Skilvul in memory. */
export interface MockSkilvul extends MockServer<OperationName<Skilvul>> {
  /** The client id and secret that the mock accepts. Pass them to a client: `createSkilvul({ ...mock.credentials })`. */
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
  /** The mock's data, for assertions. */
  readonly store: SkilvulStore;
  /** Expires every access token now: the next request with one is answered with 403. */
  expireTokens(options?: {
    /** Expires the refresh tokens too: a new token then requires the client id and secret. @default false */
    readonly refreshTokens?: boolean;
  }): void;
}

/** Every option, to refuse unknown ones. */
const optionNames: Readonly<Record<keyof MockSkilvulOptions, true>> = {
  baseUrl: true,
  seed: true,
  routes: true,
  like: true,
  maxRequests: true,
  clientId: true,
  clientSecret: true,
  tokenLifetime: true,
  refreshTokenLifetime: true,
};

/**
 * Creates a Skilvul in memory: learners own what they order, tokens expire, lists have pages. Pass its `fetch` to a client
 * or its `handlers(http)` to msw, or serve it over HTTP with `serve` from `@kelaskit/core/testing/node`.
 *
 * @example
 * ```ts
 * const mock = createMockSkilvul();
 * const skilvul = createSkilvul({ ...mock.credentials, fetch: mock.fetch });
 * await skilvul.orders.create({ user: { email: "learner@example.com" }, productIds: ["ckproduct0000000000000002"] });
 * expect(mock.store.orders).toHaveLength(1);
 * ```
 */
export function createMockSkilvul(options: MockSkilvulOptions = {}): MockSkilvul {
  checkMockOptions("createMockSkilvul", options, optionNames);
  const { clientId = "demo", clientSecret = "demo-secret" } = options;
  const store = new SkilvulStore(options.seed ?? {});
  const tokens = new SkilvulTokens({
    clientId,
    clientSecret,
    tokenLifetime: options.tokenLifetime ?? 60 * 60 * 1000,
    refreshTokenLifetime: options.refreshTokenLifetime ?? 6 * 24 * 60 * 60 * 1000,
  });
  const server = createMockServer<OperationName<Skilvul>>({
    baseUrl: options.baseUrl ?? "https://public.api.skilvul.com",
    routes: options.routes ?? {},
    like: options.like,
    maxRequests: options.maxRequests,
    error: errorReply,
    guard: (operation, request) => (operation.startsWith("oauth.") ? undefined : tokens.check(request)),
    reset() {
      store.reset();
      tokens.reset();
    },
  });
  mockOauth(server, tokens);
  mockCatalog(server, store);
  mockOrders(server, store);
  mockReference(server, store);
  mockUsers(server, store);
  server.checkRoutes();
  return {
    ...server,
    credentials: { clientId, clientSecret },
    store,
    expireTokens(which = {}) {
      checkMockOptions("expireTokens", which, { refreshTokens: true });
      tokens.expire({ refreshTokens: which.refreshTokens ?? false });
    },
  };
}
