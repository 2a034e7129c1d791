import { type Client, type ClientOptions, memoryTokenStore, type MethodClient } from "@kelaskit/core";
import {
  bind,
  type Bound,
  clientOptions,
  createClient,
  optionOrEnvironment,
  type OwnOptionNames,
} from "@kelaskit/core/vendor";
import * as auth from "./auth.ts";
import * as businessOrders from "./business-orders.ts";
import * as businessProducts from "./business-products.ts";
import * as businessStores from "./business-stores.ts";
import * as businessVariants from "./business-variants.ts";
import * as catalog from "./catalog.ts";
import * as courses from "./courses.ts";
import {
  businessCredential,
  customerCredential,
  type SessionTokens,
  storefrontCredential,
  toTokenSet,
} from "./credentials.ts";
import { readError } from "./errors.ts";
import * as me from "./me.ts";
import { myCourses, type MyCourse, type MyCoursesOptions } from "./my-courses.ts";
import * as orders from "./orders.ts";

/** Settings of a Scalev client. */
export interface ScalevOptions extends ClientOptions {
  /** The store's unique id, `store_…`; a call can override it. @default the environment variable SCALEV_STORE_ID, read at the first request */
  readonly storeId?: string | undefined;
  /** The storefront key, `sfpk_…`, for the catalog and for logging in. @default the environment variable SCALEV_STOREFRONT_KEY, read at the first request */
  readonly storefrontKey?: string | undefined;
  /**
   * The key of the business, `sk_…` or `rk_…`, for the resources whose names begin with `business`. It is secret: set it on a
   * server only.
   *
   * @default the environment variable SCALEV_BUSINESS_KEY, read at the first request that requires it
   */
  readonly businessKey?: string | undefined;
  /** The initial tokens of a customer. Tokens in the `tokenStore` are newer and take precedence. */
  readonly tokens?: SessionTokens | undefined;
  /**
   * Identifies the customer in the `tokenStore`: any text that is unique to each customer, such as your own id.
   * Required with a `tokenStore`, because it may contain the tokens of several customers.
   *
   * @default the environment variable SCALEV_CUSTOMER, read at the first request
   */
  readonly customer?: string | undefined;
  /**
   * Sends the requests. The default transport sends no cookies, as the vendor requires of browsers, with your own `fetch` too.
   * Your own transport must omit them: `fetchTransport((url, init) => fetch(url, { ...init, credentials: "omit" }))`.
   *
   * @default `kyTransport()` without cookies
   */
  readonly transport?: ClientOptions["transport"];
}

/** A Scalev client with the login of one customer. */
export interface ScalevClient extends Client {
  /**
   * Saves the tokens of a login in the store, then uses them for all further calls. The client renews them by itself.
   *
   * @example
   * ```ts
   * await scalev.useTokens(await scalev.auth.verifyOtp({ email, otp }));
   * ```
   */
  readonly useTokens: (tokens: SessionTokens) => Promise<void>;
  /**
   * Deletes the customer's tokens from the client and the store, then revokes them.
   *
   * @throws CallError when the vendor could not revoke them. They are deleted all the same.
   */
  readonly logOut: () => Promise<void>;
}

/** A Scalev client with every operation as a method: `scalev.courses.getAccess(params)`. */
export interface Scalev extends ScalevClient, MethodClient {
  /** Login, with or without a code; passwords. */
  readonly auth: Bound<typeof auth>;
  /** The customer's profile. */
  readonly me: Bound<typeof me>;
  /** The customer's orders. */
  readonly orders: Bound<typeof orders>;
  /** The customer's courses and their progress. */
  readonly courses: Bound<typeof courses>;
  /** What the store sells. */
  readonly catalog: Bound<typeof catalog>;
  /** The stores of the business, with their numbers. */
  readonly businessStores: Bound<typeof businessStores>;
  /** The products of a store as its seller sees them, with the ids that webhooks use. */
  readonly businessProducts: Bound<typeof businessProducts>;
  /** The orders of all customers. */
  readonly businessOrders: Bound<typeof businessOrders>;
  /** Who has access to a variant, and its course. */
  readonly businessVariants: Bound<typeof businessVariants>;
  /** The courses that the customer has bought. How they are found is deduced; see the function `myCourses`. */
  myCourses(options?: MyCoursesOptions): AsyncIterable<MyCourse>;
}

