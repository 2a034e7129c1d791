import { type ErrorReader, isObject, problemFields, problemText } from "@kelaskit/core/vendor";

/**
 * The vendor shows no error, so those of Laravel and of the gateway in front of it are read: `message`, else `error`, and
 * `errors` by field. A reply of status 200 whose `success` is false is an error too; a part may have been carried out, so
 * its outcome is unknown.
 */
export const readError: ErrorReader = ({ status, body }) => {
  if (!isObject(body)) return undefined;
  const { message, error, errors, success } = body;
  if (status < 300 && success !== false) return undefined;
  return {
    message: problemText(message) ?? problemText(error) ?? (status < 300 ? "success is false" : undefined),
    fields: problemFields(errors),
  };
};
