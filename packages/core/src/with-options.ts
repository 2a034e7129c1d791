import { checkOptions, type OptionNames } from "./check-options.ts";
import { checkValues } from "./check-values.ts";
import type { Client } from "./client.ts";
import { loggerOf } from "./logging.ts";
import type { ClientOptions } from "./options.ts";
import { checkedHeaders } from "./request/headers.ts";

/** The settings that `withOptions` changes. Headers are added to the client's, and replace those of the same name. */
export type ChangedOptions = Pick<
  ClientOptions,
  | "timeout"
  | "totalTimeout"
  | "limiterWaitCounts"
  | "retries"
  | "headers"
  | "validation"
  | "maxResponseBytes"
  | "onDrift"
  | "logger"
  | "telemetry"
>;

const names = {
  timeout: true,
  totalTimeout: true,
  limiterWaitCounts: true,
  retries: true,
  headers: true,
  validation: true,
  maxResponseBytes: true,
  onDrift: true,
  logger: true,
  telemetry: true,
} as const satisfies OptionNames<ChangedOptions>;

/** The settings that are not `undefined`. */
function given({ headers: _headers, logger: _logger, ...settings }: ChangedOptions): object {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/**
 * Creates a client with other settings. It shares everything else with the first: address, credentials with their tokens, limiter,
 * transport, middleware and routes. Requests for tokens keep the settings of the first client. Clients with methods have it as a
 * method: `skilvul.withOptions({ timeout: 5_000 }).orders.create(params)`. Drift is reported once for each client, so a new `onDrift`,
 * `logger` or `telemetry` hears of differences that the first client has reported.
 *
 * @throws ConfigurationError when an option is invalid, or cannot be changed.
 */
export function withOptions(client: Client, options: ChangedOptions): Client {
  const owner = `withOptions() of the ${client.vendor} client`;
  checkOptions(owner, options, names);
  checkValues(owner, options);
  const headers = checkedHeaders(options.headers ?? {}, `the headers of ${owner}`);
  // Who listens from now on has heard of no difference yet.
  const newListener = options.onDrift ?? options.logger ?? options.telemetry;
  return client["~changed"]((engine) => ({
    ...engine,
    ...given(options),
    headers: { ...engine.headers, ...headers },
    ...(options.logger === undefined ? {} : { logger: loggerOf(options.logger) }),
    ...(newListener === undefined ? {} : { reportedDrift: new Set<string>() }),
  }));
}
