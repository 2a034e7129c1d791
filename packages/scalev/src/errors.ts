import { ConfigurationError, type Issue, KelasError } from "@kelaskit/core";
import { type ErrorReader, isObject, problemFields, problemText } from "@kelaskit/core/vendor";

/**
 * Nobody is logged in, or the login has ended, and nothing was sent: call `auth.login` and hand its tokens over with
 * `useTokens`.
 */
export class LoginRequiredError extends ConfigurationError {
  static override readonly brand: string = "LoginRequiredError";

  constructor(message: string) {
    super(message, { code: "login-required" });
  }
}

/** Why a webhook was refused. It is for you and your log: whoever sent the webhook need not know. */
export type WebhookErrorCode =
  /** The signature is missing or wrong: the webhook does not come from the vendor, or the secret is another. */
  | "signature"
  /** The body is larger than `maxBytes`, and was not looked at. */
  | "too-large"
  /** The event is older than `maxAge`, or does not say when it happened. */
  | "too-old"
  /** The body broke off; or it is signed and is no event: not UTF-8, not JSON, without a name. */
  | "unreadable"
  /** The event is signed and known, and lacks what such an event says: `issues` names it. */
  | "incomplete";

/** What a `WebhookError` is made with besides its code and message. */
export interface WebhookErrorOptions extends ErrorOptions {
  /** What is wrong with the event. */
  readonly issues?: readonly Issue[] | undefined;
}

/** A webhook is not to be trusted, or not to be read; `code` tells why. Nothing of its body is in the error. */
export class WebhookError extends KelasError {
  static override readonly brand: string = "WebhookError";
  /** Why it was refused. */
  readonly code: WebhookErrorCode;
  /** Every field that a known event lacks: where, what was expected, and the type of what came. */
  readonly issues: readonly Issue[];

  constructor(code: WebhookErrorCode, message: string, options?: WebhookErrorOptions) {
    super(`scalev verifyWebhook: ${message}.`, options);
    this.code = code;
    this.issues = options?.issues ?? [];
  }
}

/** `{ error, error_code, message, errors }`, each optional; a 429 may be plain text. */
export const readError: ErrorReader = ({ status, body }) => {
  if (status < 300) return undefined;
  if (!isObject(body)) return { message: problemText(body) };
  const { error, error_code: code, message, errors } = body;
  return {
    message: problemText(message) ?? problemText(error),
    code: problemText(code),
    fields: problemFields(errors),
  };
};
