/** A token that a mock has issued. */
export interface IssuedToken<Holder> {
  readonly token: string;
  /** What the mock keeps about it, such as whose it is. */
  readonly holder: Holder;
  /** When it expires, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The token of a request's `authorization: Bearer …`, or nothing. */
export function bearerTokenOf(request: Request): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

/**
 * Issues and checks the tokens of a mock. Tokens are numbered, so that a test that is run twice sees the same ones.
 *
 * @param write Writes a token: its kind, such as `access`, and its number from 1 on, which no other token has.
 */
export class TokenDesk<Kind extends string, Holder> {
  readonly #write: (kind: Kind, number: number) => string;
  readonly #issued = new Map<Kind, Map<string, IssuedToken<Holder>>>();
  #count = 0;

  constructor(write: (kind: Kind, number: number) => string) {
    this.#write = write;
  }

  /** Issues a token that lives for `lifetime` milliseconds. */
  issue(kind: Kind, holder: Holder, lifetime = Infinity): IssuedToken<Holder> {
    this.#count += 1;
    const token = this.#write(kind, this.#count);
    const issued = { token, holder, expiresAt: Date.now() + lifetime };
    const known = this.#issued.get(kind) ?? new Map<string, IssuedToken<Holder>>();
    this.#issued.set(kind, known.set(token, issued));
    return issued;
  }

  /** Finds a token that was issued, expired or not. */
  find(kind: Kind, token: string): IssuedToken<Holder> | undefined {
    return this.#issued.get(kind)?.get(token);
  }

  /** Returns what is kept about a token, or nothing when it was never issued or has expired. */
  holderOf(kind: Kind, token: string): Holder | undefined {
    const found = this.find(kind, token);
    return found === undefined || found.expiresAt <= Date.now() ? undefined : found.holder;
  }

  /** Forgets a token of any kind. */
  revoke(token: string): void {
    for (const known of this.#issued.values()) known.delete(token);
  }

  /** Forgets every token of some kinds. */
  expire(...kinds: readonly Kind[]): void {
    for (const kind of kinds) this.#issued.delete(kind);
  }

  /** Forgets every token and numbers the next ones from 1 on. */
  reset(): void {
    this.#issued.clear();
    this.#count = 0;
  }
}
