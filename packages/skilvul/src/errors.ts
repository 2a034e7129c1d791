import { type ErrorReader, isObject, problemFields, problemText } from "@kelaskit/core/vendor";

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
    message: problemText(error) ?? "an error without a message",
    code: problemText(details["code"]),
    fields: problemFields(details["fields"] ?? details["errors"]),
  };
  if (status >= 300) return problem;
  // Success has no error, so nothing was carried out; but an order beside it may have been placed all the same.
  return { ...problem, outcome: isObject(order) ? "unknown" : "refused" };
};
