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
  if (isObject(value)) return wordsOf(value["message"] ?? value["error"], depth - 1);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/** Wrong fields by their names, the commonest way to write them. */
function fieldsOf({
  fields,
  errors,
}: Fields): readonly { readonly field: string; readonly message: string }[] {
  const found = fields ?? errors;
  if (!isObject(found)) return [];
  return Object.entries(found).map(([field, about]) => ({ field, message: wordsOf(about) ?? "" }));
}

/**
 * Every body has an `error`, null on success; also a reply of status 200 may hold one. The vendor shows no error, so
 * any shape is taken: text, or an object with a message, a code and fields.
 */
export const readError: ErrorReader = ({ status, body }) => {
  if (!isObject(body)) return undefined;
  const { error, order } = body;
  if (error === undefined || error === null || error === false || error === "") return undefined;
  const details = isObject(error) ? error : {};
  const problem = {
    message: wordsOf(error) ?? "an error without a message",
    code: wordsOf(details["code"]),
    fields: fieldsOf(details),
  };
  if (status >= 300) return problem;
  // Success has no error, so nothing was carried out; but an order beside it may have been placed all the same.
  return { ...problem, outcome: isObject(order) ? "unknown" : "refused" };
};
