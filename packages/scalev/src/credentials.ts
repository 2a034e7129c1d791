import { ApiError, ConfigurationError, type TokenSet, type TokenStore } from "@kelaskit/core";
import {
  type Authorization,
  bearer,
  type Credential,
  optionOrEnvironment,
  tokenCredential,
  type TokenCredential,
} from "@kelaskit/core/vendor";
import type { CustomerTokens } from "./auth.ts";
import { LoginRequiredError } from "./errors.ts";

/** The tokens of a login, as far as you have them. `CustomerTokens`, which `auth.login` returns, can be passed as they are. */
export interface SessionTokens {
  /** The access token. */
  readonly access: string;
  /** The refresh token; without it, the login ends with the access token. */
  readonly refresh?: string | undefined;
  /** The lifetime of the access token in seconds from now. @default until the vendor rejects it */
  readonly expires_in?: number | undefined;
  /** The lifetime of the refresh token in seconds from now. @default until the vendor rejects it */
  readonly refresh_expires_in?: number | undefined;
}

/** What the customer's credential needs from its client. */
export interface CustomerCredentialOptions {
  readonly baseUrl: () => string;
  /** Sends a refresh token to the vendor. */
  readonly refresh: (refreshToken: string) => Promise<CustomerTokens>;
  readonly storeId: () => string;
  /** The initial tokens, when the store has none. */
  readonly tokens: SessionTokens | undefined;
  readonly store: TokenStore;
  /** Whether the store outlives the client, so that it may contain the tokens of several customers. */
  readonly isShared: boolean;
  readonly customer: string | undefined;
}

function endOf(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Date.now() + seconds * 1000;
}

/** Converts tokens to the form that core stores, with the times at which they expire. */
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
    "The customer's login has ended; nothing was sent. Log in again with auth.login and pass the tokens to useTokens.",
  );
}

/**
 * The tokens of the customer who is logged in. A refresh token can be used once, and using it again ends the whole login:
 * core renews once for all calls, under the store's lock, and stores the new tokens before it uses them.
 */
export function customerCredential(options: CustomerCredentialOptions): TokenCredential {
  const { store, isShared } = options;
  /** The initial tokens, until they are used or replaced. */
  let first = options.tokens;
  /** The refresh token that the vendor has refused; it must not be sent again. */
  let refused: string | undefined;
  /** Why a renewal failed for a reason other than the customer's login, such as the storefront key. */
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
      // The stored tokens could not be renewed; the initial tokens are older still.
      if (refused !== undefined || (await store.get(key())) !== undefined) throw ended();
      if (begin !== undefined) return toTokenSet(begin);
      throw new LoginRequiredError(
        "No customer is logged in; nothing was sent. Log in with auth.login and pass the tokens to useTokens, or set the option `tokens`, or a `tokenStore` that contains tokens.",
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
 * Refuses a key of the other kind before anything is sent: a business key as the storefront key would be published, and
 * would be sent to routes that are public.
 */
function checkedKind(option: "storefrontKey" | "businessKey", key: string): string {
  const isBusinessKey = /^[sr]k_/.test(key);
  if (option === "storefrontKey" && isBusinessKey) {
    throw new ConfigurationError(
      "storefrontKey is a secret key of the business (sk_… or rk_…), expected a storefront key (sfpk_…); nothing was sent. Pass the secret key as businessKey, on a server only.",
    );
  }
  if (option === "businessKey" && key.startsWith("sfpk_")) {
    throw new ConfigurationError(
      "businessKey is a storefront key (sfpk_…), expected a secret or restricted key of the business (sk_… or rk_…); nothing was sent. Pass the storefront key as storefrontKey.",
    );
  }
  return key;
}

/**
 * The secret key of the business, as a bearer token.
 *
 * @param source Returns the key; called before each attempt.
 */
export function businessCredential(source: () => string): Credential {
  return bearer(() => checkedKind("businessKey", source()));
}

/**
 * The storefront key, in a header of its own. It is publishable, but is kept out of errors all the same.
 *
 * @param source Returns the key; called before the first request that requires it.
 */
export function storefrontCredential(source: () => string): Credential {
  let authorization: Authorization | undefined;
  let key = "";
  return {
    prepare() {
      if (authorization !== undefined) return authorization;
      const found = checkedKind("storefrontKey", source());
      if (!/^[\x21-\x7E]+$/.test(found)) {
        throw new ConfigurationError(
          "storefrontKey cannot be sent in a header: expected visible ASCII characters, without spaces or line breaks.",
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
