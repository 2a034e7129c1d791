import { bearerTokenOf, TokenDesk } from "@kelaskit/core/testing";
import { errorReply } from "./reply.ts";

/** Which client the mock accepts, and how long its tokens live. */
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

/** The tokens of the mock. A refresh token may be used any number of times until it expires, as the vendor documents. */
export class SkilvulTokens {
  readonly #options: TokenOptions;
  readonly #desk: TokenDesk<string>;

  constructor(options: TokenOptions) {
    this.#options = options;
    this.#desk = new TokenDesk({
      // 64 hexadecimal digits, as in the vendor's sample.
      write: (number) => number.toString(16).padStart(64, "a0"),
      lifetimes: { access: options.tokenLifetime, refresh: options.refreshTokenLifetime },
    });
  }

  #accessToken(): AccessTokenReply {
    const { token, expiresAt } = this.#desk.issue("access", this.#options.clientId);
    return { tokenType: "Bearer", accessToken: token, accessTokenExpiresAt: expiresAt, error: null };
  }

  create(clientId: string, clientSecret: string) {
    if (clientId !== this.#options.clientId || clientSecret !== this.#options.clientSecret) {
      return errorReply(401, "The client id or the client secret is wrong.");
    }
    const { token, expiresAt } = this.#desk.issue("refresh", clientId);
    return { ...this.#accessToken(), refreshToken: token, refreshTokenExpiresAt: expiresAt };
  }

  refresh(clientId: string, refreshToken: string): AccessTokenReply | Response {
    if (clientId !== this.#options.clientId) return errorReply(401, "The client id is wrong.");
    if (this.#desk.holderOf("refresh", refreshToken) === undefined) {
      // The status is deduced from that of an expired access token.
      return errorReply(403, "The refresh token has expired, or was not issued by this mock.");
    }
    return this.#accessToken();
  }

  /** The refusal of a request without a valid token; undefined if it has one. */
  check(request: Request): Response | undefined {
    const token = bearerTokenOf(request);
    // Deduced: the vendor documents only what happens to an expired token.
    if (token === undefined) return errorReply(401, "The authorization header is missing.");
    if (this.#desk.holderOf("access", token) === undefined) {
      // The status is documented, the code was observed.
      return Response.json({ error: "ACCESS_TOKEN_NOT_VALID" }, { status: 403 });
    }
    return undefined;
  }

  /** Ends every access token, and on request every refresh token. */
  expire(which: { readonly refreshTokens: boolean }): void {
    this.#desk.expire(which);
  }

  reset(): void {
    this.#desk.reset();
  }
}
