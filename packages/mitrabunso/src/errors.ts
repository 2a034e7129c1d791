import type { ErrorReader } from "@kelaskit/core/vendor";

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The words of a text, a list, or an object, as deep as an error is ever written. */
function wordsOf(value: unknown, depth = 8): string | undefined {
  if (depth === 0) return undefined;
  if (Array.isArray(value))
    return value.flatMap((entry) => wordsOf(entry, depth - 1) ?? []).join("; ") || undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/**
 * The vendor shows no error. Its addresses and dates are those of CodeIgniter 4, whose errors are
 * `{ status, error, messages: { error, <field>… } }`; text in `message` or `error` is read as well. A success has a
 * `message` too, and never an `error`, so that only the latter makes an error of a reply of status 200.
 */
export const readError: ErrorReader = ({ status, body }) => {
  if (!isObject(body)) return undefined;
  const { message, messages, error } = body;
  const isFailure = error !== undefined && error !== null && error !== false && error !== "" && error !== 0;
  if (status < 300 && !isFailure) return undefined;
  const { error: reason, ...about } = isObject(messages) ? messages : { error: messages };
  const fields = Object.entries(about).map(([field, words]) => ({ field, message: wordsOf(words) ?? "" }));
  const listed = fields.map((field) => `${field.field}: ${field.message}`).join("; ") || undefined;
  return {
    message: wordsOf(reason) ?? listed ?? wordsOf(message) ?? wordsOf(error),
    code: messages === undefined ? undefined : wordsOf(error),
    fields,
  };
};
