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
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The vendor's samples write it as a boolean, as a text, and misspelt. */
function isDenied(value: unknown): boolean {
  return value === false || value === "false";
}

/**
 * The vendor prints no body of an error; that its platform is Laravel is known from its documents, so Laravel's
 * `message` and `errors` are read. A reply of status 200 may say `is_success`, `isSuccess`, `isSucess` or `success`
 * false; whether a part was carried out it does not say, so that its outcome stays unknown.
 */
export const readError: ErrorReader = ({ status, body }) => {
  if (!isObject(body)) return undefined;
  const { message, errorMessage, error, errors, is_success: isSuccess, success } = body;
  const denied = [isSuccess, body["isSuccess"], body["isSucess"], success].some(isDenied);
  if (status < 300 && !denied) return undefined;
  return {
    message:
      wordsOf(errorMessage) ??
      wordsOf(message) ??
      wordsOf(error) ??
      (status < 300 ? "success is false" : undefined),
    fields: isObject(errors)
      ? Object.entries(errors).map(([field, about]) => ({ field, message: wordsOf(about) ?? "" }))
      : [],
  };
};
