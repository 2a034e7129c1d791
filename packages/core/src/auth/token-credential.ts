import { ApiError } from "../errors.ts";
import { bearerHeaders } from "./bearer.ts";
import type { Authorization, Credential, CredentialContext } from "./credential.ts";
import { memoryTokenStore, type TokenSet, type TokenStore } from "./token-store.ts";

/** How a vendor's tokens are got and renewed. */
export interface TokenCredentialOptions {
  /** Names the vendor, the address and the account in the store; asked at the first request. Holds no secret. */
  readonly key: () => string;
  /** Gets the first tokens, or new ones when they cannot be refreshed. */
  readonly grant: (context: CredentialContext) => Promise<TokenSet>;
  /** Gets new tokens for a refresh token. What the reply leaves out is kept from the old ones. */
  readonly refresh?: (context: CredentialContext, refreshToken: string) => Promise<TokenSet>;
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

interface Current {
  readonly tokens: TokenSet;
  readonly authorization: Authorization;
}

/** For how long a fresh token that an operation rejects all the same is not renewed again for that operation. */
const rejectionMemory = 60_000;

/** The vendor has refused a refresh token: new tokens must be granted. Any other failure is the caller's to see. */
function isRefusal(error: unknown): boolean {
  // Where the refresh itself was not sent, as for want of a credential of its own, nobody has judged the token.
  if (!ApiError.isInstance(error) || error.outcome === "not-sent") return false;
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
 */
export function tokenCredential(options: TokenCredentialOptions): TokenCredential {
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

  const fetchTokens = async (
    context: CredentialContext,
    key: string,
    old: TokenSet | undefined,
  ): Promise<TokenSet> => {
    const { refresh } = options;
    const refreshToken = old?.refreshToken;
    if (refresh !== undefined && refreshToken !== undefined && isAlive(old?.refreshExpiresAt, 0)) {
      try {
        const {
          refreshToken: next = refreshToken,
          refreshExpiresAt,
          ...fresh
        } = await refresh(context, refreshToken);
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
    return options.grant(context);
  };

  const locked = <Result>(key: string, task: () => Promise<Result>): Promise<Result> =>
    store.lock === undefined ? task() : store.lock(key, task);

  const renewNow = async (context: CredentialContext, rejected: string | undefined): Promise<void> => {
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
      const tokens = await fetchTokens(context, key, kept ?? current?.tokens);
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
  const renewOnce = (context: CredentialContext, rejected: string | undefined): Promise<void> =>
    (renewal ??= renewNow(context, rejected).finally(() => {
      renewal = undefined;
    }));

  const isUsable = (): boolean => current !== undefined && isAlive(current.tokens.expiresAt, renewEarly);

  return {
    prepare: (context) => (isUsable() ? undefined : renewOnce(context, undefined)),
    authorize() {
      if (current === undefined) throw new TypeError("authorize() was called before prepare() had ended.");
      return current.authorization;
    },
    async renew(rejected, operation, context) {
      const before = rejections.get(operation);
      const known = before?.authorization === rejected && Date.now() - before.at < rejectionMemory;
      if (known) return false;
      if (current?.authorization === rejected) await renewOnce(context, current.tokens.accessToken);
      return current?.authorization !== rejected;
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
