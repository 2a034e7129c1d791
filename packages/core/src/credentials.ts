import { checkOptions, type OptionNames } from "./check-options.ts";
import type { ApiError } from "./call-errors.ts";
import { ConfigurationError } from "./errors.ts";
import { hasBrand } from "./kelas-error.ts";
import type { Operation } from "./operation.ts";
import { memoryTokenStore, type TokenSet, type TokenStore } from "./token-store.ts";
import { isThenable } from "./thenable.ts";

/** What one try sends to prove who calls. */
export interface Authorization {
  /** Header names (lower case) and values. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One way of proving who calls. A client may have several; each operation says which it takes. */
export interface Credential {
  /**
   * What the next try sends; asked before every try. Gives a promise only where something must be waited for. Nothing of it is
   * kept on the client: it belongs to the try it was asked for.
   *
   * @throws ConfigurationError when an option or environment variable is missing.
   */
  prepare(): Authorization | Promise<Authorization>;
  /**
   * What has come in the place of something prepared while a request waited for the limiter, such as a renewed token; a promise
   * while that is under way.
   */
  latest?(prepared: Authorization): Authorization | Promise<Authorization>;
  /**
   * The vendor rejected what was sent. Gets something newer if it can.
   *
   * @returns What the request may be sent with once more; nothing where there is nothing newer.
   */
  renew(rejected: Authorization, operation: string): Promise<Authorization | undefined>;
  /** The vendor rejected even what had just been renewed, so the reason is another: not every call need renew again. */
  stillRejected?(rejected: Authorization, operation: string): void;
  /** Every secret it holds now, so that errors can be cleaned of them. */
  secrets(): Iterable<string>;
}

/** What a credential may use of its client. */
export interface CredentialContext {
  /** The client's address, for a token's key in the store. */
  readonly baseUrl: () => string;
  /** Where the client keeps tokens. */
  readonly tokenStore: TokenStore;
  /** Calls an operation with the same client, without this credential: a token request. */
  readonly call: <Params extends object, Reply>(
    operation: Operation<Params, Reply>,
    params: Params,
  ) => Promise<Reply>;
}

/** A token, or a function that gives the current one; it is asked before every try and may be asynchronous. */
export type TokenSource = string | (() => string | Promise<string>);

/**
 * The header that sends a token.
 *
 * @param what The token's name for an error, as a sentence begins with it.
 * @throws ConfigurationError when no header can hold it. The platform's own error would show the token.
 */
function bearerHeaders(token: unknown, what = "The token"): Authorization {
  if (typeof token === "string" && /^[\x21-\x7E]+$/.test(token)) {
    return { headers: { authorization: `Bearer ${token}` } };
  }
  // The value is not shown: it is meant to be a secret even when it is a wrong one.
  throw new ConfigurationError(
    `${what} is not usable in a header: expected a non-empty string of visible ASCII characters, without spaces or line ends.`,
  );
}

function isSame(first: Authorization, second: Authorization): boolean {
  return first.headers["authorization"] === second.headers["authorization"];
}

/**
 * A bearer token in the `authorization` header.
 *
 * @param source The token, or a function that gives it: asked before every try, for that try alone, so that calls of several
 * users may share a client. A rejected token is asked for once more; when the function then gives another one, the request
 * is sent again.
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
    // Callers without types give anything.
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
    // Each call knows what its own tries were sent with.
    secrets: () => [],
  };
}

/** How a vendor's tokens are got and renewed. */
export interface TokenCredentialOptions {
  /** Names the vendor, the address and the account in the store; asked at the first request. Holds no secret. */
  readonly key: () => string;
  /** Gets the first tokens, or new ones when they cannot be refreshed. */
  readonly grant: () => Promise<TokenSet>;
  /** Gets new tokens for a refresh token. What the reply leaves out is kept from the old ones. */
  readonly refresh?: (refreshToken: string) => Promise<TokenSet>;
  /** Where tokens are kept. @default in memory */
  readonly store?: TokenStore | undefined;
  /** How long before its end a token counts as expired, in milliseconds. @default 60000 */
  readonly renewEarly?: number;
  /** Secrets besides the tokens, such as a client secret, so that errors can be cleaned of them. */
  readonly secrets?: () => Iterable<string>;
}

/** A credential of tokens that can also be handed others than those it got itself. */
export interface TokenCredential extends Credential {
  /**
   * Puts tokens that were got elsewhere, as by a user's login, in the place of those it has: in the store first, then in
   * use. `undefined` forgets them. Waits for a renewal that is under way, and the next one waits for it.
   *
   * @returns The tokens that were kept before.
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

/** For how long a fresh token that an operation rejects all the same is not renewed again for that operation. */
const rejectionMemory = 60_000;

/** Told by its brand: the class itself is loaded with the first failure. */
function isApiError(error: unknown): error is ApiError {
  return hasBrand(error, "ApiError");
}

/** The vendor has refused a refresh token: new tokens must be granted. Any other failure is the caller's to see. */
function isRefusal(error: unknown): boolean {
  // Where the refresh itself was not sent, as for want of a credential of its own, nobody has judged the token.
  if (!isApiError(error) || error.outcome === "not-sent") return false;
  return error.status < 500 && error.status !== 429 && error.status !== 408;
}

/** Called before tokens are stored, too: a store may outlive the process and must not keep what nobody can send. */
function accessHeaders({ accessToken }: TokenSet): Authorization {
  return bearerHeaders(accessToken, "The access token that the vendor or the token store gave");
}

function isAlive(expiresAt: number | undefined, margin: number): boolean {
  return expiresAt === undefined || expiresAt - margin > Date.now();
}

/**
 * A credential whose tokens expire and are renewed: once for all calls that need it, in this process, and over
 * processes when the store can lock. A renewal never throws away a token that is newer than the one that was rejected,
 * and stores new tokens before anything is sent with them.
 *
 * @throws ConfigurationError when an option is not known.
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
        // In a store that cannot lock, another process may have spent the refresh token meanwhile.
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
    // Whether it failed is for its caller to see; there are tokens, or not, all the same.
    await replacement?.catch(() => undefined);
    const task = async (): Promise<void> => {
      // What could not be stored is newer than what is: an old refresh token may be spent.
      const kept = isUnsaved ? current?.tokens : await store.get(key);
      // Somebody else, perhaps another process, was faster.
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
        // Not before they are stored, but also if the store fails: they are at least not lost to this process.
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
    // A renewal that ended later would put the successors of the old tokens over the new ones.
    await Promise.allSettled(before);
    return locked(key, async () => {
      const kept = isUnsaved ? current?.tokens : await store.get(key);
      await (tokens === undefined ? store.delete(key) : store.set(key, tokens));
      isUnsaved = false;
      if (tokens !== undefined) use(tokens);
      // What is under way may still be sent with the old token, but nothing new is, and it is not renewed.
      else if (current !== undefined)
        current = { ...current, tokens: { accessToken: current.tokens.accessToken, expiresAt: 0 } };
      return kept;
    });
  };

  /** One renewal at a time; whoever comes meanwhile waits for it. */
  const renewOnce = async (rejected: string | undefined): Promise<Authorization> => {
    renewal ??= renewNow(rejected).finally(() => {
      renewal = undefined;
    });
    await renewal;
    if (current === undefined) throw new TypeError("A renewal ended without tokens.");
    return current.authorization;
  };

  return {
    prepare: () =>
      // While one renews, nobody is sent off with what is being renewed.
      renewal === undefined && current !== undefined && isAlive(current.tokens.expiresAt, renewEarly)
        ? current.authorization
        : renewOnce(undefined),
    // A renewal by another call is as good for this one.
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
