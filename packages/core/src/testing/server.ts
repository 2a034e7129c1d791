import { describe } from "../describe.ts";
import { ConfigurationError, type Issue } from "../errors.ts";
import type { Operation, PagedOperation } from "../operation.ts";
import { parseRoute } from "../request/route.ts";
import { answerOperation, type MockReply } from "./answer.ts";
import { emptyStatuses, type Failure, type FailureOptions, Failures } from "./failures.ts";
import type { MswHttp } from "./msw.ts";
import { checkName } from "./names.ts";
import { addressesWithin, addressOf, type MockRoute, normalBaseUrl, routeOf } from "./routes.ts";

/** A request that came to a mock. */
export interface RecordedRequest<Name extends string = string> {
  /** The operation's name. */
  readonly operation: Name;
  /** The HTTP method. */
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  /** The parameters as they were read back from path, query and body. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The headers. */
  readonly headers: Headers;
}

/** What a vendor's mock says of its vendor. */
export interface MockServerOptions {
  /** The base URL that the handlers answer to; a `*` in it stands for anything. */
  readonly baseUrl: string;
  /** The routes that a client was given in place of the declared ones. */
  readonly routes?: Readonly<Record<string, string>>;
  /** Writes an error as the vendor does. */
  readonly error: (status: number, message: string) => Response;
  /** Writes the answer to wrong parameters. @default `error` with status 422 and all of them in its words */
  readonly invalid?: (issues: readonly Issue[]) => Response;
  /** Says whether a request may come in, by its credential; what it returns is the answer. */
  readonly guard?: (operation: string, request: Request) => Response | undefined;
  /** Gives the vendor's own state, its store and tokens, back as it was at the start; part of `reset()`. */
  readonly reset?: () => void;
  /** How many requests are kept in `requests`; of more, the oldest are dropped. @default 10000 */
  readonly maxRequests?: number | undefined;
}

/** A mock server in memory: its `fetch` is for a client, its handlers are for msw, and `serve` answers over HTTP. */
export interface MockServer<Name extends string = string> {
  /** The base URL that it answers to, without a slash at its end. */
  readonly baseUrl: string;
  /**
   * The requests since the start, the last `clear()` or the last `reset()`, the failed ones included: the last 10,000, or as
   * many as `maxRequests` says.
   */
  readonly requests: readonly RecordedRequest<Name>[];
  /** Answers without any network: give it to a client as its option `fetch`. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * The handlers for msw's `setupServer` and `setupWorker`. They answer every request within the base URL, where no operation
   * does with 404, and leave all others to your other handlers and to msw's option for what is not handled. Handlers of your
   * own for addresses within the base URL come before them.
   *
   * @param http msw's, of msw 2 or 3.
   * @example
   * ```ts
   * import { http } from "msw";
   * const server = setupServer(...mock.handlers(http));
   * ```
   */
  handlers<Handler>(http: Pick<MswHttp<Handler>, "all">): Handler[];
  /**
   * Answers a request within the base URL, for a server or interceptor of your own. What is lost on the way gives a response of
   * the type `error`, which stands for a connection that broke.
   */
  answer(request: Request): Promise<Response>;
  /**
   * Makes the next requests of an operation fail. Failures queue up: each is used up before the next.
   *
   * @throws ConfigurationError when the mock has no such operation, or cannot fail so.
   * @example
   * ```ts
   * mock.fail("orders.create", { status: 429, retryAfter: 1 });
   * mock.fail("orders.create", { lost: "reply" }, { times: 2 });
   * ```
   */
  fail(operation: Name, failure: Failure, options?: FailureOptions): void;
  /** Forgets the recorded requests and the failures that are still to come; what the mock holds, and tokens, stay. */
  clear(): void;
  /**
   * Makes it answer as a new one with the same options: forgets requests and failures, what it holds is its seed again, counters
   * start anew, and tokens that it gave out are unknown. A client that holds such a token logs in again if it can; make clients
   * that cannot, after the reset.
   */
  reset(): void;
}

/** A mock server that its author adds operations to. */
export interface MockServerBuilder<Name extends string = string> extends MockServer<Name> {
  /** Answers an operation. */
  on<Params, Reply>(
    operation: Operation<Params, Reply> | PagedOperation<Params, Reply, never>,
    reply: MockReply<Params, Reply>,
  ): void;
  /**
   * Checks the option `routes`, once all operations are there.
   *
   * @throws ConfigurationError when it names an operation that was not added.
   */
  checkRoutes(): void;
}

/** An operation with its route. */
interface Answerer {
  readonly route: MockRoute;
  readonly answer: (request: Request) => Promise<Response>;
}

