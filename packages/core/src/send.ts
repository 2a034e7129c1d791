import type { Attempt, Departures, Exchange } from "./exchange.ts";
import { loadRecovery } from "./load-recovery.ts";
import { type Answer, BodyTooLarge, headerOf, isSuccess, mayHideCut, readBody } from "./reply.ts";
import type { TransportRequest, TransportResponse } from "./transport/transport.ts";

/** The innermost step: sends the request. */
async function leave(
  { exchange, authorization }: Attempt,
  request: TransportRequest,
  departures: Departures,
  tryIsOver: AbortSignal,
): Promise<TransportResponse> {
  tryIsOver.throwIfAborted();
  // Here once more: the last moment at which nothing has been sent.
  exchange.scope.check();
  const departure = departures.begin();
  try {
    const { method, url, headers, body, signal } = request;
    const response = await exchange.engine.transport({
      method,
      url,
      headers: authorization === undefined ? headers : { ...headers, ...authorization.headers },
      body,
      signal,
      sendOnce: !exchange.plan.readOnly,
    });
    departure.response = response;
    return response;
  } catch (error) {
    const { readFailure } = await loadRecovery();
    const failure = readFailure(exchange, error);
    departure.isNotSent = failure.notSent;
    throw failure;
  }
}

async function sendChanged(
  attempt: Attempt,
  departures: Departures,
  signal: AbortSignal,
): Promise<TransportResponse> {
  const { sendThroughMiddleware } = await import("./middleware-chain.ts");
  return sendThroughMiddleware(attempt, departures, signal, (request) =>
    leave(attempt, request, departures, signal),
  );
}

/**
 * Sends a request once and reads the complete answer.
 *
 * @param signal Aborts when the attempt ends.
 * @throws TransportFailure when there is no complete answer; BodyTooLarge when it is larger than allowed; whatever a
 * middleware throws.
 */
export async function sendOnce(
  attempt: Attempt,
  departures: Departures,
  signal: AbortSignal,
): Promise<Answer> {
  const { exchange } = attempt;
  const { engine, plan, request } = exchange;
  const response = await (engine.middleware.length === 0
    ? leave(attempt, { ...request, signal }, departures, signal)
    : sendChanged(attempt, departures, signal));
  const { status, body } = response;
  if (exchange.isUnread === true && isSuccess(status)) return openUnread(response, exchange);
  const bytes = await readWhole(response, exchange);
  const { media } = plan;
  const encoding = headerOf(response, "content-encoding");
  const mayBeCut = mayHideCut(media, encoding, bytes) && body !== null;
  if (mayBeCut && isSuccess(status) && request.method !== "HEAD") {
    const { checkComplete } = await loadRecovery();
    checkComplete(bytes, { media, status, encoding, length: headerOf(response, "content-length") });
  }
  return { response, bytes };
}

async function openUnread(response: TransportResponse, exchange: Exchange): Promise<Answer> {
  const { openAnswer } = await loadRecovery();
  return openAnswer(exchange, response);
}

async function readWhole(response: TransportResponse, exchange: Exchange): Promise<Uint8Array> {
  try {
    return await readBody(response, exchange.engine.maxResponseBytes);
  } catch (error) {
    // The limit, not the connection, ended it.
    if (error instanceof BodyTooLarge) throw error;
    const { readFailure } = await loadRecovery();
    throw readFailure(exchange, error);
  }
}
