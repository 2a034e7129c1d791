/** An error as the mock writes it: CodeIgniter's form, which is deduced, as are all statuses. */
export function errorReply(status: number, message: string): Response {
  return Response.json({ status, error: status, messages: { error: message } }, { status });
}