/** Of the routes that fit an address the plainest is meant: `/orders/lookup` is not an order of the id `lookup`. */
function variablesIn({ path }: MockRoute): number {
  return path.split("{").length - 1;
}

/** Without its signal: some test environments replace the platform's, and its `Request` takes no other. */
function requestOf(input: RequestInfo | URL, init: RequestInit | undefined): Request {
  if (init?.signal === undefined || init.signal === null) return new Request(input, init);
  const { signal: _, ...rest } = init;
  return new Request(input, rest);
}

function refuseAborted(signal: AbortSignal | null | undefined): void {
  if (signal?.aborted === true) throw signal.reason;
}

function failureResponse(failure: Failure, error: MockServerOptions["error"]): Response {
  if ("lost" in failure) return Response.error();
  const { status, retryAfter, headers, body } = failure;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = { "content-type": "application/json" };
  let response: Response;
  if (emptyStatuses.has(status)) response = new Response(null, { status });
  else if (body === undefined) response = error(status, `The mock was told to fail with ${status}.`);
  else response = new Response(text, { status, headers: type });
  if (retryAfter !== undefined) response.headers.set("retry-after", String(retryAfter));
  for (const [name, value] of Object.entries(headers ?? {})) response.headers.set(name, value);
  return response;
}

const defaultMaxRequests = 10_000;

/**
 * Makes a mock server without operations; `on` adds them. For authors of vendor packages.
 *
 * @throws ConfigurationError when `maxRequests` is not a number of requests.
 */
export function createMockServer<Name extends string = string>(
  options: MockServerOptions,
): MockServerBuilder<Name> {
  const { maxRequests = defaultMaxRequests, routes: overrides = {}, error } = options;
  if (typeof maxRequests !== "number" || !(maxRequests >= 0)) {
    throw new ConfigurationError(
      `maxRequests: expected a number of requests of 0 or more, got ${describe(maxRequests)}.`,
    );
  }
  const answerers: Answerer[] = [];
  const requests: RecordedRequest<Name>[] = [];
  const failures = new Failures();
  const names = new Set<string>();
  const baseUrl = normalBaseUrl(options.baseUrl);

  const record = (request: RecordedRequest<Name>): void => {
    requests.push(request);
    if (requests.length > maxRequests) requests.shift();
  };

  const answer = async (request: Request): Promise<Response> => {
    const address = addressOf(request);
    const [found] = answerers
      .filter(({ route }) => route.method === request.method && route.address.test(address))
      .toSorted((first, second) => variablesIn(first.route) - variablesIn(second.route));
    if (found !== undefined) return found.answer(request);
    return error(404, `The mock has no route ${request.method} ${request.url}.`);
  };

  const clear = (): void => {
    requests.length = 0;
    failures.clear();
  };

  const server: MockServerBuilder<Name> = {
    baseUrl,
    requests,
    // One for all: msw asks its handlers one after another, which would be slow with hundreds. It must not match other
    // addresses: msw lets a request that was matched go to the network if nothing answers it.
    handlers: (http) => [http.all(addressesWithin(baseUrl), ({ request }) => answer(request))],
    answer,
    async fetch(input, init) {
      const request = requestOf(input, init);
      const signals = [request.signal, init?.signal];
      signals.forEach(refuseAborted);
      const response = await answer(request);
      signals.forEach(refuseAborted);
      // What a network would do: fetch rejects and tells nothing.
      if (response.type === "error") throw new TypeError("fetch failed");
      return response;
    },
    fail(operation, failure, settings = {}) {
      checkName("fail", operation, [...names], "unknown-operation");
      failures.add(operation, failure, settings);
    },
    clear,
    reset() {
      clear();
      options.reset?.();
    },
    on(operation, reply) {
      const { name } = operation.declaration;
      const override = overrides[name];
      const route = routeOf(
        operation,
        baseUrl,
        override === undefined ? undefined : parseRoute(name, override),
      );
      names.add(name);
      const fails = (moment: "before" | "after"): Response | undefined => {
        const failure = failures.next(name, moment);
        return failure === undefined ? undefined : failureResponse(failure, error);
      };
      answerers.push({
        route,
        answer: (request) =>
          answerOperation(operation, route, reply, request, {
            invalid: (messages, issues) => options.invalid?.(issues) ?? error(422, messages.join("; ")),
            before({ params }) {
              const { pathname, search } = new URL(request.url);
              record({
                // The operations that are added are those of the vendor.
                operation: name as Name,
                method: request.method,
                path: pathname + search,
                params,
                headers: request.headers,
              });
              return fails("before") ?? options.guard?.(name, request);
            },
            after: () => fails("after"),
          }),
      });
    },
    checkRoutes() {
      for (const name of Object.keys(overrides)) checkName("routes", name, [...names], "unknown-operation");
    },
  };
  return server;
}
