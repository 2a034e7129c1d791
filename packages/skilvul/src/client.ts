import type { Client, ClientOptions, MethodClient } from "@kelaskit/core";
import { bind, type Bound, createClient, type OwnOptionNames } from "@kelaskit/core/vendor";
import * as addOns from "./add-ons.ts";
import * as bundles from "./bundles.ts";
import * as cities from "./cities.ts";
import { oauthCredential } from "./credentials.ts";
import { isTokenRejected, readError } from "./errors.ts";
import * as oauth from "./oauth.ts";
import * as orders from "./orders.ts";
import * as products from "./products.ts";
import * as professions from "./professions.ts";
import * as provinces from "./provinces.ts";
import * as schools from "./schools.ts";
import * as users from "./users.ts";

/** Settings of a Skilvul client. */
export interface SkilvulOptions extends ClientOptions {
  /** The client id that Skilvul issued to you. @default the environment variable SKILVUL_CLIENT_ID, read at the first request */
  readonly clientId?: string | undefined;
  /** The client secret for this client id. @default the environment variable SKILVUL_CLIENT_SECRET, read at the first request */
  readonly clientSecret?: string | undefined;
}

/** A Skilvul client with every operation as a method: `skilvul.orders.create(params)`. */
export interface Skilvul extends MethodClient {
  /** Tokens. The client gets and renews its own; call these only to store tokens elsewhere. */
  readonly oauth: Bound<typeof oauth>;
  /** Bundles of products. */
  readonly bundles: Bound<typeof bundles>;
  /** Products. */
  readonly products: Bound<typeof products>;
  /** Add-ons. */
  readonly addOns: Bound<typeof addOns>;
  /** Orders. */
  readonly orders: Bound<typeof orders>;
  /** Provinces of Indonesia. */
  readonly provinces: Bound<typeof provinces>;
  /** Cities by province. */
  readonly cities: Bound<typeof cities>;
  /** Professions. */
  readonly professions: Bound<typeof professions>;
  /** Schools, their grades and types. */
  readonly schools: Bound<typeof schools>;
  /** Learners. */
  readonly users: Bound<typeof users>;
}

const ownOptions = { clientId: true, clientSecret: true } as const satisfies OwnOptionNames<SkilvulOptions>;

/**
 * Creates a Skilvul client without methods. Pass it to the operations as functions: only those you call are bundled.
 *
 * @throws ConfigurationError when an option is invalid. A missing client id or secret is reported by the first request.
 * @example
 * ```ts
 * import { createSkilvulClient, orders } from "@kelaskit/skilvul";
 * await orders.create(createSkilvulClient(), { user: { email }, productIds });
 * ```
 */
export function createSkilvulClient(options: SkilvulOptions = {}): Client {
  return createClient(
    {
      vendor: "skilvul",
      options: ownOptions,
      baseUrl: "https://public.api.skilvul.com",
      baseUrlVariable: "SKILVUL_BASE_URL",
      credentials: { oauth: (context) => oauthCredential(options, context) },
      readError,
      isTokenRejected,
    },
    options,
  );
}

/**
 * Creates a Skilvul client with every operation as a method.
 *
 * @throws ConfigurationError when an option is invalid. A missing client id or secret is reported by the first request.
 * @example
 * ```ts
 * const skilvul = createSkilvul({ clientId, clientSecret });
 * const { products } = await skilvul.products.list({ limit: 5 });
 * ```
 */
export function createSkilvul(options: SkilvulOptions = {}): Skilvul {
  return bind(createSkilvulClient(options), {
    oauth,
    bundles,
    products,
    addOns,
    orders,
    provinces,
    cities,
    professions,
    schools,
    users,
  });
}
