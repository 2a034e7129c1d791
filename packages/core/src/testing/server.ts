import { describe } from "../describe.ts";
import { ConfigurationError, type Issue } from "../errors.ts";
import type { Operation, PagedOperation } from "../operation.ts";
import type { VendorRecording } from "../recording.ts";
import { parseRoute } from "../request/route.ts";
import { answerOperation, type MockReply } from "./answer.ts";
import { emptyStatuses, type Failure, type FailureOptions, Failures } from "./failures.ts";
import type { MswHttp } from "./msw.ts";
import { checkName } from "./names.ts";
import { AsRecorded } from "./as-recorded.ts";
import { addressesWithin, addressOf, basePattern, type MockRoute, normalBaseUrl, routeOf } from "./routes.ts";

/** A request that a mock received. */
export interface RecordedRequest<Name extends string = string> {
  /** The operation's name. */
  readonly operation: Name;
  /** The HTTP method. */
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  /** The parameters, read from path, query and body. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The headers. */
  readonly headers: Headers;
}

/** Options of `createMockServer`. */
export interface MockServerOptions {
  /** The base URL that the mock answers to; a `*` in it matches anything. */
  readonly baseUrl: string;
  /** The base URLs of the vendor's further servers, by the names in declarations. Their operations are answered at `baseUrl`, too. */
  readonly servers?: Readonly<Record<string, string>>;
  /** The routes that the client uses instead of the declared ones. */
  readonly routes?: Readonly<Record<string, string>>;
  /** What the vendor really does: routes, missing fields, page sizes and refusals are then as recorded. */
  readonly like?: VendorRecording | undefined;
  /** Creates an error in the vendor's format. */
  readonly error: (status: number, message: string) => Response;
  /** Creates the reply to wrong parameters. @default `error` with status 422 and all issues in its message */
  readonly invalid?: (issues: readonly Issue[]) => Response;
  /** Checks the credential of a request; a response that it returns is sent. */
  readonly guard?: (operation: string, request: Request) => Response | undefined;
  /** Restores the initial state of the vendor's store and tokens; part of `reset()`. */
  readonly reset?: () => void;
  /** How many requests are kept in `requests`; beyond that, the oldest are dropped. @default 10000 */
  readonly maxRequests?: number | undefined;
}

/** A mock server in memory: pass its `fetch` to a client, pass its handlers to msw, or serve it over HTTP with `serve`. */
export interface MockServer<Name extends string = string> {
  /** The base URL that the mock answers to, without a trailing slash. */
  readonly baseUrl: string;
  /**
   * The requests since the start or the last `clear()` or `reset()`, including failed ones: the last 10,000, or as many as
   * `maxRequests` allows.
   */
  readonly requests: readonly RecordedRequest<Name>[];
  /** Answers without a network: pass it to a client as its option `fetch`. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * Returns the handlers for msw's `setupServer` and `setupWorker`. They answer every request within the base URL, with 404
   * where there is no operation, and leave all others to your other handlers and to msw's option for unhandled requests.
   * Place your own handlers for URLs within the base URL before them.
   *
   * @param http The `http` of msw 2 or 3.
   * @example
   * ```ts
   * import { http } from "msw";
   * const server = setupServer(...mock.handlers(http));
   * ```
   */
  handlers<Handler>(http: Pick<MswHttp<Handler>, "all">): Handler[];
  /**
   * Answers a request within the base URL, for your own server or interceptor. A lost request or reply returns a response of the
   * type `error`, which represents a broken connection.
   */
  answer(request: Request): Promise<Response>;
  /**
   * Makes the next requests of an operation fail. Failures are queued and applied in order.
   *
   * @throws ConfigurationError when the operation is unknown, or the failure cannot be simulated.
   * @example
   * ```ts
   * mock.fail("orders.create", { status: 429, retryAfter: 1 });
   * mock.fail("orders.create", { lost: "reply" }, { times: 2 });
   * ```
   */
  fail(operation: Name, failure: Failure, options?: FailureOptions): void;
  /** Clears the recorded requests and pending failures; data and tokens are kept. */
  clear(): void;
  /**
   * Resets the mock to its initial state: clears requests and failures, restores the initial data and counters, and ends all
   * tokens. A client with such a token logs in again if it can; create clients that cannot after the reset.
   */
  reset(): void;
}

/** A mock server to which the author adds operations. */
export interface MockServerBuilder<Name extends string = string> extends MockServer<Name> {
  /** Answers an operation. */
  on<Params, Reply>(
    operation: Operation<Params, Reply> | PagedOperation<Params, Reply, never>,
    reply: MockReply<Params, Reply>,
  ): void;
  /**
   * Checks the option `routes`; call it after all operations are added.
   *
   * @throws ConfigurationError when it contains an unknown operation.
   */
  checkRoutes(): void;
}

