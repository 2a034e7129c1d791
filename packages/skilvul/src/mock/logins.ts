import { bearerTokenOf, TokenDesk } from "@kelaskit/core/testing";
import { errorReply } from "./reply.ts";

/** Who gets tokens, and for how long. */
export interface TokenOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds. */
  readonly tokenLifetime: number;
  /** Milliseconds. */
  readonly refreshTokenLifetime: number;
}

/** An access token with its expiry, as the vendor writes it. */
export interface AccessTokenReply {
  readonly tokenType: string;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: number;
  readonly error: null;
}

/** Logs clients in, renews their tokens and checks them. */
export class Logins {
  readonly #options: TokenOptions;
  /** Tokens have 64 hexadecimal digits, as in the vendor's sample. */
  readonly #tokens = new TokenDesk<"access" | "refresh", true>((_kind, number) =>
    number.toString(16).padStart(64, "a0"),
  );

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  #issueAccess(): AccessTokenReply {
    const { token, expiresAt } = this.#tokens.issue("access", true, this.#options.tokenLifetime);
    return { tokenType: "Bearer", accessToken: token, accessTokenExpiresAt: expiresAt, error: null };
  }

  create(clientId: string, clientSecret: string) {
    if (clientId !== this.#options.clientId || clientSecret !== this.#options.clientSecret) {
      return errorReply(401, "The client id or the client secret is wrong.");
    }
    const refresh = this.#tokens.issue("refresh", true, this.#options.refreshTokenLifetime);
    return {
      ...this.#issueAccess(),
      refreshToken: refresh.token,
      refreshTokenExpiresAt: refresh.expiresAt,
    };
  }

  refresh(clientId: string, refreshToken: string): AccessTokenReply | Response {
    if (clientId !== this.#options.clientId) return errorReply(401, "The client id is wrong.");
    const isValid = this.#tokens.holderOf("refresh", refreshToken) === true;
    // The status is deduced from that of an expired access token.
    return isValid ? this.#issueAccess() : errorReply(403, "The refresh token has ended.");
  }

  /** Refuses a request without a valid token. */
  check(request: Request): Response | undefined {
    const token = bearerTokenOf(request);
    // Deduced: the vendor documents only what happens to an expired token.
    if (token === undefined) return errorReply(401, "The authorization header is missing.");
    const isValid = this.#tokens.holderOf("access", token) === true;
    return isValid ? undefined : errorReply(403, "The access token has ended.");
  }

  /** Forgets every token and numbers the next ones from 1 on. */
  reset(): void {
    this.#tokens.reset();
  }

  expire(refreshTokensToo: boolean): void {
    this.#tokens.expire("access");
    if (refreshTokensToo) this.#tokens.expire("refresh");
  }
}
