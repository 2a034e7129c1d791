import { checkOptions, type OptionNames } from "./check-options.ts";
import type { DriftReport } from "./drift.ts";
import type { Limiter, LimiterOptions } from "./limiter.ts";
import type { Logger } from "./logging.ts";
import type { Middleware } from "./middleware.ts";
import type { Telemetry } from "./telemetry.ts";
import type { TokenStore } from "./token-store.ts";
import type { AppInfo } from "./user-agent.ts";
import type { Transport } from "./transport/transport.ts";

/**
 * What happens when a reply differs from its declaration: `warn` returns the data and reports the difference, `strict`
 * throws `ResponseMismatchError`, `off` skips the check.
 */
export type ValidationMode = "warn" | "strict" | "off";

/**
 * What happens to operations whose route is only proposed: `reads` allows GETs that only read and refuses the rest, `allow`
 * allows all, `refuse` none.
 */
export type UnverifiedRoutePolicy = "reads" | "allow" | "refuse";

/** How much of a request's body has been handed to what sends it. The platform may still hold a part of it. */
export interface UploadProgress {
  /** How many bytes. */
  readonly sent: number;
  /** How many there are. */
  readonly total: number;
  /** The number of the attempt, from 1: a repeated one begins at 0 again. */
  readonly attempt: number;
}

/** Settings of one call; each overrides the client's. */
export interface CallOptions {
  /** Aborts the request, and any wait before or between attempts. */
  readonly signal?: AbortSignal | undefined;
  /** The limit for one attempt including its body, in milliseconds. `Infinity` for no limit. @default 30000 */
  readonly timeout?: number | undefined;
  /** The limit for the whole call with all attempts and waits, in milliseconds. `Infinity` for no limit. @default 120000 */
  readonly totalTimeout?: number | undefined;
  /**
   * Whether `totalTimeout` counts waits for the limiter. With `false`, a call can wait in the limiter's queue for as long as it takes,
   * and has its whole `totalTimeout` for the rest: requests, delays before retries, waits for tokens. `signal` still ends the wait.
   * @default true
   */
  readonly limiterWaitCounts?: boolean | undefined;
  /** How often a failed attempt is retried if that is safe. @default 2 */
  readonly retries?: number | undefined;
  /** Headers added to the request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What happens when the reply differs from its declaration. @default "warn" */
  readonly validation?: ValidationMode | undefined;
  /** Parameters that are not declared; sent unchecked, in the query of a GET and in the body otherwise. */
  readonly extraParams?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Called as the body of the request is sent, such as a form with a file; also for JSON, which usually leaves at once. Browsers cannot
   * tell: there, it is called at the beginning and when the answer is there. A middleware sees the body as a stream. May be
   * asynchronous; an error is logged and does not fail the call.
   */
  readonly onUploadProgress?: ((progress: UploadProgress) => void | Promise<void>) | undefined;
}

/** Settings that every vendor's client accepts. */
export interface ClientOptions {
  /** The base URL of the API; set it for a proxy, a test server or a mock. @default the vendor's documented address */
  readonly baseUrl?: string | undefined;
  /** The base URLs of the vendor's further servers, by name. @default `baseUrl` if that is set, so that nothing leaves a proxy or mock; else the documented addresses */
  readonly servers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Allows a plain-http base URL, although others on the network can then read credentials. Loopback addresses are always allowed. @default false */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Where tokens are stored between calls, and shared between processes if the store supports it. @default in memory */
  readonly tokenStore?: TokenStore | undefined;
  /** What happens when a reply differs from its declaration. @default "warn" */
  readonly validation?: ValidationMode | undefined;
  /**
   * Called once for each difference between a reply and its declaration. May be asynchronous; it is not awaited, and the call
   * does not fail if it does. @default a warning to the logger
   */
  readonly onDrift?: ((report: DriftReport) => void | Promise<void>) | undefined;
  /** What happens to operations whose route is only proposed. @default "reads" */
  readonly unverifiedRoutes?: UnverifiedRoutePolicy | undefined;
  /** Routes that replace the declared ones, by operation: `{ "orders.validate": "POST /v1/orders/check" }`. They count as documented. */
  readonly routes?: Readonly<Record<string, string>> | undefined;
  /** Limits how many requests run at once and how many start in an interval. @default no limit */
  readonly limiter?: LimiterOptions | Limiter | undefined;
  /** How often a failed attempt is retried if that is safe. @default 2 */
  readonly retries?: number | undefined;
  /** The limit for one attempt including its body, in milliseconds. `Infinity` for no limit. @default 30000 */
  readonly timeout?: number | undefined;
  /** The limit for a whole call with all attempts and waits, in milliseconds. `Infinity` for no limit. @default 120000 */
  readonly totalTimeout?: number | undefined;
  /**
   * Whether `totalTimeout` counts waits for the limiter. With `false`, a call can wait in the limiter's queue for as long as it takes,
   * and has its whole `totalTimeout` for the rest: requests, delays before retries, waits for tokens. Set it for bulk runs under a slow limit.
   * @default true
   */
  readonly limiterWaitCounts?: boolean | undefined;
  /** Functions that wrap every attempt, the first outermost. They see requests before the credential is added. */
  readonly middleware?: readonly Middleware[] | undefined;
  /**
   * What sends the requests: `kyTransport()`, `fetchTransport()`, `undiciTransport()` from `@kelaskit/core/undici`, or your
   * own. @default `kyTransport()`
   */
  readonly transport?: Transport | undefined;
  /** Any WHATWG `fetch` for the default transport; cannot be combined with `transport`. @default the platform's */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Receives log messages and their fields; `false` disables logging. @default the console, at the level of KELASKIT_LOG (`debug`, `info`, `warn`, `error`, `off`), else `warn` */
  readonly logger?: Logger | false | undefined;
  /** Watches calls and their attempts: `openTelemetry()` from `@kelaskit/core/otel`, or your own. @default none */
  readonly telemetry?: Telemetry | undefined;
  /** Headers added to every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Your program's name, version and address, added to the header `user-agent`. Not in browsers, and not if `headers` contains one. @default none */
  readonly appInfo?: AppInfo | undefined;
  /** The largest reply body that is accepted, in bytes. @default 33554432 (32 MiB) */
  readonly maxResponseBytes?: number | undefined;
}

/** The names of a vendor's own options, without those of every client. */
export type OwnOptionNames<Options extends ClientOptions> = OptionNames<Omit<Options, keyof ClientOptions>>;

const shared = {
  timeout: true,
  totalTimeout: true,
  retries: true,
  headers: true,
  validation: true,
  limiterWaitCounts: true,
} as const;

/** The options of a call. */
export const callOptionNames = {
  ...shared,
  signal: true,
  extraParams: true,
  onUploadProgress: true,
} as const satisfies OptionNames<CallOptions>;

/** The options of every client. */
export const clientOptionNames = {
  ...shared,
  baseUrl: true,
  servers: true,
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
  telemetry: true,
  maxResponseBytes: true,
  appInfo: true,
} as const satisfies OptionNames<ClientOptions>;

/**
 * Checks the options of a vendor's client and copies them, so that what is read later is what was checked, even if options are
 * the getters of a class.
 *
 * @param own The names of the options that only this vendor has.
 * @throws ConfigurationError that names every unknown option, and the nearest known one.
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
