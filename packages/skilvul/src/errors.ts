import {
  type ErrorReader,
  type ErrorSource,
  isObject,
  type JsonObject,
  problemFields,
  problemText,
} from "@kelaskit/core/vendor";

/**
 * Every body has an `error`, null on success; a reply of status 200 may contain one too. The vendor's page shows no error.
 * A partner's code (2021) received a text in upper snake case, which is the code; any other shape is accepted as well:
 * text, or an object with a message, a code and fields.
 */
export const readError: ErrorReader = ({ status, body }) => {
  // A body that is text or empty has no such fields.
  const { error, order } = (body ?? {}) as JsonObject;
  // What an order looks like is not documented: anything that is not empty is one.
  const isPlaced = Boolean(order);
  const isFailed = Boolean(error) || (isPlaced && status >= 300);
  if (!isFailed) return undefined;
  const details = isObject(error) ? error : {};
  const message = problemText(error) ?? "an error without a message";
  const code = problemText(details["code"]) ?? /^[A-Z][A-Z0-9_]+$/.exec(message)?.[0];
  const category = code === "ACCESS_TOKEN_NOT_VALID" ? "authentication" : undefined;
  return {
    message,
    code,
    fields: problemFields(details["fields"] ?? details["errors"]),
    category,
    // An order that comes with an error may have been placed. Without one, nothing was carried out if the token was rejected,
    // or if the status is that of a success.
    outcome: isPlaced ? "unknown" : category !== undefined || status < 300 ? "refused" : undefined,
  };
};

/**
 * Whether a reply means that the token is not accepted. Documented: an expired one is answered with 403. Observed: the code
 * ACCESS_TOKEN_NOT_VALID, whatever the status. 401, the usual status, is accepted as well. With an order, the request was
 * carried out, whatever else the reply says: sending it again could place a second one.
 */
export const isTokenRejected = (source: ErrorSource): boolean => {
  const { outcome, category } = readError(source) ?? {};
  return outcome !== "unknown" && (category !== undefined || source.status === 403 || source.status === 401);
};
