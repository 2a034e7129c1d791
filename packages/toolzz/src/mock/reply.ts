/** An error reply. The vendor shows none outside the library: status and shape are those of Laravel (deduced). */
export function errorReply(status: number, message: string): Response {
  return Response.json({ message }, { status });
}

/** The reply to wrong fields. */
export function invalidReply(errors: Readonly<Record<string, string>>): Response {
  const byField = Object.entries(errors).map(([field, message]) => [field, [message]] as const);
  const message = Object.values(errors)[0] ?? "The given data was invalid.";
  return Response.json({ message, errors: Object.fromEntries(byField) }, { status: 422 });
}

/** The reply to an unknown id. */
export function notFound(what: string): Response {
  return errorReply(404, `There is no such ${what}.`);
}

/** An error reply of the library: the only one that the vendor documents. */
export function libraryError(
  status: 401 | 403 | 404 | 412,
  code: "unauthenticated" | "permission_denied" | "not_found" | "failed_precondition",
  message: string,
): Response {
  return Response.json({ code, message, details: null }, { status });
}
