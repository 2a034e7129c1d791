import { ConfigurationError, type Issue, KelasError } from "@kelaskit/core";
import type { ErrorReader } from "@kelaskit/core/vendor";

type Fields = Readonly<Record<string, unknown>>;

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

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text, or that of an object, as deep as an error is ever written. */
function textOf(value: unknown, depth = 8): string | undefined {
  if (isObject(value)) return depth === 0 ? undefined : textOf(value["message"] ?? value["error"], depth - 1);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function wordsOf(value: unknown): string {
  return textOf(value) ?? (typeof value === "number" || typeof value === "boolean" ? String(value) : "");
}

/** Wrong fields: the vendor shows a list of `{ field, message }`; an object by field names costs nothing to read. */
function fieldsOf(errors: unknown): readonly { readonly field: string; readonly message: string }[] {
  if (Array.isArray(errors)) {
    return errors.flatMap((entry: unknown) =>
      isObject(entry) && typeof entry["field"] === "string"
        ? [{ field: entry["field"], message: textOf(entry) ?? "" }]
        : [],
    );
  }
  if (!isObject(errors)) return [];
  return Object.entries(errors).map(([field, about]) => ({
    field,
    message: [about].flat().map(wordsOf).join("; "),
  }));
}

/** `{ error, error_code, message, errors }`, each optional; a 429 may be plain text. */
export const readError: ErrorReader = ({ status, body }) => {
  if (status < 300) return undefined;
  if (!isObject(body)) return { message: textOf(body)?.trim() };
  const { error, error_code: code, message, errors } = body;
  return { message: textOf(message) ?? textOf(error), code: textOf(code), fields: fieldsOf(errors) };
};