const ownOptions = {
  storeId: true,
  storefrontKey: true,
  businessKey: true,
  tokens: true,
  customer: true,
} as const satisfies OwnOptionNames<ScalevOptions>;

/** A fetch without cookies, as the vendor requires of browsers: the headers alone authenticate the caller. */
function withoutCookies(fetch: typeof globalThis.fetch | undefined): typeof globalThis.fetch {
  return (input, init) => {
    // Some edge runtimes have no cookies and reject the option.
    const omit = "credentials" in Request.prototype ? ({ credentials: "omit" } as const) : {};
    return (fetch ?? globalThis.fetch)(input, { ...init, ...omit });
  };
}

/**
 * Creates a Scalev client without methods. Pass it to the operations as functions: only those you call are bundled.
 *
 * @throws ConfigurationError when an option is invalid. A missing store id or key is reported by the first request.
 * @example
 * ```ts
 * import { courses, createScalevClient } from "@kelaskit/scalev";
 * await courses.getAccess(createScalevClient({ storeId, tokens }), { variantUuid });
 * ```
 */
export function createScalevClient(given: ScalevOptions = {}): ScalevClient {
  const options = clientOptions("scalev", given, ownOptions);
  const storeId = (): string => optionOrEnvironment(options.storeId, "storeId", "SCALEV_STORE_ID");
  const customer = customerCredential({
    baseUrl: () => client.baseUrl,
    refresh: (refresh) => auth.refresh(client, { storeId: storeId(), refresh }),
    storeId,
    tokens: options.tokens,
    store: options.tokenStore ?? memoryTokenStore(),
    isShared: options.tokenStore !== undefined,
    customer: options.customer,
  });
  const client = createClient(
    {
      vendor: "scalev",
      options: ownOptions,
      baseUrl: "https://api.scalev.com",
      baseUrlVariable: "SCALEV_BASE_URL",
      credentials: {
        customer: () => customer,
        storefront: () =>
          storefrontCredential(() =>
            optionOrEnvironment(options.storefrontKey, "storefrontKey", "SCALEV_STOREFRONT_KEY"),
          ),
        business: () =>
          businessCredential(() =>
            optionOrEnvironment(options.businessKey, "businessKey", "SCALEV_BUSINESS_KEY"),
          ),
      },
      clientParams: { storeId },
      readError,
    },
    // Your own transport must omit the cookies itself.
    options.transport === undefined ? { ...options, fetch: withoutCookies(options.fetch) } : options,
  );
  return Object.assign(client, {
    async useTokens(tokens: SessionTokens): Promise<void> {
      await customer.replace(toTokenSet(tokens));
    },
    async logOut(): Promise<void> {
      const kept = await customer.replace(undefined);
      if (kept === undefined) return;
      const tokens = [kept.accessToken, kept.refreshToken].filter((token) => token !== undefined);
      await auth.revoke(client, { tokens });
    },
  });
}

/**
 * Creates a Scalev client with every operation as a method.
 *
 * @throws ConfigurationError when an option is invalid. A missing store id or key is reported by the first request.
 * @example
 * ```ts
 * const scalev = createScalev({ storeId, storefrontKey });
 * const reply = await scalev.auth.login({ email, password });
 * await scalev.useTokens(needsOtp(reply) ? await scalev.auth.verifyOtp({ email, otp }) : reply);
 * for await (const { course } of scalev.myCourses()) console.log(course.fullname);
 * ```
 */
export function createScalev(options: ScalevOptions = {}): Scalev {
  const client = createScalevClient(options);
  const { useTokens, logOut } = client;
  const resources = {
    auth,
    me,
    orders,
    courses,
    catalog,
    businessStores,
    businessProducts,
    businessOrders,
    businessVariants,
  };
  return bind(client, resources, (bound) => ({
    useTokens,
    logOut,
    myCourses: (settings?: MyCoursesOptions) => myCourses(bound, settings),
  }));
}