/** An operation with its route. */
interface Answerer {
  readonly route: MockRoute;
  readonly answer: (request: Request) => Promise<Response>;
}

/** Of several matching routes, the one with the fewest variables wins: `/orders/lookup` is not an order with the id `lookup`. */
function variablesIn({ path }: MockRoute): number {
  return path.split("{").length - 1;
}

/** Creates the request without its signal: some test environments replace `AbortSignal`, which the platform's `Request` refuses. */
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
  else if (body === undefined) response = error(status, `Simulated failure with status ${status}.`);
  else response = new Response(text, { status, headers: type });
  if (retryAfter !== undefined) response.headers.set("retry-after", String(retryAfter));
  for (const [name, value] of Object.entries(headers ?? {})) response.headers.set(name, value);
  return response;
}

/** A pattern for any of several base URLs. */
function anyOf(...bases: readonly string[]): string {
  return `(?:${bases.join("|")})`;
}

const defaultMaxRequests = 10_000;

/**
 * Creates a mock server without operations; `on` adds them. For authors of vendor packages.
 *
 * @throws ConfigurationError when `maxRequests` is not a number of requests.
 */
export function createMockServer<Name extends string = string>(
  options: MockServerOptions,
): MockServerBuilder<Name> {
  const { maxRequests = defaultMaxRequests, error } = options;
  const recorded = new AsRecorded(options.like);
  const overrides = { ...recorded.routes, ...options.routes };
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
  const base = basePattern(baseUrl);
  const further = new Map(
    Object.entries(options.servers ?? {}).map(([name, url]) => [name, basePattern(url)]),
  );
  /** A client whose `baseUrl` is set sends the operations of all servers there. */
  const baseOf = (name: string | undefined): string => {
    const own = name === undefined ? undefined : further.get(name);
    return own === undefined ? base : anyOf(own, base);
  };

  const record = (request: RecordedRequest<Name>): void => {
    requests.push(request);
    if (requests.length > maxRequests) requests.shift();
  };

  const answer = async (request: Request): Promise<Response> => {
    const address = addressOf(request);
    const [found] = answerers
      .filter(({ route }) => route.method === request.method && route.address.test(address))
      .toSorted((first, second) => variablesIn(first.route) - variablesIn(second.route));
    if (found !== undefined) {
      const response = await found.answer(request);
      recorded.addHeaders(response);
      return response;
    }
    return error(404, `The mock has no route ${request.method} ${request.url}.`);
  };

  const clear = (): void => {
    requests.length = 0;
    failures.clear();
    recorded.reset();
  };

  const server: MockServerBuilder<Name> = {
    baseUrl,
    requests,
    // A single handler, because msw tries its handlers one after another, which is slow with hundreds. It must match only the
    // base URL: msw sends a request that was matched but not answered to the network.
    handlers: (http) => [
      http.all(addressesWithin(anyOf(base, ...further.values())), ({ request }) => answer(request)),
    ],
    answer,
    async fetch(input, init) {
      const request = requestOf(input, init);
      const signals = [request.signal, init?.signal];
      signals.forEach(refuseAborted);
      const response = await answer(request);
      signals.forEach(refuseAborted);
      // As with a real network, fetch rejects without a reason.
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
      const { name, server: host } = operation.declaration;
      names.add(name);
      if (recorded.isAbsent(name)) return;
      const override = overrides[name];
      const route = routeOf(
        operation,
        baseOf(host),
        override === undefined ? undefined : parseRoute(name, override),
      );
      const fails = (moment: "before" | "after"): Response | undefined => {
        const failure = failures.next(name, moment);
        return failure === undefined ? undefined : failureResponse(failure, error);
      };
      answerers.push({
        route,
        answer: (request) =>
          answerOperation(operation, route, reply, request, {
            invalid: (messages, issues) => options.invalid?.(issues) ?? error(422, messages.join("; ")),
            recorded,
            before({ params }) {
              const { pathname, search } = new URL(request.url);
              record({
                // The author adds the vendor's operations only.
                operation: name as Name,
                method: request.method,
                path: pathname + search,
                params,
                headers: request.headers,
              });
              const refusal = recorded.refusal(name);
              return (
                fails("before") ??
                options.guard?.(name, request) ??
                (refusal === undefined
                  ? undefined
                  : error(refusal, `The recorded vendor answers ${refusal}.`))
              );
            },
            after: () => fails("after"),
          }),
      });
    },
    checkRoutes() {
      for (const name of recorded.names) checkName("like", name, [...names], "unknown-operation");
      for (const name of Object.keys(overrides)) checkName("routes", name, [...names], "unknown-operation");
    },
  };
  return server;
}
