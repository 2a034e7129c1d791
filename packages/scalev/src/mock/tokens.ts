import { bearerTokenOf, TokenDesk } from "@kelaskit/core/testing";
import type { CustomerTokens } from "../auth.ts";
import { errorReply } from "./reply.ts";

/** How long tokens live, in seconds. */
export interface TokenLifetimes {
  readonly tokenLifetime: number;
  readonly refreshTokenLifetime: number;
}

/** One login of a customer; all tokens that come from it end with it. */
interface Session {
  readonly email: string;
  isRevoked: boolean;
}

/** The tokens of the mock. A refresh token can be used once; using it again ends the whole login. */
export class ScalevTokens {
  readonly #lifetimes: TokenLifetimes;
  readonly #desk: TokenDesk<Session>;
  readonly #spent = new Map<string, Session>();
  /** How often tokens were renewed. */
  refreshes = 0;
  /** How often a refresh token was used again. */
  doubleSpends = 0;

  constructor(lifetimes: TokenLifetimes) {
    this.#lifetimes = lifetimes;
    this.#desk = new TokenDesk({
      // The form of a JWT, without any data.
      write: (number, kind) => `eyJhbGciOiJub25lIn0.${kind}-${String(number).padStart(6, "0")}.mock`,
      lifetimes: {
        access: lifetimes.tokenLifetime * 1000,
        refresh: lifetimes.refreshTokenLifetime * 1000,
      },
    });
  }

  #issue(session: Session): CustomerTokens {
    return {
      access: this.#desk.issue("access", session).token,
      refresh: this.#desk.issue("refresh", session).token,
      token_type: "Bearer",
      expires_in: this.#lifetimes.tokenLifetime,
      refresh_expires_in: this.#lifetimes.refreshTokenLifetime,
    };
  }

  /** Starts a login. */
  logIn(email: string): CustomerTokens {
    return this.#issue({ email, isRevoked: false });
  }

  /** Exchanges a refresh token for new tokens. */
  renew(refresh: string): CustomerTokens | Response {
    const spent = this.#spent.get(refresh);
    if (spent !== undefined) {
      this.doubleSpends += 1;
      spent.isRevoked = true;
    }
    const session = this.#desk.holderOf("refresh", refresh);
    if (session === undefined || session.isRevoked) return errorReply(401, "Invalid refresh token");
    this.#desk.end(refresh);
    this.#spent.set(refresh, session);
    this.refreshes += 1;
    return this.#issue(session);
  }

  /** Ends tokens; unknown ones are ignored. */
  revoke(tokens: readonly string[]): void {
    for (const token of tokens) {
      this.#desk.end(token);
      this.#spent.delete(token);
    }
  }

  /** Whose token a request carries; nothing when it has none, or one that has expired. */
  emailOf(request: Request): string | undefined {
    const session = this.#desk.holderOf("access", bearerTokenOf(request));
    return session === undefined || session.isRevoked ? undefined : session.email;
  }

  /** Ends every access token, and on request the refresh tokens too. */
  expire(which: { readonly refreshTokens: boolean }): void {
    this.#desk.expire(which);
    if (which.refreshTokens) this.#spent.clear();
  }

  /** Ends every token, and counts from 1 again. */
  reset(): void {
    this.#desk.reset();
    this.#spent.clear();
    this.refreshes = 0;
    this.doubleSpends = 0;
  }
}
