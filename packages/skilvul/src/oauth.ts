import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { error, text } from "./fields.ts";

/** What a new token is asked for with. */
export interface CreateTokenParams {
  /** The client id that the vendor has given you. */
  readonly clientId: string;
  /** The client secret that belongs to it. */
  readonly clientSecret: string;
}

/** A new access token with the refresh token that renews it. */
export interface CreateTokenReply {
  /** How the token is sent: `Bearer`. */
  readonly tokenType?: string | null | undefined;
  /** The access token. */
  readonly accessToken: string;
  /** When the access token ends, in milliseconds since 1970. */
  readonly accessTokenExpiresAt: number;
  /** The token that renews the access token. Always shown by the vendor; the client can do without. */
  readonly refreshToken?: string | null | undefined;
  /** When the refresh token ends, in milliseconds since 1970. */
  readonly refreshTokenExpiresAt?: number | null | undefined;
  /** Null on success. */
  readonly error?: unknown;
}

/** What a token is renewed with. */
export interface RefreshTokenParams {
  /** The client id that the vendor has given you. */
  readonly clientId: string;
  /** The refresh token that came with the last `createToken`. */
  readonly refreshToken: string;
}

/** A renewed access token. No refresh token comes with it: the old one stays good until its own end. */
export interface RefreshTokenReply {
  /** How the token is sent: `Bearer`. */
  readonly tokenType?: string | null | undefined;
  /** The access token. */
  readonly accessToken: string;
  /** When the access token ends, in milliseconds since 1970. */
  readonly accessTokenExpiresAt: number;
  /** Null on success. */
  readonly error?: unknown;
}

// Token replies are always checked strictly, so only what the client cannot do without is required.
const renewedToken = () => ({
  tokenType: z.optional(z.nullable(z.string())),
  accessToken: text(),
  accessTokenExpiresAt: z.number(),
  error: error(),
});

/**
 * Gets a new access token and refresh token. The client does this by itself; call it only to keep tokens elsewhere.
 *
 * Repeated after a lost reply: that leaves one more token that nobody uses, and changes nothing else. The page's example
 * for the command line sends a form, its reference names JSON; JSON is sent.
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
  // A second token takes nothing from the first.
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
 * Renews an access token. The client does this by itself. Once the refresh token has ended, only `createToken` helps.
 *
 * Repeated after a lost reply: the refresh token stays good, so that a second renewal harms nothing.
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
  // The refresh token is not used up.
  idempotent: true,
  params: () => z.strictObject({ clientId: text(), refreshToken: text() }),
  response: () => z.looseObject(renewedToken()),
});
