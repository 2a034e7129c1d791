import type { Client, ClientOptions, Logger } from "@kelaskit/core";
import { fileTokenStore } from "@kelaskit/core/node";
import { type Credentials, profilePlace, readCredentials } from "../auth/credentials.ts";
import { defaultProfile } from "../auth/profile-name.ts";
import { usedFromFile } from "../auth/sources.ts";
import { type CommandContext, InputError } from "../context.ts";
import type { VendorName } from "./names.ts";
import { readRoutes } from "./routes-file.ts";
import { vendors } from "./table.ts";
import { apiAddress, type ValueCheck } from "./value-checks.ts";
import type { Vendor } from "./vendor.ts";

/** The options of a command that configure its client. */
export interface VendorClientOptions {
  /** The saved credentials to use. @default "default", which need not exist */
  readonly profile?: string | undefined;
  /** The address of the API; takes precedence over the environment and the saved credentials. */
  readonly baseUrl?: string | undefined;
  /** A file of routes, written by `kelaskit routes import`. */
  readonly routes?: string | undefined;
  /** Also sends writes whose route is only proposed. @default false */
  readonly allowUnverified?: boolean | undefined;
  /** Allows plain http to other machines. @default false */
  readonly allowInsecureHttp?: boolean | undefined;
  /** How many requests may run at once, and may start in an interval. @default no limit */
  readonly limiter?: ClientOptions["limiter"];
  /** Options of the client that no flag sets. The token store is used if there are no saved credentials. */
  readonly settings?: ClientOptions | undefined;
}

/** The levels of KELASKIT_LOG. */
const levels = ["debug", "info", "warn", "error"] as const;

/** Logs to stderr from the level in KELASKIT_LOG upward: stdout is for results. */
export function stderrLogger({ environment, printError }: CommandContext): Logger {
  const wanted = environment["KELASKIT_LOG"]?.toLowerCase();
  const named = levels.findIndex((level) => level === wanted);
  const from = named === -1 ? levels.indexOf("warn") : named;
  const line = (level: (typeof levels)[number]) => (message: string) => {
    if (wanted !== "off" && levels.indexOf(level) >= from) printError(`[kelaskit] ${message}`);
  };
  return { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") };
}

/**
 * Creates a vendor's client for a command. Credentials come from the environment, or from `kelaskit auth login`. With saved
 * credentials, tokens are stored beside them; otherwise only in memory. Nothing is sent.
 *
 * @throws InputError when the profile, the routes or the saved credentials cannot be used.
 * @throws ConfigurationError when an option is invalid. Missing credentials are reported at the first request.
 */
export async function createVendorClient(
  vendor: VendorName,
  context: CommandContext,
  options: VendorClientOptions = {},
): Promise<Client> {
  const place = await profilePlace(vendor, options.profile ?? defaultProfile, context);
  const saved = await readCredentials(place);
  if (saved === undefined && options.profile !== undefined) {
    throw new InputError(
      `There is no profile ${options.profile} of ${vendor}. Create it with: kelaskit auth login ${vendor} --profile ${options.profile}`,
    );
  }
  const routes = options.routes === undefined ? undefined : await readRoutes(options.routes);
  const loaded = await vendors[vendor].load();
  const credentials: Credentials = usedFromFile(vendors[vendor], saved ?? {}, context);
  requireUsable(vendors[vendor], place.file, credentials, options, context);
  return loaded.createClient(
    saved === undefined ? {} : withCustomer(vendor, credentials, place.profile, context),
    {
      fetch: context.fetch,
      logger: stderrLogger(context),
      ...options.settings,
      ...(saved === undefined ? {} : { tokenStore: fileTokenStore(place.tokens) }),
      ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
      ...(routes === undefined ? {} : { routes }),
      // At 10/h, a request waits longer than any call may take; Ctrl-C ends that wait.
      ...(options.limiter === undefined ? {} : { limiter: options.limiter, limiterWaitCounts: false }),
      unverifiedRoutes:
        options.allowUnverified === true ? "allow" : (options.settings?.unverifiedRoutes ?? "reads"),
      allowInsecureHttp: options.allowInsecureHttp === true,
    },
  );
}

function refuse(place: string, value: string | undefined, check: ValueCheck): void {
  const expected = value === undefined || value === "" ? undefined : check(value);
  if (expected === undefined) return;
  throw new InputError(`${place} is invalid, and nothing was sent: expected ${expected}.`);
}

/**
 * Rejects invalid values while their origin is still known.
 *
 * @throws InputError with the place where the value comes from, never the value.
 */
function requireUsable(
  { title, fields }: Vendor,
  file: string,
  saved: Credentials,
  { baseUrl }: VendorClientOptions,
  { environment }: CommandContext,
): void {
  if (baseUrl !== undefined) refuse("--base-url", baseUrl, apiAddress);
  for (const { name, label, variable, check } of fields) {
    // The option replaces both.
    if (name === "baseUrl" && baseUrl !== undefined) continue;
    if (variable !== undefined) refuse(`${variable} (${label} of ${title})`, environment[variable], check);
    refuse(`The ${label} of ${title} in ${file}`, saved[name], check);
  }
}

/** Scalev's tokens are stored by customer. By default, a profile is one customer, of the same name. */
function withCustomer(
  vendor: VendorName,
  credentials: Credentials,
  profile: string,
  { environment }: CommandContext,
): Credentials {
  const named = credentials["customer"] ?? environment["SCALEV_CUSTOMER"] ?? "";
  return vendor === "scalev" && named === "" ? { ...credentials, customer: profile } : credentials;
}
