import { type ErrorReader, isObject, problemFields, problemText } from "@kelaskit/core/vendor";

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
      problemText(errorMessage) ??
      problemText(message) ??
      problemText(error) ??
      (status < 300 ? "success is false" : undefined),
    fields: problemFields(errors),
  };
};
