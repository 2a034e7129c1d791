/** An error reply. The vendor documents the field `error` but shows no error: this shape is ours, because its message helps. */
export function errorReply(status: number, message: string): Response {
  return Response.json({ error: { message } }, { status });
}

/** The reply to an unknown id; the status is deduced. */
export function notFound(what: string): Response {
  return errorReply(404, `There is no such ${what}.`);
}
