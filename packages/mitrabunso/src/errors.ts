import { type ErrorReader, isObject, problemFields, problemText } from "@kelaskit/core/vendor";

/**
 * The vendor shows no error. Its URLs and dates are those of CodeIgniter 4, whose errors are
 * `{ status, error, messages: { error, <field>… } }`; text in `message` or `error` is read as well. A success has a
 * `message` too but never an `error`, so only `error` makes a reply of status 200 an error.
 */
export const readError: ErrorReader = ({ status, body }) => {
  if (!isObject(body)) return undefined;
  const { message, messages, error } = body;
  const isFailure = error !== undefined && error !== null && error !== false && error !== "" && error !== 0;
  if (status < 300 && !isFailure) return undefined;
  const { error: reason, ...about } = isObject(messages) ? messages : { error: messages };
  const fields = problemFields(about);
  const listed = fields.map((field) => `${field.field}: ${field.message}`).join("; ") || undefined;
  return {
    message: problemText(reason) ?? listed ?? problemText(message) ?? problemText(error),
    code: messages === undefined ? undefined : problemText(error),
    fields,
  };
};
