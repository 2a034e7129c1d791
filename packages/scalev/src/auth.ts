import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { maybeText, text } from "./fields.ts";

/** As whom somebody logs in. */
export type LoginRole = "customer" | "owner";

/** Who logs in. */
export interface LoginParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The e-mail address. */
  readonly email: string;
  /** The password. */
  readonly password: string;
  /** As whom. @default the vendor's own choice, undocumented */
  readonly login_as?: LoginRole | undefined;
}

/** The code that came by e-mail. */
export interface VerifyOtpParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The e-mail address that `auth.login` was called with. */
  readonly email: string;
  /** The code. It can be used once. */
  readonly otp: string;
  /** As whom. @default the vendor's own choice, undocumented */
  readonly login_as?: LoginRole | undefined;
}

/** What tokens are renewed with. */
export interface RefreshParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The refresh token. It can be used once: using it again ends the whole login. */
  readonly refresh: string;
}

/** Which tokens to end. */
export interface RevokeParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** Access and refresh tokens, at least one. */
  readonly tokens: readonly string[];
}

/** Who has forgotten the password. */
export interface StartPasswordResetParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The e-mail address. */
  readonly email: string;
}

/** A new password, with the token that allows it. */
export interface SavePasswordParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The token from the e-mail that `auth.startPasswordReset` had sent. */
  readonly token: string;
  /** The new password. */
  readonly password: string;
}

/** The tokens of a customer who is logged in. Hand them to a client with `useTokens`. */
export interface CustomerTokens {
  /** The access token, a JWT. */
  readonly access: string;
  /** The refresh token. It can be used once; each renewal gives a new one. */
  readonly refresh: string;
  /** How the access token is sent: `Bearer`. */
  readonly token_type: string;
  /** For how many seconds from now the access token is good; the vendor shows 900. */
  readonly expires_in: number;
  /** For how many seconds from now the refresh token is good; the vendor shows 2592000, thirty days. */
  readonly refresh_expires_in: number;
  /** The store; it comes with some replies to a code. */
  readonly store_unique_id?: string | null | undefined;
}

/** The password was right and a code is on its way by e-mail: ask for it, then call `auth.verifyOtp`. */
export interface OtpChallenge {
  /** The vendor's words for the customer. */
  readonly message: string;
}

/** Tokens, or the challenge to give a code first. `needsOtp` tells which; so does `"access" in reply`. */
export type LoginReply = CustomerTokens | OtpChallenge;

/**
 * Tells whether a login goes on with a code that was sent by e-mail.
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
 * Logs a customer in: gives tokens, or sends a code by e-mail where the store asks for one. The client does not keep the
 * tokens until they are handed to `useTokens`. Sent once: another try could send another code.
 *
 * @throws AuthenticationError when e-mail address or password are wrong.
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
 * Ends a login with the code that came by e-mail. Sent once: the code is used up by it.
 *
 * @throws AuthenticationError when the code is wrong or too old.
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
 * Renews tokens. The client does this by itself with the tokens that it was handed; call it only to keep tokens elsewhere.
 *
 * Sent once: the refresh token is used up by it, and the vendor ends the whole login when it comes again.
 *
 * @throws AuthenticationError when the refresh token is used up, ended or revoked: the customer must log in.
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
 * Ends tokens before their time. `logOut` of the client does this with the tokens that it has, and forgets them.
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
  // A token that has ended cannot end again.
  idempotent: true,
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: text(), tokens: z.array(text()).check(z.minLength(1)) }),
  response: () => z.undefined(),
});

/**
 * Sends an e-mail with which the customer can choose a new password. Sent once: each time an e-mail goes out. Success does
 * not mean that there is such a customer.
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
 * Saves a new password with the token of the e-mail. Sent once: the token may be used up by it.
 *
 * @throws NotFoundError when the token is unknown, used up or too old.
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
