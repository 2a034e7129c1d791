import type { IncomingMessage, ServerResponse } from "node:http";
import type { Delivery, Receiver } from "./delivery.ts";

/** Raw bytes or a text that a middleware such as `express.raw()` has put into the request. */
function rawBodyOf(request: IncomingMessage): string | Uint8Array | undefined {
  const body: unknown = "body" in request ? request.body : undefined;
  return typeof body === "string" || body instanceof Uint8Array ? body : undefined;
}

function deliveryOf(request: IncomingMessage): Delivery {
  const raw = rawBodyOf(request);
  return {
    method: request.method ?? "",
    url: request.url ?? "/",
    headers: request.headers,
    body: raw ?? request,
    isBodyRead: raw === undefined && request.readableDidRead,
  };
}

async function answer(receiver: Receiver, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers } = await receiver.handle(deliveryOf(request));
  // What is left of a body that was refused is not read: the connection cannot be used again.
  if (!request.readableEnded && request.method === "POST") headers.set("connection", "close");
  response.writeHead(status, Object.fromEntries(headers));
  response.end();
}

/**
 * Makes a handler for `node:http` and Express out of a receiver. It reads the body itself: register it before any body parser, or with
 * `express.raw({ type: "*\/*" })`. A body that was parsed cannot be checked; such a request is answered with 500, and `onProblem`
 * is told why.
 *
 * @example
 * ```ts
 * app.post("/webhooks/scalev", nodeHandler(receive)); // Express, before app.use(express.json())
 *
 * // Fastify
 * app.register(async (route) => {
 *   route.removeAllContentTypeParsers();
 *   route.addContentTypeParser("*", (request, payload, done) => done(null));
 *   route.post("/webhooks/scalev", (request, reply) => {
 *     reply.hijack();
 *     nodeHandler(receive)(request.raw, reply.raw);
 *   });
 * });
 * ```
 */
export function nodeHandler(
  receiver: Receiver,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(receiver, request, response).catch((error: unknown) => {
      // The connection is gone; the sender was told nothing, and sends the event again.
      response.destroy(error instanceof Error ? error : undefined);
    });
  };
}
