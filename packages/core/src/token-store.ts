/** Tokens as they are stored between calls. */
export interface TokenSet {
  /** The token that is sent with every request. */
  readonly accessToken: string;
  /** When it expires, in milliseconds since 1970. If absent, the token is used until the vendor rejects it. */
  readonly expiresAt?: number | undefined;
  /** The token that gets a new access token. */
  readonly refreshToken?: string | undefined;
  /** When the refresh token expires, in milliseconds since 1970. */
  readonly refreshExpiresAt?: number | undefined;
}

/** Where tokens are stored. Keys identify the vendor, the address and the account, and contain no secret. */
export interface TokenStore {
  /** Returns the tokens stored for a key, if any. */
  get(key: string): Promise<TokenSet | undefined>;
  /** Stores the tokens of a key, replacing older ones. */
  set(key: string, tokens: TokenSet): Promise<void>;
  /** Deletes the tokens of a key. */
  delete(key: string): Promise<void>;
  /** Runs a task while no other process runs one for the same key. A store without `lock` supports only one process. */
  lock?<Result>(key: string, task: () => Promise<Result>): Promise<Result>;
}

/** Creates a store that keeps tokens in memory: the default, for one process. */
export function memoryTokenStore(): TokenStore {
  const kept = new Map<string, TokenSet>();
  return {
    get: (key) => Promise.resolve(kept.get(key)),
    set(key, tokens) {
      kept.set(key, tokens);
      return Promise.resolve();
    },
    delete(key) {
      kept.delete(key);
      return Promise.resolve();
    },
  };
}
