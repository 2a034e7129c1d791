import {
  type ErrorReader,
  isObject,
  type JsonObject,
  problemFields,
  problemText,
} from "@kelaskit/core/vendor";

/**
 * Every body has an `error`, null on success; a reply of status 200 may contain one too. The vendor shows no error, so
 * any shape is accepted: text, or an object with a message, a code and fields.
 */
export const readError: ErrorReader = ({ status, body }) => {
  // A body that is text or empty has no such fields.
  const { error, order } = (body ?? {}) as JsonObject;
  if (error === undefined || error === null || error === false || error === "") return undefined;
  const details = isObject(error) ? error : {};
  const problem = {
    message: problemText(error) ?? "an error without a message",
    code: problemText(details["code"]),
    fields: problemFields(details["fields"] ?? details["errors"]),
  };
  if (status >= 300) return problem;
  // An error means that nothing was carried out, unless an order comes with it: that one may have been placed.
  return { ...problem, outcome: isObject(order) ? "unknown" : "refused" };
};
