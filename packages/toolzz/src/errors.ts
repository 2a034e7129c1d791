import {
  type ErrorReader,
  type ErrorSource,
  isObject,
  type JsonObject,
  problemFields,
  problemText,
} from "@kelaskit/core/vendor";

/** Whether every entry is a list of texts, by which Laravel reports wrong fields: `{ "email": ["is taken"] }`. */
function isFieldList(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  const lists = Object.values(value);
  return (
    lists.length > 0 &&
    lists.every(
      (list) => Array.isArray(list) && list.length > 0 && list.every((entry) => typeof entry === "string"),
    )
  );
}

/** Whether an `error` reports one. PHP sends empty values and lists where there is none. */
function isReported(error: unknown): boolean {
  return typeof error === "object" && error !== null ? Object.keys(error).length > 0 : Boolean(error);
}

function textOf(value: unknown): string | undefined {
  if (!isFieldList(value)) return problemText(value);
  return problemFields(value)
    .map(({ field, message }) => `${field}: ${message}`)
    .join("; ");
}

/**
 * Whether a reply rejects the token: 401, or 400 with an error such as `token_invalid` or `token_not_provided` (observed in
 * programs that use the vendor's API).
 */
export function isTokenRejected({ status, body }: Pick<ErrorSource, "status" | "body">): boolean {
  if (status !== 400) return status === 401;
  const error = isObject(body) ? body["error"] : undefined;
  return typeof error === "string" && error.startsWith("token_");
}

/**
 * Reads the one error that the vendor documents, `{ code, message, details }`, the forms that were observed, and those of Laravel.
 *
 * Observed are texts in `error` and `message`, and wrong fields in `message`, `error` or `errorMessage`, some of them with status
 * 500. Such a 500 is a refusal: the fields are checked first. A reply of status 200 is an error if its `error` reports one, or its
 * `success` is false; a part may have been carried out, so its outcome is unknown.
 */
export const readError: ErrorReader = ({ status, body }) => {
  if (!isObject(body)) return undefined;
  const { code, message, error, errorMessage, errors, success } = body;
  if (status < 300 && success !== false && !isReported(error)) return undefined;
  const problem = {
    message:
      textOf(message) ??
      textOf(errorMessage) ??
      textOf(error) ??
      (status >= 300 ? undefined : success === false ? "success is false" : "an error without a message"),
    code: problemText(code),
  };
  const lists = [message, error, errorMessage].filter(isFieldList);
  const fields = [errors, ...lists].flatMap(problemFields);
  if (isTokenRejected({ status, body })) return { ...problem, fields, category: "authentication" };
  if (lists.length === 0 || (status >= 300 && status !== 500)) return { ...problem, fields };
  return { ...problem, fields, category: "validation", outcome: status === 500 ? "refused" : undefined };
};
