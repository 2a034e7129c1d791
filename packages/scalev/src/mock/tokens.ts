import type { CustomerTokens } from "../auth.ts";
import { errorReply } from "./reply.ts";

/** How long tokens live, in seconds. */
export interface TokenLifetimes {
  readonly tokenLifetime: number;
  readonly refreshTokenLifetime: number;
}

interface Session {
  readonly email: string;
  isRevoked: boolean;
}

interface IssuedToken {
  readonly session: Session;
  /** Milliseconds since 1970. */
  readonly end: number;
}

interface RefreshToken extends IssuedToken {
  isSpent: boolean;
}

/** Gives tokens out, renews and ends them. Tokens are numbered, so that a test run twice sees the same ones. */
export class TokenDesk {
  readonly #lifetimes: TokenLifetimes;
  readonly #access = new Map<string, IssuedToken>();
  readonly #refresh = new Map<string, RefreshToken>();
  #issued = 0;
  /** How often tokens were renewed. */
  refreshes = 0;
  /** How often a refresh token came again that had been used up. */
  doubleSpends = 0;

  constructor(lifetimes: TokenLifetimes) {
    this.#lifetimes = lifetimes;
  }

  /** The look of a JWT; it holds nothing. */
  #newToken(kind: string): string {
    this.#issued += 1;
    return `eyJhbGciOiJub25lIn0.${kind}-${String(this.#issued).padStart(6, "0")}.mock`;
  }

  #issue(session: Session): CustomerTokens {
    const { tokenLifetime, refreshTokenLifetime } = this.#lifetimes;
    const access = this.#newToken("access");
    const refresh = this.#newToken("refresh");
    this.#access.set(access, { session, end: Date.now() + tokenLifetime * 1000 });
    this.#refresh.set(refresh, { session, end: Date.now() + refreshTokenLifetime * 1000, isSpent: false });
    return {
      access,
      refresh,
      token_type: "Bearer",
      expires_in: tokenLifetime,
      refresh_expires_in: refreshTokenLifetime,
    };
  }

  /** Begins a login. */
  logIn(email: string): CustomerTokens {
    return this.#issue({ email, isRevoked: false });
  }

  /** A refresh token can be used once; when it comes again, the whole login ends. */
  renew(refresh: string): CustomerTokens | Response {
    const found = this.#refresh.get(refresh);
    if (found === undefined) return errorReply(401, "Invalid refresh token");
    const { session, end, isSpent } = found;
    if (isSpent) {
      this.doubleSpends += 1;
      session.isRevoked = true;
    }
    if (session.isRevoked || end <= Date.now()) return errorReply(401, "Invalid refresh token");
    found.isSpent = true;
    this.refreshes += 1;
    return this.#issue(session);
  }

  /** Ends tokens; those that nobody has given out are passed over. */
  revoke(tokens: readonly string[]): void {
    for (const token of tokens) {
      this.#access.delete(token);
      this.#refresh.delete(token);
    }
  }

  /** Whose token a request brings; nothing when it is none, or has ended. */
  emailOf(request: Request): string | undefined {
    const [, token = ""] = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    const found = this.#access.get(token);
    if (found === undefined || found.session.isRevoked || found.end <= Date.now()) return undefined;
    return found.session.email;
  }

  /** Knows no token that was given out, and counts from the first on. */
  reset(): void {
    this.expire(true);
    this.#issued = 0;
    this.refreshes = 0;
    this.doubleSpends = 0;
  }

  /** Ends every access token, and the refresh tokens too if told so. */
  expire(refreshTokensToo: boolean): void {
    this.#access.clear();
    if (refreshTokensToo) this.#refresh.clear();
  }
}
