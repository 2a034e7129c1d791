import type { Operation, PagedOperation } from "../operation.ts";
import { answerOperation, type AnswerOptions, type MockReply } from "./answer.ts";
import { makerFor, type MswHttp } from "./msw.ts";
import { routeOf } from "./routes.ts";

/** Where and how a mocked operation answers. */
export interface MockOptions extends AnswerOptions {
  /** The base URL that requests come to; `*` for any. @default "*" */
  readonly baseUrl?: string;
  /** Another route than the declared one, as in `POST /v1/orders/check`. */
  readonly route?: { readonly method: string; readonly path: string };
}

/**
 * Makes an msw handler from an operation's declaration: the request is checked with the declared parameters, the reply
 * with the declared response, strictly, so that a mock cannot drift from the client.
 *
 * @param http msw's, of msw 2 or 3.
 * @throws MockReplyError in the handler when the reply does not fit the declaration.
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
  const found = routeOf(operation, baseUrl, route);
  const make = makerFor(http, found.method);
  return make(found.address, ({ request }) => answerOperation(operation, found, reply, request, options));
}
