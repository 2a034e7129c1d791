import { ApiError, ConfigurationError, type TokenSet, type TokenStore } from "@kelaskit/core";
import {
  type Authorization,
  type Credential,
  optionOrEnvironment,
  tokenCredential,
  type TokenCredential,
} from "@kelaskit/core/vendor";
import type { CustomerTokens } from "./auth.ts";
import { LoginRequiredError } from "./errors.ts";

/** The tokens of a login, as far as they are at hand. `CustomerTokens`, which `auth.login` gives, are such. */
export interface SessionTokens {
  /** The access token. */
  readonly access: string;
  /** The refresh token; without it the login ends with the access token. */
  readonly refresh?: string | undefined;
  /** For how many seconds from now the access token is good. @default until the vendor rejects it */
  readonly expires_in?: number | undefined;
  /** For how many seconds from now the refresh token is good. @default until the vendor rejects it */
  readonly refresh_expires_in?: number | undefined;
}

/** What the customer's credential needs to know of its client. */
export interface CustomerCredentialOptions {
  readonly baseUrl: () => string;
  /** Sends a refresh token to the vendor. */
  readonly refresh: (refreshToken: string) => Promise<CustomerTokens>;
  readonly storeId: () => string;
  /** The tokens to begin with when the store has none. */
  readonly tokens: SessionTokens | undefined;
  readonly store: TokenStore;
  /** Whether the store outlives the client, and so may hold the tokens of several customers. */
  readonly isShared: boolean;
  readonly customer: string | undefined;
}

function endOf(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Date.now() + seconds * 1000;
}

/** Tokens as core keeps them: with the moments of their ends, since seconds from now mean nothing later. */
export function toTokenSet({
  access,
  refresh: refreshToken,
  expires_in: seconds,
  refresh_expires_in: refreshSeconds,
}: SessionTokens | CustomerTokens): TokenSet {
  return {
    accessToken: access,
    expiresAt: endOf(seconds),
    refreshToken,
    refreshExpiresAt: endOf(refreshSeconds),
  };
}

function ended(): LoginRequiredError {
  return new LoginRequiredError(
    "The customer's login has ended and nothing was sent: log in again with auth.login and hand the tokens to useTokens.",
  );
}

/**
 * The tokens of the customer who is logged in. A refresh token can be used once, and the vendor ends the whole login when
 * one comes twice: core renews once for all calls, under the store's lock, and stores the new pair before it is used.
 */
export function customerCredential(options: CustomerCredentialOptions): TokenCredential {
  const { store, isShared } = options;
  /** The tokens to begin with, until they are taken or others come in their place. */
  let first = options.tokens;
  /** The refresh token that the vendor has refused: sending it again could only do harm. */
  let refused: string | undefined;
  /** Why a renewal failed, where that is not the customer's login: the store or its key. */
  let failure: ApiError | undefined;
  const key = (): string => {
    const customer = isShared
      ? ` ${optionOrEnvironment(options.customer, "customer", "SCALEV_CUSTOMER")}`
      : "";
    return `scalev ${options.baseUrl()} ${options.storeId()}${customer}`;
  };
  const credential = tokenCredential({
    key,
    store,
    async grant() {
      if (failure !== undefined) throw failure;
      const begin = first;
      first = undefined;
      // What was there could not be renewed; the tokens that the client began with are older still.
      if (refused !== undefined || (await store.get(key())) !== undefined) throw ended();
      if (begin !== undefined) return toTokenSet(begin);
      throw new LoginRequiredError(
        "No customer is logged in and nothing was sent: log in with auth.login and hand the tokens to useTokens, or give the client the option `tokens`, or a `tokenStore` that holds some.",
      );
    },
    async refresh(refreshToken) {
      if (refreshToken === refused) throw ended();
      failure = undefined;
      try {
        return toTokenSet(await options.refresh(refreshToken));
      } catch (error) {
        if (!ApiError.isInstance(error)) throw error;
        if (error.status === 401) refused = refreshToken;
        else failure = error;
        throw error;
      }
    },
  });
  return {
    ...credential,
    async replace(tokens) {
      const begin = first;
      first = undefined;
      failure = undefined;
      const kept = await credential.replace(tokens);
      return kept ?? (begin === undefined ? undefined : toTokenSet(begin));
    },
  };
}

/**
 * The storefront key in a header of its own. It is meant to be public; it is kept out of errors all the same.
 *
 * @param source Gives the key; asked before the first request that needs it.
 */
export function storefrontCredential(source: () => string): Credential {
  let authorization: Authorization | undefined;
  let key = "";
  return {
    prepare() {
      if (authorization !== undefined) return authorization;
      const found = source();
      if (!/^[\x21-\x7E]+$/.test(found)) {
        throw new ConfigurationError(
          "storefrontKey is not usable in a header: expected visible ASCII characters, without spaces or line ends.",
        );
      }
      key = found;
      return (authorization = { headers: { "x-scalev-storefront-api-key": key } });
    },
    // There is no other key.
    renew: () => Promise.resolve(undefined),
    secrets: () => (key === "" ? [] : [key]),
  };
}
