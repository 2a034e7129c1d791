import { type Client, type ClientOptions, memoryTokenStore } from "@kelaskit/core";
import {
  bind,
  type Bound,
  clientOptions,
  createClient,
  optionOrEnvironment,
  type OwnOptionNames,
} from "@kelaskit/core/vendor";
import * as auth from "./auth.ts";
import * as catalogue from "./catalogue.ts";
import * as courses from "./courses.ts";
import { customerCredential, type SessionTokens, storefrontCredential, toTokenSet } from "./credentials.ts";
import { readError } from "./errors.ts";
import * as me from "./me.ts";
import { myCourses, type MyCourse, type MyCoursesOptions } from "./my-courses.ts";
import * as orders from "./orders.ts";

/** Settings of a Scalev client. */
export interface ScalevOptions extends ClientOptions {
  /** The store's unique id, `store_…`; each call may name another. @default the environment variable SCALEV_STORE_ID, read at the first request */
  readonly storeId?: string | undefined;
  /** The storefront's key, `sfpk_…`, for the catalogue and for logging in. @default the environment variable SCALEV_STOREFRONT_KEY, read at the first request */
  readonly storefrontKey?: string | undefined;
  /** Tokens of a customer to begin with. Those in the `tokenStore`, if there are any, are newer and win. */
  readonly tokens?: SessionTokens | undefined;
  /**
   * Whose tokens these are in the `tokenStore`: any text that is another for each customer, such as your own id of them.
   * Required with a `tokenStore`, which may hold the tokens of many.
   *
   * @default the environment variable SCALEV_CUSTOMER, read at the first request
   */
  readonly customer?: string | undefined;
  /**
   * What sends the requests. The default one, with your `fetch` too, sends no cookies, as the vendor asks of browsers; leave
   * them out of yours: `fetchTransport((url, init) => fetch(url, { ...init, credentials: "omit" }))`.
   *
   * @default `kyTransport()` without cookies
   */
  readonly transport?: ClientOptions["transport"];
}

/** A Scalev client and the login of one customer. */
export interface ScalevClient extends Client {
  /**
   * Takes the tokens of a login, in the store first and then for all calls from now on. The client renews them by itself.
   *
   * @example
   * ```ts
   * await scalev.useTokens(await scalev.auth.verifyOtp({ email, otp }));
   * ```
   */
  readonly useTokens: (tokens: SessionTokens) => Promise<void>;
  /**
   * Forgets the customer's tokens, here and in the store, then has the vendor end them.
   *
   * @throws CallError when the vendor could not be asked to end them. They are forgotten all the same.
   */
  readonly logOut: () => Promise<void>;
}

/** A Scalev client with every operation as a method: `scalev.courses.getAccess(params)`. */
export interface Scalev extends ScalevClient {
  /** Logging in, with or without a code; passwords. */
  readonly auth: Bound<typeof auth>;
  /** The customer's profile. */
  readonly me: Bound<typeof me>;
  /** The customer's orders. */
  readonly orders: Bound<typeof orders>;
  /** The customer's courses and their progress. */
  readonly courses: Bound<typeof courses>;
  /** What the store sells. */
  readonly catalogue: Bound<typeof catalogue>;
  /** The courses that the customer has bought. The way to them is deduced: see the function `myCourses`. */
  myCourses(options?: MyCoursesOptions): AsyncIterable<MyCourse>;
}

const ownOptions = {
  storeId: true,
  storefrontKey: true,
  tokens: true,
  customer: true,
} as const satisfies OwnOptionNames<ScalevOptions>;

/** A fetch without cookies, as the vendor asks of browsers: the headers alone say who calls. */
function withoutCookies(fetch: typeof globalThis.fetch | undefined): typeof globalThis.fetch {
  return (input, init) => {
    // Some edge runtimes have no cookies, and refuse to be told so.
    const omit = "credentials" in Request.prototype ? ({ credentials: "omit" } as const) : {};
    return (fetch ?? globalThis.fetch)(input, { ...init, ...omit });
  };
}

/**
 * Makes a Scalev client without methods, for the operations as functions: only what you call is bundled.
 *
 * @throws ConfigurationError when an option cannot be right. A missing store id or storefront key shows at the first request.
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
      },
      clientParams: { storeId },
      readError,
    },
    // In a transport of the user's own, cookies are theirs to leave out.
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
 * Makes a Scalev client with every operation as a method.
 *
 * @throws ConfigurationError when an option cannot be right. A missing store id or storefront key shows at the first request.
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
  return Object.assign(bind(client, { auth, me, orders, courses, catalogue }), {
    useTokens,
    logOut,
    myCourses: (settings?: MyCoursesOptions) => myCourses(client, settings),
  });
}
