/** An error reply in CodeIgniter's format. The format and all statuses are deduced. */
export function errorReply(status: number, message: string): Response {
  return Response.json({ status, error: status, messages: { error: message } }, { status });
}
