import type { Operation, PagedOperation } from "../operation.ts";
import { answerOperation, type AnswerOptions, type MockReply } from "./answer.ts";
import { makerFor, type MswHttp } from "./msw.ts";
import { basePattern, routeOf } from "./routes.ts";

/** Options of `mock`. */
export interface MockOptions extends AnswerOptions {
  /** The base URL of requests; `*` for any. @default "*" */
  readonly baseUrl?: string;
  /** A route that replaces the declared one, such as `POST /v1/orders/check`. */
  readonly route?: { readonly method: string; readonly path: string };
}

/**
 * Creates an msw handler from an operation's declaration. The request is validated against the declared parameters and the
 * reply, strictly, against the declared response, so that a mock cannot drift from the client.
 *
 * @param http The `http` of msw 2 or 3.
 * @throws MockReplyError in the handler when the reply does not match the declaration.
 * @example
 * ```ts
 * import { http } from "msw";
 * server.use(mock(http, products.get, ({ params }) => ({ product: { id: params.productId }, error: null })));
 * ```
 */
export function mock<Params, Reply, Handler>(
  http: MswHttp<Handler>,
  operation: Operation<Params, Reply> | PagedOperation<Params, Reply, never>,
  reply: MockReply<Params, Reply>,
  { baseUrl = "*", route, ...options }: MockOptions = {},
): Handler {
  const found = routeOf(operation, basePattern(baseUrl), route);
  const make = makerFor(http, found.method);
  return make(found.address, ({ request }) => answerOperation(operation, found, reply, request, options));
}
