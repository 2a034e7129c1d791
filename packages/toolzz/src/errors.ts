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
  if (isObject(value)) return wordsOf(value["message"], depth - 1);
  return (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : undefined;
}

/**
 * The vendor shows no error, so the customs of Laravel and of the gateway before it are read: `message`, else `error`,
 * and `errors` by field. A reply of status 200 whose `success` is false is an error too; it does not say whether a part
 * was carried out, so that its outcome stays unknown.
 */
export const readError: ErrorReader = ({ status, body }) => {
  if (!isObject(body)) return undefined;
  const { message, error, errors, success } = body;
  if (status < 300 && success !== false) return undefined;
  return {
    message: wordsOf(message) ?? wordsOf(error) ?? (status < 300 ? "success is false" : undefined),
    fields: isObject(errors)
      ? Object.entries(errors).map(([field, about]) => ({ field, message: wordsOf(about) ?? "" }))
      : [],
  };
};
