import { ConfigurationError, KelasError } from "@kelaskit/core";
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

/** A webhook is not to be trusted or not to be read: its signature is wrong or missing, or its body is no event. */
export class WebhookError extends KelasError {
  static override readonly brand: string = "WebhookError";
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
