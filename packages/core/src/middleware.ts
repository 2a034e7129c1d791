import type { RequestBody } from "./declaration.ts";
import type { TransportRequest } from "./transport/transport.ts";

/**
 * A request as a middleware sees it: before the credential is added. In a token request it sees neither the request body nor the
 * reply body. Other secrets are the caller's own: headers from the options, or a password among a call's parameters.
 */
export interface MiddlewareRequest extends Omit<TransportRequest, "sendOnce"> {
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /**
   * The body as it will be sent; `undefined` for a token request, because it contains a password or client secret. A body set by
   * a middleware replaces the hidden one.
   */
  readonly body: RequestBody | undefined;
  /** The number of this attempt, from 1. */
  readonly attempt: number;
}

/**
 * A function that wraps every attempt of every call. It may change the request it passes on, inspect the response, or respond
 * itself. A URL with another origin than the client's is rejected, so that credentials are not sent elsewhere. The response of a token
 * request has no body and no `set-cookie`, which only the client sees: return it unchanged. To see or change these, use the option
 * `fetch`. If a middleware throws, the call fails with a `CallError` that has the error as its `cause`, and is not retried.
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
