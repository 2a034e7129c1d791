import type { CredentialContext } from "../auth/credential.ts";
import { memoryTokenStore } from "../auth/token-store.ts";
import { checkedBaseUrl } from "../base-url.ts";
import { LazyCall } from "../call.ts";
import type { Client } from "../client.ts";
import { environment } from "../environment.ts";
import { ConfigurationError } from "../errors.ts";
import { createLimiter, isLimiter } from "../limiter.ts";
import { carefulLogger, defaultLogger, type Logger, silentLogger } from "../logging.ts";
import type { ClientOptions, DriftReport } from "../options.ts";
import { DriftReporter, driftText } from "../reply/drift.ts";
import { checkedHeaders } from "../request/headers.ts";
import type { VendorDefinition } from "../vendor-definition.ts";
import type { Engine } from "./engine.ts";
import { kyTransport } from "./transport.ts";

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The address: checked at once where it is given, at the first request where the environment may give it. */
function baseUrlOf(definition: VendorDefinition, options: ClientOptions): () => string {
  const { vendor, baseUrl, baseUrlVariable } = definition;
  const check = (url: string): string => checkedBaseUrl(vendor, url, options.allowInsecureHttp === true);
  const given = options.baseUrl === undefined ? undefined : check(options.baseUrl);
  // Without an option or a variable the documented address stands: that it may be plain http is said at once.
  if (given === undefined && baseUrlVariable === undefined && typeof baseUrl === "string") check(baseUrl);
  return once(() => {
    const found = baseUrlVariable === undefined ? undefined : environment(baseUrlVariable);
    return given ?? check(found ?? (typeof baseUrl === "string" ? baseUrl : baseUrl()));
  });
}

function loggerOf({ logger }: ClientOptions): () => Logger {
  return once(() => {
    if (logger === false) return silentLogger;
    return logger === undefined ? defaultLogger() : carefulLogger(logger);
  });
}

/** What hears of drift. It cannot fail a call: an order that was placed must not look failed because a report went wrong. */
function driftListener(
  vendor: string,
  { onDrift }: ClientOptions,
  logger: () => Logger,
): (report: DriftReport) => void {
  return (report) => {
    const text = `${vendor} ${report.operation}: the reply differs from its declaration. ${driftText(report.issues)}.`;
    if (onDrift === undefined) {
      logger().warn(text);
      return;
    }
    try {
      onDrift(report);
    } catch (error) {
      logger().error(
        `onDrift threw ${error instanceof Error ? error.name : typeof error}. It should have heard: ${text}`,
      );
    }
  };
}

/** Puts all defaults in place: what a vendor knows, and what its user wants. */
export function createEngine(definition: VendorDefinition, options: ClientOptions, client: Client): Engine {
  const { vendor } = definition;
  const baseUrl = baseUrlOf(definition, options);
  const logger = loggerOf(options);
  const { limiter } = options;
  const credentials = definition.credentials?.(baseUrl, options.tokenStore ?? memoryTokenStore()) ?? {};
  const defaultCredential = Object.keys(credentials)[0];
  const contextOf = (credential: string): CredentialContext => ({
    call({ declaration }, params) {
      if ((declaration.auth ?? defaultCredential) === credential) {
        throw new ConfigurationError(
          `${declaration.name} gets the credential "${credential}", so it must be declared with another one or auth: false.`,
        );
      }
      return new LazyCall(() => client["~execute"](declaration, params, {}));
    },
  });
  return {
    vendor,
    baseUrl,
    credentials,
    defaultCredential,
    credentialContexts: Object.fromEntries(Object.keys(credentials).map((name) => [name, contextOf(name)])),
    readError: definition.readError ?? (() => undefined),
    isTokenRejected: definition.isTokenRejected ?? (({ status }) => status === 401),
    requestIdHeader: definition.requestIdHeader ?? "x-request-id",
    transport: kyTransport(options.fetch),
    limiter: limiter === undefined || isLimiter(limiter) ? limiter : createLimiter(limiter),
    middleware: options.middleware ?? [],
    headers: { accept: "application/json", ...checkedHeaders(options.headers ?? {}) },
    timeout: options.timeout ?? 30_000,
    totalTimeout: options.totalTimeout ?? 120_000,
    retries: options.retries ?? 2,
    maxResponseBytes: options.maxResponseBytes ?? 32 * 1024 * 1024,
    validation: options.validation ?? "warn",
    drift: new DriftReporter(vendor, driftListener(vendor, options, logger)),
    logger,
  };
}
