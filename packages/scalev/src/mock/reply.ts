/** An error in the vendor's form. */
export function errorReply(status: number, message: string): Response {
  return Response.json({ error: message }, { status });
}

/** The vendor's reply to a wrong storefront key and to an unknown store. */
export function storeNotFound(): Response {
  return errorReply(404, "Store not found");
}

/** The reply to an unknown id, or one of another customer. */
export function notFound(): Response {
  return errorReply(404, "Not found");
}

/** Success without a body. */
export function noContent(): Response {
  return new Response(null, { status: 204 });
}
