import {
  bearerTokenOf,
  checkMockOptions,
  createMockServer,
  type MockServer,
  type OperationName,
  type VendorRecording,
} from "@kelaskit/core/testing";
import type { Scalev } from "../client.ts";
import type { CustomerTokens } from "../auth.ts";
import { mockAuth } from "./auth.ts";
import { mockBusiness } from "./business.ts";
import { mockCatalog } from "./catalog.ts";
import { mockCustomers } from "./customers.ts";
import type { ScalevSeed } from "./records.ts";
import { errorReply, storeNotFound } from "./reply.ts";
import { ScalevStore } from "./store.ts";
import { ScalevTokens } from "./tokens.ts";

/** Settings of a Scalev mock. */
export interface MockScalevOptions {
  /** The base URL that the mock answers to. @default "https://api.scalev.com" */
  readonly baseUrl?: string;
  /** The initial data. @default two customers, 30 products, a bundle, three orders, two courses */
  readonly seed?: ScalevSeed;
  /** The routes that your client uses instead of the declared ones. */
  readonly routes?: Readonly<Record<string, string>>;
  /** What the vendor really does: the content of a `verified.json` of `kelaskit verify`. Routes, missing fields, page sizes and refusals are then as recorded. */
  readonly like?: VendorRecording | undefined;
  /** How many requests are kept in `requests`; beyond that, the oldest are dropped. @default 10000 */
  readonly maxRequests?: number;
  /** The mock's only store. @default "store_demo" */
  readonly storeId?: string;
  /** The storefront key that the mock accepts. @default "sfpk_demo" */
  readonly storefrontKey?: string;
  /** The key of the business that the mock accepts. @default "sk_demo" */
  readonly businessKey?: string;
  /** The lifetime of an access token in seconds. @default 900, as in the vendor's sample */
  readonly tokenLifetime?: number;
  /** The lifetime of a refresh token in seconds. @default 2592000 (thirty days, as in the vendor's sample) */
  readonly refreshTokenLifetime?: number;
}

/** A Scalev in memory. */
export interface MockScalev extends MockServer<OperationName<Scalev>> {
  /** The store and the keys that the mock accepts. Pass them to a client: `createScalev({ ...mock.credentials })`. */
  readonly credentials: {
    readonly storeId: string;
    readonly storefrontKey: string;
    readonly businessKey: string;
  };
  /** The mock's data, for assertions. */
  readonly store: ScalevStore;
  /** How often tokens were renewed. */
  readonly refreshes: number;
  /** How often a refresh token was used again. The mock then ends the whole login, as the vendor does. */
  readonly doubleSpends: number;
  /**
   * Logs a customer in without a request, for a client's option `tokens`.
   *
   * @throws TypeError when there is no such customer.
   */
  logIn(email?: string): CustomerTokens;
  /** Expires every access token now: the next request with one is answered with 401. */
  expireTokens(options?: {
    /** Expires the refresh tokens too: customers must log in again. @default false */
    readonly refreshTokens?: boolean;
  }): void;
}

/** Every option, to refuse unknown ones. */
const optionNames: Readonly<Record<keyof MockScalevOptions, true>> = {
  baseUrl: true,
  seed: true,
  routes: true,
  like: true,
  maxRequests: true,
  storeId: true,
  storefrontKey: true,
  businessKey: true,
  tokenLifetime: true,
  refreshTokenLifetime: true,
};

/**
 * Creates a Scalev in memory: tokens rotate and expire, lists have pages, progress is stored. Pass its `fetch` to a client
 * or its `handlers(http)` to msw, or serve it over HTTP with `serve` from `@kelaskit/core/testing/node`.
 *
 * @example
 * ```ts
 * const mock = createMockScalev();
 * const scalev = createScalev({ ...mock.credentials, tokens: mock.logIn(), fetch: mock.fetch });
 * for await (const { course } of scalev.myCourses()) console.log(course.fullname);
 * ```
 */
export function createMockScalev(options: MockScalevOptions = {}): MockScalev {
  checkMockOptions("createMockScalev", options, optionNames);
  const { storeId = "store_demo", storefrontKey = "sfpk_demo", businessKey = "sk_demo" } = options;
  const store = new ScalevStore(options.seed ?? {});
  const tokens = new ScalevTokens({
    tokenLifetime: options.tokenLifetime ?? 900,
    refreshTokenLifetime: options.refreshTokenLifetime ?? 30 * 24 * 60 * 60,
  });
  const guard = (operation: string, request: Request): Response | undefined => {
    if (operation.startsWith("business")) {
      return bearerTokenOf(request) === businessKey ? undefined : errorReply(401, "Invalid API key");
    }
    const [, asked = storeId] = /\/stores\/([^/]+)\//.exec(new URL(request.url).pathname) ?? [];
    if (decodeURIComponent(asked) !== storeId) return storeNotFound();
    if (/^(auth|catalog)\./.test(operation)) {
      return request.headers.get("x-scalev-storefront-api-key") === storefrontKey
        ? undefined
        : storeNotFound();
    }
    return tokens.emailOf(request) === undefined ? errorReply(401, "Unauthorized") : undefined;
  };
  const server = createMockServer<OperationName<Scalev>>({
    baseUrl: options.baseUrl ?? "https://api.scalev.com",
    routes: options.routes ?? {},
    like: options.like,
    maxRequests: options.maxRequests,
    error: errorReply,
    guard,
    reset() {
      store.reset();
      tokens.reset();
    },
  });
  mockAuth(server, store, tokens);
  mockCatalog(server, store);
  mockCustomers(server, store, tokens);
  mockBusiness(server, store, storeId);
  server.checkRoutes();
  return {
    ...server,
    credentials: { storeId, storefrontKey, businessKey },
    store,
    get refreshes() {
      return tokens.refreshes;
    },
    get doubleSpends() {
      return tokens.doubleSpends;
    },
    logIn(email = "learner@example.com") {
      if (!store.customers.has(email)) throw new TypeError(`The mock has no customer ${email}.`);
      return tokens.logIn(email);
    },
    expireTokens(which = {}) {
      checkMockOptions("expireTokens", which, { refreshTokens: true });
      tokens.expire({ refreshTokens: which.refreshTokens ?? false });
    },
  };
}
