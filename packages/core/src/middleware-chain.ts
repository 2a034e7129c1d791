import type { Attempt, Departures } from "./exchange.ts";
import type { Engine } from "./engine.ts";
import { ConfigurationError } from "./errors.ts";
import type { Middleware, MiddlewareRequest } from "./middleware.ts";
import { checkedHeaders } from "./request/headers.ts";
import { toResponse } from "./transport/response.ts";
import type { TransportRequest, TransportResponse } from "./transport/transport.ts";

/** Converts a body of any transport to a stream of the platform. */
function toStream(body: TransportResponse["body"]): ReadableStream<Uint8Array> | null {
  if (body === null || "getReader" in body) return body;
  const chunks: AsyncIterator<Uint8Array, unknown> = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

/** Rejects a URL with another origin than the operation's: credentials must not be sent there. */
function checkOrigin(engine: Engine, home: string, url: string): void {
  if (url.startsWith(`${home}/`)) return;
  if (!URL.canParse(url)) {
    throw new ConfigurationError(
      `A middleware of the ${engine.vendor} client changed the request's URL to something that is not an absolute URL.`,
    );
  }
  if (new URL(url).origin === new URL(home).origin) return;
  const option = home === engine.baseUrl() ? "baseUrl" : "servers";
  throw new ConfigurationError(
    `A middleware of the ${engine.vendor} client changed the request's origin to ${new URL(url).origin}; credentials are sent to ${home} only. Use the option ${option} instead.`,
  );
}

/** The headers after middleware, in canonical form. */
function middlewareHeaders({ headers, body }: MiddlewareRequest): TransportRequest["headers"] {
  const checked = checkedHeaders(headers, "a middleware's request");
  if (checked["content-type"] === undefined || !(body instanceof FormData)) return checked;
  throw new ConfigurationError(
    "A middleware set the content-type of a multipart body, which would hide its boundary: do not set it.",
  );
}

type Send = (request: MiddlewareRequest) => Promise<Response>;

/** Sends a request through the middleware, the first outermost. */
function throughMiddleware(
  all: readonly Middleware[],
  request: MiddlewareRequest,
  send: Send,
): Promise<Response> {
  const [outermost, ...others] = all;
  if (outermost === undefined) return send(request);
  return outermost(request, (changed) => throughMiddleware(others, changed, send));
}

/**
 * A response without its body and cookies, and so are its clones.
 *
 * @param onCopy Receives each copy of the response.
 */
function emptied(response: Response, onCopy: (copy: Response) => void): Response {
  const { status, statusText } = response;
  // A redirect that a browser hides; it has no body.
  if (status < 200) return response;
  const headers = new Headers(response.headers);
  headers.delete("set-cookie");
  const copy = toResponse({ status, statusText, headers, body: null });
  onCopy(copy);
  return Object.assign(copy, { clone: () => emptied(response, onCopy) });
}

/** The same for a token request: the middleware does not see its bodies. */
async function tokenThroughMiddleware(
  all: readonly Middleware[],
  request: MiddlewareRequest,
  send: Send,
): Promise<Response> {
  const answers = new WeakMap<Response, Response>();
  const shown = await throughMiddleware(all, { ...request, body: undefined }, async (changed) => {
    const answer = await send({ ...changed, body: changed.body ?? request.body });
    return emptied(answer, (copy) => {
      answers.set(copy, answer);
    });
  });
  return answers.get(shown) ?? shown;
}

/**
 * Sends a request through the middleware. Loaded with the first request of a client that has any.
 *
 * @param leave The innermost step, which sends the request.
 */
export function sendThroughMiddleware(
  attempt: Attempt,
  departures: Departures,
  signal: AbortSignal,
  leave: (request: TransportRequest) => Promise<TransportResponse>,
): Promise<Response> {
  const { exchange } = attempt;
  const { engine, plan, request } = exchange;
  const send = plan.tokenRequest ? tokenThroughMiddleware : throughMiddleware;
  const { vendor } = engine;
  const { operation } = plan;
  return send(
    engine.middleware,
    { ...request, vendor, operation, attempt: exchange.attempts, signal },
    async (changed) => {
      checkOrigin(engine, plan.baseUrl, changed.url);
      const headers = middlewareHeaders(changed);
      exchange.sentHeaders.add(headers);
      const response = await leave({ ...changed, headers });
      const shown = toResponse(response, toStream(response.body));
      departures.isShownAs(response, shown);
      return shown;
    },
  );
}
