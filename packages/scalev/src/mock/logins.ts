import { bearerTokenOf, TokenDesk } from "@kelaskit/core/testing";
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

interface Holder {
  readonly session: Session;
  /** Whether a refresh token has been used. */
  isSpent: boolean;
}

/** Logs customers in, renews their tokens and ends them. */
export class Logins {
  readonly #lifetimes: TokenLifetimes;
  /** Tokens look like a JWT; they contain nothing. */
  readonly #tokens = new TokenDesk<"access" | "refresh", Holder>(
    (kind, number) => `eyJhbGciOiJub25lIn0.${kind}-${String(number).padStart(6, "0")}.mock`,
  );
  /** How often tokens were renewed. */
  refreshes = 0;
  /** How often a refresh token that had been used came again. */
  doubleSpends = 0;

  constructor(lifetimes: TokenLifetimes) {
    this.#lifetimes = lifetimes;
  }

  #issue(session: Session): CustomerTokens {
    const { tokenLifetime, refreshTokenLifetime } = this.#lifetimes;
    const access = this.#tokens.issue("access", { session, isSpent: false }, tokenLifetime * 1000);
    const refresh = this.#tokens.issue("refresh", { session, isSpent: false }, refreshTokenLifetime * 1000);
    return {
      access: access.token,
      refresh: refresh.token,
      token_type: "Bearer",
      expires_in: tokenLifetime,
      refresh_expires_in: refreshTokenLifetime,
    };
  }

  /** Starts a login. */
  logIn(email: string): CustomerTokens {
    return this.#issue({ email, isRevoked: false });
  }

  /** A refresh token can be used once; when it comes again, the whole login ends. */
  renew(refresh: string): CustomerTokens | Response {
    const found = this.#tokens.find("refresh", refresh);
    if (found === undefined) return errorReply(401, "Invalid refresh token");
    const { holder, expiresAt } = found;
    const { session } = holder;
    if (holder.isSpent) {
      this.doubleSpends += 1;
      session.isRevoked = true;
    }
    if (session.isRevoked || expiresAt <= Date.now()) return errorReply(401, "Invalid refresh token");
    holder.isSpent = true;
    this.refreshes += 1;
    return this.#issue(session);
  }

  /** Ends tokens; unknown ones are ignored. */
  revoke(tokens: readonly string[]): void {
    for (const token of tokens) this.#tokens.revoke(token);
  }

  /** The e-mail address whose token a request brings, or nothing when it is unknown or has expired. */
  emailOf(request: Request): string | undefined {
    const holder = this.#tokens.holderOf("access", bearerTokenOf(request) ?? "");
    return holder === undefined || holder.session.isRevoked ? undefined : holder.session.email;
  }

  /** Forgets every token and numbers the next ones from 1 on. */
  reset(): void {
    this.#tokens.reset();
    this.refreshes = 0;
    this.doubleSpends = 0;
  }

  /** Ends every access token, and the refresh tokens too if asked to. */
  expire(refreshTokensToo: boolean): void {
    this.#tokens.expire("access");
    if (refreshTokensToo) this.#tokens.expire("refresh");
  }
}
