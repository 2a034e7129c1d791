/** The kinds of tokens that vendors issue. */
export type TokenKind = "access" | "refresh";

/** What the tokens of a vendor's mock look like, and how long they live. */
export interface TokenDeskOptions {
  /** Writes a token in the vendor's form. All tokens share one count from 1, so that a program sees the same tokens in every run. */
  readonly write: (number: number, kind: TokenKind) => string;
  /** How long a token of each kind lives, in milliseconds. @default until it is ended */
  readonly lifetimes?: Readonly<Partial<Record<TokenKind, number>>>;
}

/** A token that was just issued. */
export interface IssuedToken {
  /** The token. */
  readonly token: string;
  /** When it expires, in milliseconds since 1970; `Infinity` without a lifetime. */
  readonly expiresAt: number;
}

interface KnownToken<Holder> {
  readonly holder: Holder;
  readonly expiresAt: number;
}

/** Returns the bearer token of a request; undefined without one. */
export function bearerTokenOf(request: Request): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

/**
 * Issues the tokens of a vendor's mock and recognizes them. For authors of vendor packages; what a vendor answers to a
 * token that is missing or has expired is the vendor's own.
 *
 * @typeParam Holder Whose token it is: an account, or a session of it.
 * @example
 * ```ts
 * const desk = new TokenDesk<string>({ write: (number, kind) => `${kind}-${number}`, lifetimes: { access: 900_000 } });
 * const { token } = desk.issue("access", "learner@example.com");
 * desk.holderOf("access", token); // "learner@example.com", until it expires
 * ```
 */
export class TokenDesk<Holder extends {}> {
  readonly #options: TokenDeskOptions;
  readonly #tokens = {
    access: new Map<string, KnownToken<Holder>>(),
    refresh: new Map<string, KnownToken<Holder>>(),
  };
  #issued = 0;

  constructor(options: TokenDeskOptions) {
    this.#options = options;
  }

  /** Issues a token. */
  issue(kind: TokenKind, holder: Holder): IssuedToken {
    this.#issued += 1;
    const token = this.#options.write(this.#issued, kind);
    const expiresAt = Date.now() + (this.#options.lifetimes?.[kind] ?? Infinity);
    this.#tokens[kind].set(token, { holder, expiresAt });
    return { token, expiresAt };
  }

  /** Returns the holder of a token; undefined when it is missing, was not issued here, has expired or was ended. */
  holderOf(kind: TokenKind, token: string | undefined): Holder | undefined {
    const found = token === undefined ? undefined : this.#tokens[kind].get(token);
    return found === undefined || found.expiresAt <= Date.now() ? undefined : found.holder;
  }

  /** Ends one token of either kind; a token that was not issued here is ignored. */
  end(token: string): void {
    this.#tokens.access.delete(token);
    this.#tokens.refresh.delete(token);
  }

  /** Ends every access token, and on request every refresh token too. */
  expire({ refreshTokens }: { readonly refreshTokens: boolean }): void {
    this.#tokens.access.clear();
    if (refreshTokens) this.#tokens.refresh.clear();
  }

  /** Ends every token. The count continues: a client that still has a token would otherwise be issued the one that was just rejected. */
  reset(): void {
    this.expire({ refreshTokens: true });
  }
}
