import { ConfigurationError, type Issue, KelasError } from "@kelaskit/core";
import { type ErrorReader, isObject, problemFields, problemText } from "@kelaskit/core/vendor";

/**
 * No customer is logged in, or the login has ended; nothing was sent. Call `auth.login` and pass its tokens to
 * `useTokens`.
 */
export class LoginRequiredError extends ConfigurationError {
  static override readonly brand: string = "LoginRequiredError";

  constructor(message: string) {
    super(message, { code: "login-required" });
  }
}

/** Why a webhook was refused. For you and your log: do not send it to the sender. */
export type WebhookErrorCode =
  /** The signature is missing or wrong: the webhook is not from the vendor, or was signed with another secret. */
  | "signature"
  /** The body is larger than `maxBytes` and was not checked. */
  | "too-large"
  /** The event is older than `maxAge`, or has no valid time. */
  | "too-old"
  /** The body was cut off, or is signed but not an event: not UTF-8, not JSON, or without a name. */
  | "unreadable"
  /** The event is signed and known but lacks required fields, listed in `issues`. */
  | "incomplete";

/** Options of a `WebhookError`. */
export interface WebhookErrorOptions extends ErrorOptions {
  /** What is wrong with the event. */
  readonly issues?: readonly Issue[] | undefined;
}

/** A webhook was refused; `code` is the reason. The error contains no part of the body. */
export class WebhookError extends KelasError {
  static override readonly brand: string = "WebhookError";
  /** Why the webhook was refused. */
  readonly code: WebhookErrorCode;
  /** The fields that a known event lacks, each with what was expected and the type received. */
  readonly issues: readonly Issue[];

  constructor(code: WebhookErrorCode, message: string, options?: WebhookErrorOptions) {
    super(`scalev verifyWebhook: ${message}.`, options);
    this.code = code;
    this.issues = options?.issues ?? [];
  }
}

/** Reads `{ error, error_code, message, errors }`, each optional; a 429 may be plain text. */
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
