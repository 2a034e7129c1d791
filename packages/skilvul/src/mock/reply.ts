/** An error as the mock writes it. The vendor documents that a body has `error` and shows none: the shape is ours. */
export function errorReply(status: number, message: string): Response {
  return Response.json({ error: { message } }, { status });
}

/** The answer to an id that nobody has; the status is deduced. */
export function notFound(what: string): Response {
  return errorReply(404, `There is no such ${what}.`);
}
