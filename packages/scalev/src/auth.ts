import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { maybeText, text } from "./fields.ts";

/** The role to log in with. */
export type LoginRole = "customer" | "owner";

/** The account to log in with. */
export interface LoginParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The e-mail address. */
  readonly email: string;
  /** The password. */
  readonly password: string;
  /** The role. @default chosen by the vendor, undocumented */
  readonly login_as?: LoginRole | undefined;
}

/** The code from the e-mail. */
export interface VerifyOtpParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The e-mail address that `auth.login` was called with. */
  readonly email: string;
  /** The code; it can be used once. */
  readonly otp: string;
  /** The role. @default chosen by the vendor, undocumented */
  readonly login_as?: LoginRole | undefined;
}

/** The refresh token to exchange. */
export interface RefreshParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The refresh token; it can be used once. Using it again ends the whole login. */
  readonly refresh: string;
}

/** Which tokens to revoke. */
export interface RevokeParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** Access and refresh tokens, at least one. */
  readonly tokens: readonly string[];
}

/** The customer who forgot the password. */
export interface StartPasswordResetParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The e-mail address. */
  readonly email: string;
}

/** The new password, with the token from the e-mail. */
export interface SavePasswordParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The token from the e-mail of `auth.startPasswordReset`. */
  readonly token: string;
  /** The new password. */
  readonly password: string;
}

/** The tokens of a customer who is logged in. Pass them to a client with `useTokens`. */
export interface CustomerTokens {
  /** The access token, a JWT. */
  readonly access: string;
  /** The refresh token; it can be used once. Each renewal returns a new one. */
  readonly refresh: string;
  /** The authorization scheme: `Bearer`. */
  readonly token_type: string;
  /** The lifetime of the access token in seconds; 900 in the vendor's sample. */
  readonly expires_in: number;
  /** The lifetime of the refresh token in seconds; 2592000 (thirty days) in the vendor's sample. */
  readonly refresh_expires_in: number;
  /** The store's unique id; only in some replies to a code. */
  readonly store_unique_id?: string | null | undefined;
}

/** The password was right, and a code was sent by e-mail: ask the customer for it, then call `auth.verifyOtp`. */
export interface OtpChallenge {
  /** The vendor's message for the customer. */
  readonly message: string;
}

/** Tokens, or a challenge that requires a code. Distinguish them with `needsOtp` or `"access" in reply`. */
export type LoginReply = CustomerTokens | OtpChallenge;

/**
 * Checks whether a login requires a code that was sent by e-mail.
 *
 * @example
 * ```ts
 * const reply = await scalev.auth.login({ email, password });
 * const tokens = needsOtp(reply) ? await scalev.auth.verifyOtp({ email, otp: await askForCode(reply.message) }) : reply;
 * await scalev.useTokens(tokens);
 * ```
 */
export function needsOtp(reply: LoginReply): reply is OtpChallenge {
  return !("access" in reply);
}

const loginRole = () => z.optional(z.enum(["customer", "owner"]));

const tokens = () =>
  z.looseObject({
    access: text(),
    refresh: text(),
    token_type: z.string(),
    expires_in: z.int(),
    refresh_expires_in: z.int(),
    store_unique_id: maybeText(),
  });

const challenge = () => z.looseObject({ message: z.string() });

/**
 * Logs a customer in. Returns tokens, or sends a code by e-mail where the store requires one. The client does not use the
 * tokens until you pass them to `useTokens`. Sent once: a retry could send another code.
 *
 * @throws AuthenticationError when the e-mail address or the password is wrong.
 * @throws NotFoundError when the store or the storefront key is unknown.
 * @see https://docs.scalev.com/en/storefront-api/auth.md
 */
export const login = operation<LoginParams, LoginReply>({
  name: "auth.login",
  method: "POST",
  path: "/v3/stores/{storeId}/public/auth/login",
  evidence: "documented",
  auth: "storefront",
  tokenRequest: true,
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: text(), email: text(), password: text(), login_as: loginRole() }),
  response: () => z.union([tokens(), challenge()]),
});

/**
 * Completes a login with the code from the e-mail. Sent once: the code can be used once.
 *
 * @throws AuthenticationError when the code is wrong or has expired.
 * @see https://docs.scalev.com/en/storefront-api/auth.md
 */
export const verifyOtp = operation<VerifyOtpParams, CustomerTokens>({
  name: "auth.verifyOtp",
  method: "POST",
  path: "/v3/stores/{storeId}/public/auth/otp/verify",
  evidence: "documented",
  auth: "storefront",
  tokenRequest: true,
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: text(), email: text(), otp: text(), login_as: loginRole() }),
  response: tokens,
});

/**
 * Renews tokens. The client does this by itself with the tokens passed to it; call it only to store tokens elsewhere.
 *
 * Sent once: the refresh token can be used once, and using it again ends the whole login.
 *
 * @throws AuthenticationError when the refresh token was used, has expired or was revoked: the customer must log in.
 * @see https://docs.scalev.com/en/storefront-api/auth.md
 */
export const refresh = operation<RefreshParams, CustomerTokens>({
  name: "auth.refresh",
  method: "POST",
  path: "/v3/stores/{storeId}/public/auth/jwt/refresh",
  evidence: "documented",
  auth: "storefront",
  tokenRequest: true,
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: text(), refresh: text() }),
  response: tokens,
});

/**
 * Revokes tokens. The client's `logOut` revokes its own tokens and deletes them.
 *
 * @see https://docs.scalev.com/en/storefront-api/auth.md
 */
export const revoke = operation<RevokeParams, undefined>({
  name: "auth.revoke",
  method: "POST",
  path: "/v3/stores/{storeId}/public/auth/jwt/blacklist",
  evidence: "documented",
  auth: "storefront",
  tokenRequest: true,
  // Revoking a token twice has the same effect.
  idempotent: true,
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: text(), tokens: z.array(text()).check(z.minLength(1)) }),
  response: () => z.undefined(),
});

/**
 * Sends an e-mail that lets the customer choose a new password. Sent once: each request sends an e-mail. Success does not
 * mean that the customer exists.
 *
 * @see https://docs.scalev.com/en/storefront-api/auth.md
 */
export const startPasswordReset = operation<StartPasswordResetParams, undefined>({
  name: "auth.startPasswordReset",
  method: "POST",
  path: "/v3/stores/{storeId}/public/auth/forget-password",
  evidence: "documented",
  auth: "storefront",
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: text(), email: text() }),
  response: () => z.undefined(),
});

/**
 * Saves a new password with the token from the e-mail. Sent once: the token can be used once.
 *
 * @throws NotFoundError when the token is unknown, was used or has expired.
 * @see https://docs.scalev.com/en/storefront-api/auth.md
 */
export const savePassword = operation<SavePasswordParams, undefined>({
  name: "auth.savePassword",
  method: "POST",
  path: "/v3/stores/{storeId}/public/auth/save-password",
  evidence: "documented",
  auth: "storefront",
  tokenRequest: true,
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: text(), token: text(), password: text() }),
  response: () => z.undefined(),
});
