import { userAgent } from "#user-agent";
import { checkedBaseUrl } from "./base-url.ts";
import { checkOptions } from "./check-options.ts";
import { checkValues } from "./check-values.ts";
import type { Credential, CredentialContext } from "./credentials.ts";
import { environment } from "./environment.ts";
import { ConfigurationError, type FieldProblem, type Outcome } from "./errors.ts";
import { createLimiter, isLimiter, type Limiter } from "./limiter.ts";
import { type Logger, loggerOf } from "./logging.ts";
import type { Middleware } from "./middleware.ts";
import type { CallOptions, ClientOptions, ValidationMode } from "./options.ts";
import { checkedHeaders } from "./request/headers.ts";
import { memoryTokenStore } from "./token-store.ts";
import { lazyKyTransport } from "./transport/lazy-ky.ts";
import type { Transport } from "./transport/transport.ts";

/** The classes of `ApiError`, for vendors whose status does not determine the class. */
export type ErrorCategory =
  | "bad-request"
  | "authentication"
  | "permission"
  | "not-found"
  | "conflict"
  | "validation"
  | "rate-limit"
  | "server";

/** A reply as a vendor's error reader sees it. */
export interface ErrorSource {
  /** The HTTP status; may be 2xx, because some vendors report errors in successful replies. */
  readonly status: number;
  /** The parsed JSON body, or the text of a body that is not JSON. */
  readonly body: unknown;
  /** The reply's headers. */
  readonly headers: Headers;
}

/** The result of a vendor's error reader. */
export interface VendorProblem {
  /** The vendor's message. @default the status text */
  readonly message?: string | undefined;
  /** The vendor's code. */
  readonly code?: string | undefined;
  /** The fields that the vendor found wrong. */
  readonly fields?: readonly FieldProblem[] | undefined;
  /** The class of the error, if the status does not determine it. */
  readonly category?: ErrorCategory | undefined;
  /** What is known about the effect, if the reply shows it. @default from the status: `refused` for 4xx, else `unknown` */
  readonly outcome?: Outcome | undefined;
}

/** Reads a vendor's error from a reply; returns `undefined` if the reply is not an error. */
export type ErrorReader = (source: ErrorSource) => VendorProblem | undefined;

/** How bodies are encoded. */
export type BodyType = "json" | "form" | "multipart";

/** A vendor, as its package defines it. */
export interface VendorDefinition {
  /** The vendor's short name, such as `skilvul`: for errors, logs and token keys. */
  readonly vendor: string;
  /** The documented address, or a function if it depends on an option, called at the first request. */
  readonly baseUrl: string | (() => string);
  /** The documented addresses of further servers, by the names that declarations use as `server`. */
  readonly servers?: Readonly<Record<string, string>>;
  /** The options that its clients accept besides those of every client; see `OwnOptionNames`. @default none */
  readonly options?: Readonly<Record<string, true>>;
  /** The environment variable that overrides the base URL. */
  readonly baseUrlVariable?: string;
  /** The ways to authorize requests, by name; the first is the default for operations. */
  readonly credentials?: Readonly<Record<string, (context: CredentialContext) => Credential>>;
  /**
   * Parameters that are the same in every call, by name, for operations that declare them as `clientParams`. Called if a
   * call omits a parameter that it needs; throws ConfigurationError if there is no value.
   */
  readonly clientParams?: Readonly<Record<string, () => string | number>>;
  /** How bodies are encoded if neither the declaration nor the request specifies it. @default "json" */
  readonly bodyType?: BodyType;
  /** Reads the vendor's error from a reply. @default only the status is used */
  readonly readError?: ErrorReader;
  /** Whether a reply means that the token is not accepted. @default status 401 */
  readonly isTokenRejected?: (source: ErrorSource) => boolean;
  /** The header with the request id for the vendor's support. @default "x-request-id" */
  readonly requestIdHeader?: string;
}

