import { checkOptions, type OptionNames } from "./check-options.ts";
import type { Issue } from "./errors.ts";
import type { Limiter, LimiterOptions } from "./limiter.ts";
import type { Logger } from "./logging.ts";
import type { Middleware } from "./middleware.ts";
import type { TokenStore } from "./token-store.ts";
import type { Transport } from "./transport/transport.ts";

/**
 * What happens when a reply differs from its declaration: `warn` gives the data and reports the difference, `strict`
 * throws `ResponseMismatchError`, `off` does not look.
 */
export type ValidationMode = "warn" | "strict" | "off";

/**
 * What happens to operations whose route is only proposed: `reads` lets GETs through and refuses the rest, `allow`
 * and `refuse` do what they say.
 */
export type UnverifiedRoutePolicy = "reads" | "allow" | "refuse";

/** A reply that differs from its declaration: where, and which types. Never values. */
export interface DriftReport {
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /** The differences that have not been reported before. */
  readonly issues: readonly Issue[];
}

/** Settings of one call; each overrides the client's. */
export interface CallOptions {
  /** Ends the request, and any wait before or between tries. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for one try, its body included. `Infinity` for no limit. @default 30000 */
  readonly timeout?: number | undefined;
  /** Milliseconds for the whole call with all its tries and waits. `Infinity` for no limit. @default 120000 */
  readonly totalTimeout?: number | undefined;
  /** How often a failed try is repeated where that is safe. @default 2 */
  readonly retries?: number | undefined;
  /** Headers added to the request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What happens when the reply differs from its declaration. @default "warn" */
  readonly validation?: ValidationMode | undefined;
  /** Parameters that the declaration does not know; sent unchecked, to the query of a GET and to the body otherwise. */
  readonly extraParams?: Readonly<Record<string, unknown>> | undefined;
}

/** Settings of a client that every vendor's client takes. */
export interface ClientOptions {
  /** Where the API is; for a proxy, a test server or a mock. @default the vendor's documented address */
  readonly baseUrl?: string | undefined;
  /** Lets a plain-http base URL through although others on the way can then read credentials. Loopback needs no leave. @default false */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Where tokens are kept between calls, and between processes if the store can. @default in memory */
  readonly tokenStore?: TokenStore | undefined;
  /** What happens when a reply differs from its declaration. @default "warn" */
  readonly validation?: ValidationMode | undefined;
  /**
   * Gets each difference between a reply and its declaration once. May be asynchronous; it is not waited for, and where it
   * fails the call does not. @default a warning to the logger
   */
  readonly onDrift?: ((report: DriftReport) => void | Promise<void>) | undefined;
  /** What happens to operations whose route is only proposed. @default "reads" */
  readonly unverifiedRoutes?: UnverifiedRoutePolicy | undefined;
  /** Routes that replace the declared ones, by operation: `{ "orders.validate": "POST /v1/orders/check" }`. They count as documented. */
  readonly routes?: Readonly<Record<string, string>> | undefined;
  /** Limits how many requests run at once and how many start in an interval. @default no limit */
  readonly limiter?: LimiterOptions | Limiter | undefined;
  /** How often a failed try is repeated where that is safe. @default 2 */
  readonly retries?: number | undefined;
  /** Milliseconds for one try, its body included. `Infinity` for no limit. @default 30000 */
  readonly timeout?: number | undefined;
  /** Milliseconds for a whole call with all its tries and waits. `Infinity` for no limit. @default 120000 */
  readonly totalTimeout?: number | undefined;
  /** Functions around every try, the first outermost. They see requests before the credential is added. */
  readonly middleware?: readonly Middleware[] | undefined;
  /**
   * What sends the requests: `kyTransport()`, `fetchTransport()`, `undiciTransport()` from `@kelaskit/core/undici`, or your
   * own. @default `kyTransport()`
   */
  readonly transport?: Transport | undefined;
  /** Any WHATWG `fetch` for the default transport to use; not together with `transport`. @default the platform's */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Where log lines go; `false` for nowhere. @default the console, at the level of KELASKIT_LOG (`debug`, `info`, `warn`, `error`, `off`), else `warn` */
  readonly logger?: Logger | false | undefined;
  /** Headers added to every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The largest body that is read, in bytes. @default 33554432 (32 MiB) */
  readonly maxResponseBytes?: number | undefined;
}

/** The names of a vendor's own options, besides those that every client takes. */
export type OwnOptionNames<Options extends ClientOptions> = OptionNames<Omit<Options, keyof ClientOptions>>;

const shared = { timeout: true, totalTimeout: true, retries: true, headers: true, validation: true } as const;

/** The options of a call. */
export const callOptionNames = {
  ...shared,
  signal: true,
  extraParams: true,
} as const satisfies OptionNames<CallOptions>;

/** The options of every client. */
export const clientOptionNames = {
  ...shared,
  baseUrl: true,
  allowInsecureHttp: true,
  tokenStore: true,
  onDrift: true,
  unverifiedRoutes: true,
  routes: true,
  limiter: true,
  middleware: true,
  transport: true,
  fetch: true,
  logger: true,
  maxResponseBytes: true,
} as const satisfies OptionNames<ClientOptions>;

/**
 * Checks the options of a vendor's client, and copies them: what is read later is what was checked, also where they come from
 * the getters of a class.
 *
 * @param own The names of those that only this vendor has.
 * @throws ConfigurationError naming every unknown option, and the known one that is nearest.
 */
export function clientOptions<Options extends ClientOptions>(
  vendor: string,
  options: Options,
  own: Readonly<Record<string, true>> = {},
): Options {
  const names = { ...clientOptionNames, ...own };
  checkOptions(`The ${vendor} client`, options, names);
  const copy = { ...options };
  for (const name of Object.keys(names)) Reflect.set(copy, name, Reflect.get(options, name));
  return copy;
}
