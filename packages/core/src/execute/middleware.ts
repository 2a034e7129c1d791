import type { HttpMethod, RequestBody } from "../declaration.ts";

/** A request as a middleware sees it: before the credential is added, so that nothing it logs is secret by our doing. */
export interface MiddlewareRequest {
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: HttpMethod;
  /** The whole URL with its query. */
  readonly url: string;
  /** Header names (lower case) and values. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it will be sent. */
  readonly body: RequestBody | undefined;
  /** Which try this is, from 1. */
  readonly attempt: number;
  /** Ends when the try times out or the caller gives up. */
  readonly signal: AbortSignal;
}

/**
 * A function around every try of every call. It may change the request it hands on, look at the response, or answer
 * itself. A URL of another origin than the client's is refused: credentials stay at home. What it throws ends the call,
 * which is not repeated, with a `CallError` whose `cause` it is.
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