/** Everything about a client that its calls need, with all defaults applied. Contains no state of individual calls. */
export interface Engine {
  readonly vendor: string;
  /** The base URL of a server, without a trailing slash. Read at the first request, because it may come from the environment. */
  readonly baseUrl: (server?: string) => string;
  readonly credentials: Readonly<Record<string, Credential>>;
  readonly clientParams: Readonly<Record<string, () => string | number>>;
  readonly bodyType: BodyType;
  readonly readError: ErrorReader;
  readonly isTokenRejected: (source: ErrorSource) => boolean;
  readonly requestIdHeader: string;
  readonly transport: Transport;
  readonly limiter: Limiter | undefined;
  readonly middleware: readonly Middleware[];
  /** The headers from the client's options. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly limiterWaitCounts: boolean;
  readonly retries: number;
  readonly maxResponseBytes: number;
  readonly validation: ValidationMode;
  /** Receives differences between replies and their declarations. @default a warning to the logger */
  readonly onDrift: ClientOptions["onDrift"];
  /** The differences that were already reported. */
  readonly reportedDrift: Set<string>;
  readonly logger: () => Logger;
  readonly telemetry: ClientOptions["telemetry"];
}

/** The base URLs: checked immediately if they are options, at the first request if they may come from the environment. */
function baseUrlOf(definition: VendorDefinition, options: ClientOptions): Engine["baseUrl"] {
  const { vendor, baseUrl, baseUrlVariable, servers = {} } = definition;
  const given = { ...options.servers };
  checkOptions(`The servers of the ${vendor} client`, given, servers);
  const check = (url: string, name?: string): string =>
    checkedBaseUrl(vendor, url, options.allowInsecureHttp === true, name);
  for (const [name, url] of Object.entries(given))
    if (url !== undefined) given[name] = check(url, `servers.${name}`);
  if (options.baseUrl !== undefined) check(options.baseUrl);
  // Without an option or a variable, the documented address is used: check it immediately, too, as it may be plain http.
  else if (baseUrlVariable === undefined && typeof baseUrl === "string") check(baseUrl);
  return (server = "") =>
    (given[server] ??= check(
      options.baseUrl ??
        (baseUrlVariable === undefined ? undefined : environment(baseUrlVariable)) ??
        // Whoever replaces the base URL has a proxy, a mock or a test server: no request may leave it for the vendor.
        servers[server] ??
        (typeof baseUrl === "string" ? baseUrl : baseUrl()),
    ));
}

/**
 * Checks the options of one call.
 *
 * @param owner What the options are for, as the start of an error.
 * @throws ConfigurationError that names the unknown or invalid options.
 */
export function checkCallOptions(
  owner: string,
  options: CallOptions,
  names: Readonly<Record<string, true>>,
): void {
  checkOptions(owner, options, names);
  checkValues(owner, options);
}

function transportOf({ transport, fetch }: ClientOptions): Transport {
  if (transport === undefined) return lazyKyTransport(fetch);
  if (fetch === undefined) return transport;
  throw new ConfigurationError("transport and fetch are both set: set one.");
}

/**
 * Combines a vendor's definition, the user's options and all defaults.
 *
 * @param call Runs a declared operation with this client, without the named credential.
 */
export function createEngine(
  definition: VendorDefinition,
  options: ClientOptions,
  call: (credential: string) => CredentialContext["call"],
): Engine {
  const { vendor } = definition;
  checkValues(vendor, options);
  const baseUrl = baseUrlOf(definition, options);
  const logger = loggerOf(options.logger);
  const { limiter } = options;
  const tokenStore = options.tokenStore ?? memoryTokenStore();
  return {
    vendor,
    baseUrl,
    credentials: Object.fromEntries(
      Object.entries(definition.credentials ?? {}).map(([name, create]) => [
        name,
        create({ baseUrl, tokenStore, call: call(name) }),
      ]),
    ),
    clientParams: definition.clientParams ?? {},
    bodyType: definition.bodyType ?? "json",
    readError: definition.readError ?? (() => undefined),
    isTokenRejected: definition.isTokenRejected ?? (({ status }) => status === 401),
    requestIdHeader: definition.requestIdHeader ?? "x-request-id",
    transport: transportOf(options),
    limiter: limiter === undefined || isLimiter(limiter) ? limiter : createLimiter(limiter),
    middleware: options.middleware ?? [],
    headers: {
      ...userAgent(options.appInfo),
      ...checkedHeaders(options.headers ?? {}, "the option headers"),
    },
    timeout: options.timeout ?? 30_000,
    totalTimeout: options.totalTimeout ?? 120_000,
    limiterWaitCounts: options.limiterWaitCounts ?? true,
    retries: options.retries ?? 2,
    maxResponseBytes: options.maxResponseBytes ?? 32 * 1024 * 1024,
    validation: options.validation ?? "warn",
    onDrift: options.onDrift,
    reportedDrift: new Set(),
    logger,
    telemetry: options.telemetry,
  };
}
