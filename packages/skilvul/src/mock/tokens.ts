import { errorReply } from "./reply.ts";

/** Who may come in, and for how long. */
export interface TokenOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds. */
  readonly tokenLifetime: number;
  /** Milliseconds. */
  readonly refreshTokenLifetime: number;
}

/** An access token with its end, as the vendor writes it. */
export interface IssuedToken {
  readonly tokenType: string;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: number;
  readonly error: null;
}

/** Gives tokens out and checks them. Tokens are numbered, so that a test run twice sees the same ones. */
export class TokenDesk {
  readonly #options: TokenOptions;
  /** The tokens that were given out, with their ends. */
  readonly #accessTokens = new Map<string, number>();
  readonly #refreshTokens = new Map<string, number>();
  #issued = 0;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** 64 hexadecimal digits, as in the vendor's sample. */
  #newToken(): string {
    this.#issued += 1;
    return this.#issued.toString(16).padStart(64, "a0");
  }

  #issue(): IssuedToken {
    const accessToken = this.#newToken();
    const accessTokenExpiresAt = Date.now() + this.#options.tokenLifetime;
    this.#accessTokens.set(accessToken, accessTokenExpiresAt);
    return { tokenType: "Bearer", accessToken, accessTokenExpiresAt, error: null };
  }

  create(clientId: string, clientSecret: string) {
    if (clientId !== this.#options.clientId || clientSecret !== this.#options.clientSecret) {
      return errorReply(401, "The client id or the client secret is wrong.");
    }
    const refreshToken = this.#newToken();
    const refreshTokenExpiresAt = Date.now() + this.#options.refreshTokenLifetime;
    this.#refreshTokens.set(refreshToken, refreshTokenExpiresAt);
    return { ...this.#issue(), refreshToken, refreshTokenExpiresAt };
  }

  refresh(clientId: string, refreshToken: string): IssuedToken | Response {
    if (clientId !== this.#options.clientId) return errorReply(401, "The client id is wrong.");
    const end = this.#refreshTokens.get(refreshToken);
    // The status is deduced from that of an access token that has ended.
    if (end === undefined || end <= Date.now()) return errorReply(403, "The refresh token has ended.");
    return this.#issue();
  }

  /** The refusal of a request without a living token. */
  check(request: Request): Response | undefined {
    const [, token] = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    // Deduced: the vendor documents only what happens to a token that has ended.
    if (token === undefined) return errorReply(401, "The authorization header is missing.");
    const end = this.#accessTokens.get(token);
    if (end === undefined || end <= Date.now()) return errorReply(403, "The access token has ended.");
    return undefined;
  }

  /** Knows no token that was given out, and numbers them from the first on. */
  reset(): void {
    this.expire(true);
    this.#issued = 0;
  }

  expire(refreshTokensToo: boolean): void {
    this.#accessTokens.clear();
    if (refreshTokensToo) this.#refreshTokens.clear();
  }
}
