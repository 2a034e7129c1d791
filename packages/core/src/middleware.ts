import type { RequestBody } from "./declaration.ts";
import type { TransportRequest } from "./transport/transport.ts";

/**
 * A request as a middleware sees it: before the credential is added. Of a token request it sees neither the body nor that of
 * the reply. What else is secret is the caller's own: headers of the options, a password among a call's parameters.
 */
export interface MiddlewareRequest extends Omit<TransportRequest, "sendOnce"> {
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /**
   * The body as it will be sent; of a token request `undefined`, since it holds a password or client secret. A body that
   * a middleware gives is sent in place of what it does not see.
   */
  readonly body: RequestBody | undefined;
  /** Which try this is, from 1. */
  readonly attempt: number;
}

/**
 * A function around every try of every call. It may change the request it hands on, look at the response, or answer
 * itself. A URL of another origin than the client's is refused: credentials stay at home. The response of a token request
 * comes without its body and its `set-cookie`, which are for the client alone: return it as it is. What must see or change
 * these belongs into the option `fetch`. What a middleware throws ends the call, which is not repeated, with a `CallError`
 * whose `cause` it is.
 *
 * @example
 * ```ts
 * const traced: Middleware = async (request, next) => {
 *   const response = await next({ ...request, headers: { ...request.headers, traceparent } });
 *   metrics.count(request.operation, response.status);
 *   return response;
 * };
 * ```
 */
export type Middleware = (
  request: MiddlewareRequest,
  next: (request: MiddlewareRequest) => Promise<Response>,
) => Promise<Response>;
