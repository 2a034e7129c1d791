import { checkOptions, type OptionNames } from "./check-options.ts";
import type { ApiError } from "./call-errors.ts";
import { ConfigurationError } from "./errors.ts";
import { hasBrand } from "./kelas-error.ts";
import type { Operation } from "./operation.ts";
import { memoryTokenStore, type TokenSet, type TokenStore } from "./token-store.ts";
import { isThenable } from "./call.ts";

/** What one attempt sends to authorize its request. */
export interface Authorization {
  /** Header names (lower case) and values. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One way to authorize requests. A client may have several; each operation declares which one it uses. */
export interface Credential {
  /**
   * Returns the authorization of the next attempt; called before every attempt. Returns a promise only if it must wait. The client
   * does not keep the result: it is used for one attempt.
   *
   * @throws ConfigurationError when an option or environment variable is missing.
   */
  prepare(): Authorization | Promise<Authorization>;
  /**
   * Returns what has replaced a prepared authorization while a request waited for the limiter, such as a renewed token, or a
   * promise while it is being renewed.
   */
  latest?(prepared: Authorization): Authorization | Promise<Authorization>;
  /**
   * Called when the vendor rejected an authorization. Obtains a newer one if possible.
   *
   * @returns The authorization to send the request with once more; `undefined` if there is no newer one.
   */
  renew(rejected: Authorization, operation: string): Promise<Authorization | undefined>;
  /** Called when the vendor rejected even a renewed authorization: renewing does not help, so not every call needs to try it. */
  stillRejected?(rejected: Authorization, operation: string): void;
  /** Every secret it currently holds, to be removed from errors. */
  secrets(): Iterable<string>;
}

/** The parts of its client that a credential may use. */
export interface CredentialContext {
  /** The client's base URL, for a token's key in the store. */
  readonly baseUrl: () => string;
  /** Where the client stores tokens. */
  readonly tokenStore: TokenStore;
  /** Calls an operation with the same client, without this credential: a token request. */
  readonly call: <Params extends object, Reply>(
    operation: Operation<Params, Reply>,
    params: Params,
  ) => Promise<Reply>;
}

/** A token, or a function that returns the current one, called before every attempt. It may be asynchronous. */
export type TokenSource = string | (() => string | Promise<string>);

/**
 * Creates the header that sends a token.
 *
 * @param what The token's name, as the start of an error.
 * @throws ConfigurationError when a header cannot contain it. The platform's own error would show the token.
 */
function bearerHeaders(token: unknown, what = "The token"): Authorization {
  if (typeof token === "string" && /^[\x21-\x7E]+$/.test(token)) {
    return { headers: { authorization: `Bearer ${token}` } };
  }
  // The value is not shown: it is meant to be a secret even if it is a wrong one.
  throw new ConfigurationError(
    `${what} cannot be sent in a header: expected visible ASCII characters, at least one, without spaces.`,
  );
}

function isSame(first: Authorization, second: Authorization): boolean {
  return first.headers["authorization"] === second.headers["authorization"];
}

/**
 * Sends a bearer token in the `authorization` header.
 *
 * @param source The token, or a function that returns it. The function is called before every attempt, for that attempt only, so
 * calls of several users can share a client. After a rejection it is called once more; if it then returns another token, the
 * request is sent again.
 */
export function bearer(source: TokenSource): Credential {
  if (typeof source === "string") {
    let authorization: Authorization | undefined;
    return {
      prepare: () => (authorization ??= bearerHeaders(source)),
      renew: () => Promise.resolve(undefined),
      secrets: () => [source],
    };
  }
  const prepare = (): Authorization | Promise<Authorization> => {
    // Untyped callers may pass anything.
    const token: unknown = typeof source === "function" ? source() : source;
    return isThenable(token)
      ? Promise.resolve(token).then((given) => bearerHeaders(given))
      : bearerHeaders(token);
  };
  return {
    prepare,
    async renew(rejected) {
      const next = await prepare();
      return isSame(next, rejected) ? undefined : next;
    },
    // Each call keeps the authorizations of its own attempts.
    secrets: () => [],
  };
}

/** How a vendor's tokens are obtained and renewed. */
export interface TokenCredentialOptions {
  /** Identifies the vendor, the address and the account in the store; called at the first request. Contains no secret. */
  readonly key: () => string;
  /** Requests the first tokens, or new ones if they cannot be refreshed. */
  readonly grant: () => Promise<TokenSet>;
  /** Requests new tokens with a refresh token. Fields that the reply omits are kept from the old tokens. */
  readonly refresh?: (refreshToken: string) => Promise<TokenSet>;
  /** Where tokens are stored. @default in memory */
  readonly store?: TokenStore | undefined;
  /** How long before its expiry a token counts as expired, in milliseconds. @default 60000 */
  readonly renewEarly?: number;
  /** Secrets besides the tokens, such as a client secret, to be removed from errors. */
  readonly secrets?: () => Iterable<string>;
}

/** A token credential whose tokens can be replaced from outside. */
export interface TokenCredential extends Credential {
  /**
   * Replaces the current tokens with others, such as those of a user's login: in the store first, then in
   * use. `undefined` deletes them. Waits for a running renewal; the next renewal waits for the replacement.
   *
   * @returns The tokens that were stored before.
   */
  replace(tokens: TokenSet | undefined): Promise<TokenSet | undefined>;
}

const optionNames = {
  key: true,
  grant: true,
  refresh: true,
  store: true,
  renewEarly: true,
  secrets: true,
} as const satisfies OptionNames<TokenCredentialOptions>;

interface Current {
  readonly tokens: TokenSet;
  readonly authorization: Authorization;
}

/** For how long a renewed token that an operation rejects anyway is not renewed again for that operation. Milliseconds. */
const rejectionMemory = 60_000;

/** Checked by brand: the class itself is loaded with the first failure. */
function isApiError(error: unknown): error is ApiError {
  return hasBrand(error, "ApiError");
}

/** Whether the vendor refused a refresh token, so that a new grant is needed. The caller gets any other failure. */
function isRefusal(error: unknown): boolean {
  // If the refresh was not sent, for example because it lacks its own credential, the vendor has not seen the token.
  if (!isApiError(error) || error.outcome === "not-sent") return false;
  return error.status < 500 && error.status !== 429 && error.status !== 408;
}

/** Also called before tokens are stored: a store may outlive the process and must not contain a token that cannot be sent. */
function accessHeaders({ accessToken }: TokenSet): Authorization {
  return bearerHeaders(accessToken, "The access token from the vendor or the token store");
}

function isAlive(expiresAt: number | undefined, margin: number): boolean {
  return expiresAt === undefined || expiresAt - margin > Date.now();
}

/**
 * A credential whose tokens expire and are renewed: once for all calls that need it, in this process and, if the store can lock,
 * across processes. A renewal never discards a token that is newer than the rejected one, and stores new tokens before they are
 * used.
 *
 * @throws ConfigurationError when an option is unknown.
 */
export function tokenCredential(options: TokenCredentialOptions): TokenCredential {
  checkOptions("tokenCredential()", options, optionNames);
  const store = options.store ?? memoryTokenStore();
  const renewEarly = options.renewEarly ?? 60_000;
  const rejections = new Map<string, { readonly authorization: Authorization; readonly at: number }>();
  let current: Current | undefined;
  let renewal: Promise<void> | undefined;
  let replacement: Promise<TokenSet | undefined> | undefined;
  let isUnsaved = false;

  const use = (tokens: TokenSet): void => {
    if (current?.tokens.accessToken === tokens.accessToken) {
      current = { tokens, authorization: current.authorization };
      return;
    }
    current = { tokens, authorization: accessHeaders(tokens) };
  };

  const fetchTokens = async (key: string, old: TokenSet | undefined): Promise<TokenSet> => {
    const { refresh } = options;
    const refreshToken = old?.refreshToken;
    if (refresh !== undefined && refreshToken !== undefined && isAlive(old?.refreshExpiresAt, 0)) {
      try {
        const { refreshToken: next = refreshToken, refreshExpiresAt, ...fresh } = await refresh(refreshToken);
        const expiry = refreshExpiresAt ?? (next === refreshToken ? old?.refreshExpiresAt : undefined);
        return { ...fresh, refreshToken: next, refreshExpiresAt: expiry };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        // With a store that cannot lock, another process may have used up the refresh token meanwhile.
        const newer = await store.get(key);
        const isNewer = newer !== undefined && newer.accessToken !== old?.accessToken;
        if (isNewer && isAlive(newer.expiresAt, renewEarly)) return newer;
      }
    }
    return options.grant();
  };

  const locked = <Result>(key: string, task: () => Promise<Result>): Promise<Result> =>
    store.lock === undefined ? task() : store.lock(key, task);

  const renewNow = async (rejected: string | undefined): Promise<void> => {
    const key = options.key();
    // The caller of `replace` gets its failure; this renewal goes on either way.
    await replacement?.catch(() => undefined);
    const task = async (): Promise<void> => {
      // Tokens that could not be stored are newer than the stored ones, whose refresh token may be used up.
      const kept = isUnsaved ? current?.tokens : await store.get(key);
      // Another call or process was faster.
      if (kept !== undefined && kept.accessToken !== rejected && isAlive(kept.expiresAt, renewEarly)) {
        use(kept);
        return;
      }
      const tokens = await fetchTokens(key, kept ?? current?.tokens);
      accessHeaders(tokens);
      isUnsaved = true;
      try {
        await store.set(key, tokens);
        isUnsaved = false;
      } finally {
        // Only after storing them, but also if that failed, so that at least this process keeps them.
        use(tokens);
      }
    };
    await locked(key, task);
  };

  const replaceNow = async (
    tokens: TokenSet | undefined,
    before: readonly Promise<unknown>[],
  ): Promise<TokenSet | undefined> => {
    if (tokens !== undefined) accessHeaders(tokens);
    const key = options.key();
    // A renewal that ends later would overwrite the new tokens with successors of the old ones.
    await Promise.allSettled(before);
    return locked(key, async () => {
      const kept = isUnsaved ? current?.tokens : await store.get(key);
      await (tokens === undefined ? store.delete(key) : store.set(key, tokens));
      isUnsaved = false;
      if (tokens !== undefined) use(tokens);
      // Running calls may still send the old token, but new calls do not, and it is not renewed.
      else if (current !== undefined)
        current = { ...current, tokens: { accessToken: current.tokens.accessToken, expiresAt: 0 } };
      return kept;
    });
  };

  /** One renewal at a time; other calls wait for it. */
  const renewOnce = async (rejected: string | undefined): Promise<Authorization> => {
    renewal ??= renewNow(rejected).finally(() => {
      renewal = undefined;
    });
    await renewal;
    if (current === undefined) throw new TypeError("The renewal returned no tokens.");
    return current.authorization;
  };

  return {
    prepare: () =>
      // During a renewal, do not send the token that is being renewed.
      renewal === undefined && current !== undefined && isAlive(current.tokens.expiresAt, renewEarly)
        ? current.authorization
        : renewOnce(undefined),
    // Another call's renewal serves this one as well.
    latest: (prepared) =>
      renewal === undefined ? (current?.authorization ?? prepared) : renewOnce(undefined),
    async renew(rejected, operation) {
      const before = rejections.get(operation);
      if (before?.authorization === rejected && Date.now() - before.at < rejectionMemory) return undefined;
      const next =
        current === undefined || current.authorization === rejected
          ? await renewOnce(current?.tokens.accessToken)
          : current.authorization;
      return next === rejected ? undefined : next;
    },
    stillRejected(rejected, operation) {
      if (rejections.size > 1000) rejections.clear();
      rejections.set(operation, { authorization: rejected, at: Date.now() });
    },
    replace: (tokens) =>
      (replacement = replaceNow(
        tokens,
        [replacement, renewal].filter((one) => one !== undefined),
      )),
    *secrets() {
      if (current !== undefined) {
        yield current.tokens.accessToken;
        if (current.tokens.refreshToken !== undefined) yield current.tokens.refreshToken;
      }
      yield* options.secrets?.() ?? [];
    },
  };
}
