import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, ids, text } from "../fields.ts";
import { maybeFlag, maybeText, message, statusMessage } from "../shared/replies.ts";
import type { Id, Message, StatusMessage } from "../shared/shapes.ts";
import { newPassword } from "../shared/user-account-schemas.ts";

/** Whose password to set. */
export interface UpdateUserPasswordParams {
  /** At least 8 characters; the vendor rejects passwords that are listed at haveibeenpwned.com. */
  readonly password: string;
  /** The user's id. */
  readonly userId: Id;
}

/** Whom to write to. */
export interface ResendAccountEmailParams {
  /** The id of the portal that the user belongs to. */
  readonly portalId: Id;
  /** The user's id, or several. Optional in the vendor's table, required in its text: always pass it. */
  readonly user_id?: Id | readonly Id[] | undefined;
}

/** Whose second factor is meant. */
export interface TwoFactorParams {
  /** The user's id; without it most likely the account whose token is sent. */
  readonly user_id?: Id | undefined;
}

/** Whether an account has a second factor. */
export interface TwoFactorState {
  readonly is2FactorAuthActive?: boolean | null | undefined;
  /**
   * An image of the secret for an authenticator app; empty in the vendor's sample, most likely markup. Do not log it.
   */
  readonly qr_code?: string | null | undefined;
  /** The secret for an authenticator app, as text. Do not log it. */
  readonly string_code?: string | null | undefined;
}

/** The secret that an authenticator app needs, in three forms. Do not log any of them. */
export interface TwoFactorSecret {
  /** As an image; empty in the vendor's sample, most likely markup: sanitize it before you show it. */
  readonly as_qr_code?: string | null | undefined;
  /** As an address, such as `otpauth://totp/AOM?secret=…&issuer=AOM`. */
  readonly as_uri?: string | null | undefined;
  /** As text, in base32. */
  readonly as_string?: string | null | undefined;
}

/** The proof that an authenticator app has the secret. */
export interface ConfirmTwoFactorParams extends TwoFactorParams {
  /** The one-time code that the app shows. */
  readonly secretCode: string;
  /** `as_qr_code` of `users.prepareTwoFactor`. */
  readonly qrCode: string;
  /** `as_string` of `users.prepareTwoFactor`. */
  readonly stringCode: string;
}

/** That the second factor is off. */
export interface DisableTwoFactorReply {
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** Null: the secret is gone. */
  readonly qrcode?: string | null | undefined;
  /** Null: the secret is gone. */
  readonly stringcode?: string | null | undefined;
}

const twoFactorParams = () => ({ user_id: z.optional(id()) });

/**
 * Sets a user's password without the old one. Whether the user is notified or signed out is not documented.
 *
 * The password is sent in the query: it is redacted wherever the client prints a URL, but may appear in the logs of
 * proxies and servers on the way.
 *
 * @throws InvalidParamsError when the password has fewer than 8 characters; nothing is sent.
 */
export const updatePassword = operation<UpdateUserPasswordParams, Message>({
  name: "users.updatePassword",
  method: "PUT",
  path: "/user/password",
  query: ["password", "userId"],
  secretParams: ["password"],
  params: () => z.strictObject({ password: newPassword(), userId: id() }),
  response: () => message(),
});

/**
 * Sends users a new password by e-mail: the old one stops working. An unknown user is skipped without an error.
 * Several ids are sent as `user_id[]`, Laravel's form: the vendor allows a list and has no example of one.
 */
export const resendAccountEmail = operation<ResendAccountEmailParams, StatusMessage>({
  name: "users.resendAccountEmail",
  method: "POST",
  path: "/user/resend-account-email",
  query: ["portalId", "user_id"],
  encode: { user_id: "brackets" },
  params: () => z.strictObject({ portalId: id(), user_id: z.optional(z.union([id(), ids()])) }),
  response: () => statusMessage(),
});

/** Reads whether a second factor is on. The reply may contain its secret. */
export const getTwoFactor = operation<TwoFactorParams, TwoFactorState>({
  name: "users.getTwoFactor",
  method: "GET",
  path: "/user/two-factor",
  params: () => z.strictObject(twoFactorParams()),
  response: () =>
    z.looseObject({ is2FactorAuthActive: maybeFlag(), qr_code: maybeText(), string_code: maybeText() }),
});

/** Creates a secret for an authenticator app. Nothing is switched on before `users.confirmTwoFactor`. */
export const prepareTwoFactor = operation<TwoFactorParams, TwoFactorSecret>({
  name: "users.prepareTwoFactor",
  method: "POST",
  path: "/user/prepare-two-factor",
  params: () => z.strictObject(twoFactorParams()),
  response: () => z.looseObject({ as_qr_code: maybeText(), as_uri: maybeText(), as_string: maybeText() }),
});

/**
 * Switches the second factor on, once the app's code shows that it has the secret: from then on signing in asks for
 * it.
 */
export const confirmTwoFactor = operation<ConfirmTwoFactorParams, StatusMessage>({
  name: "users.confirmTwoFactor",
  method: "POST",
  path: "/user/confirm-two-factor",
  secretParams: ["secretCode", "qrCode", "stringCode"],
  params: () =>
    z.strictObject({ ...twoFactorParams(), secretCode: text(), qrCode: text(), stringCode: text() }),
  response: () => statusMessage(),
});

/**
 * Switches the second factor off and drops its secret: the password alone is enough to sign in. No code is asked for.
 */
export const disableTwoFactor = operation<TwoFactorParams, DisableTwoFactorReply>({
  name: "users.disableTwoFactor",
  method: "POST",
  path: "/user/disable-two-factor",
  params: () => z.strictObject(twoFactorParams()),
  response: () => z.looseObject({ message: maybeText(), qrcode: maybeText(), stringcode: maybeText() }),
});
