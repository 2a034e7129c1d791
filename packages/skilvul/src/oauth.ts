import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { error, text } from "./fields.ts";

/** The credentials for a new token. */
export interface CreateTokenParams {
  /** The client id that the vendor issued to you. */
  readonly clientId: string;
  /** The client secret for this client id. */
  readonly clientSecret: string;
}

/** A new access token and the refresh token that renews it. */
export interface CreateTokenReply {
  /** The authorization scheme: `Bearer`. */
  readonly tokenType?: string | null | undefined;
  /** The access token. */
  readonly accessToken: string;
  /** When the access token expires, in milliseconds since 1970. */
  readonly accessTokenExpiresAt: number;
  /** Renews the access token. In every sample of the vendor; the client works without it. */
  readonly refreshToken?: string | null | undefined;
  /** When the refresh token expires, in milliseconds since 1970. */
  readonly refreshTokenExpiresAt?: number | null | undefined;
  /** Null on success. */
  readonly error?: unknown;
}

/** The refresh token to exchange. */
export interface RefreshTokenParams {
  /** The client id that the vendor issued to you. */
  readonly clientId: string;
  /** The refresh token from the last `createToken`. */
  readonly refreshToken: string;
}

/** A renewed access token, without a refresh token: the old one stays valid until it expires. */
export interface RefreshTokenReply {
  /** The authorization scheme: `Bearer`. */
  readonly tokenType?: string | null | undefined;
  /** The access token. */
  readonly accessToken: string;
  /** When the access token expires, in milliseconds since 1970. */
  readonly accessTokenExpiresAt: number;
  /** Null on success. */
  readonly error?: unknown;
}

// Token replies are always validated strictly, so only what the client needs is required.
const renewedToken = () => ({
  tokenType: z.optional(z.nullable(z.string())),
  accessToken: text(),
  accessTokenExpiresAt: z.number(),
  error: error(),
});

/**
 * Gets a new access token and refresh token. The client does this by itself; call it only to store tokens elsewhere.
 *
 * Retried when the reply is lost: the only effect is one more unused token. The command-line example of the vendor's page
 * sends a form, its reference says JSON; the client sends JSON.
 *
 * @throws AuthenticationError when the client id or secret is wrong (the status is deduced).
 * @see https://test.api.skilvul.com
 */
export const createToken = operation<CreateTokenParams, CreateTokenReply>({
  name: "oauth.createToken",
  method: "POST",
  path: "/v1/oauth/token",
  evidence: "documented",
  auth: false,
  tokenRequest: true,
  // The first token stays valid.
  idempotent: true,
  params: () => z.strictObject({ clientId: text(), clientSecret: text() }),
  response: () =>
    z.looseObject({
      ...renewedToken(),
      refreshToken: z.optional(z.nullable(text())),
      refreshTokenExpiresAt: z.optional(z.nullable(z.number())),
    }),
});

/**
 * Renews an access token. The client does this by itself. Once the refresh token has expired, call `createToken`.
 *
 * Retried when the reply is lost: the refresh token stays valid, so a second renewal is harmless.
 *
 * @see https://test.api.skilvul.com
 */
export const refreshToken = operation<RefreshTokenParams, RefreshTokenReply>({
  name: "oauth.refreshToken",
  method: "POST",
  path: "/v1/oauth/token/refresh",
  evidence: "documented",
  auth: false,
  tokenRequest: true,
  // The refresh token is not consumed.
  idempotent: true,
  params: () => z.strictObject({ clientId: text(), refreshToken: text() }),
  response: () => z.looseObject(renewedToken()),
});
