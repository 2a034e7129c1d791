import { type ErrorReader, isObject, problemFields, problemText } from "@kelaskit/core/vendor";

/** The vendor's samples have it as a boolean, as a string, and misspelled. */
function isDenied(value: unknown): boolean {
  return value === false || value === "false";
}

/**
 * The vendor documents no error body. Its documentation shows that its platform is Laravel, so Laravel's `message` and
 * `errors` are read. A reply of status 200 may have `is_success`, `isSuccess`, `isSucess` or `success` set to false;
 * whether part of the request was carried out is not documented, so the outcome is unknown.
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
