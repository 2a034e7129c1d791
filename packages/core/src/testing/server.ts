import { getResponse } from "msw";
import { http, HttpResponse, type HttpHandler } from "msw/http";
import type { Issue } from "../errors.ts";
import type { Operation, PagedOperation } from "../operation.ts";
import { parseRoute } from "../request/route.ts";
import { addressesWithin, mock, type MockReply, type MockRoute, normalBaseUrl, routeOf } from "./mock.ts";

/** A failure that a mock is told to give. */
export type Failure =
  | {
      /** The HTTP status to answer with; nothing is carried out. */
      readonly status: number;
      /** Sent as `retry-after`, in seconds. */
      readonly retryAfter?: number;
      /** Further headers. */
      readonly headers?: Readonly<Record<string, string>>;
      /** A body in place of the vendor's own form of an error; text is sent as it is, anything else as JSON. */
      readonly body?: unknown;
    }
  | {
      /** What gets lost on the way: the `request`, before anything is carried out, or the `reply`, after it was. */
      readonly lost: "request" | "reply";
    };

/** How often a failure is given. */
export interface FailureOptions {
  /** For how many requests, `Infinity` until `reset()`. @default 1 */
  readonly times?: number;
}

/** A request that came to a mock. */
export interface RecordedRequest {
  /** The operation's name. */
  readonly operation: string;
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
}

/** A mock server in memory: use its handlers with msw, its `fetch` as a client's, or serve it over HTTP. */
export interface MockServer {
  /** The base URL that it answers to, without a slash at its end. */
  readonly baseUrl: string;
  /**
   * The msw handlers, for `setupServer(...mock.handlers)` and `setupWorker`. They answer every request within the base URL,
   * where no operation does with 404, and leave all others to msw's other handlers and its `onUnhandledFrame`. Handlers of
   * your own for addresses within the base URL come before them.
   */
  readonly handlers: readonly HttpHandler[];
  /** Every request since the start or the last `reset()`, the failed ones included. */
  readonly requests: readonly RecordedRequest[];
  /** Answers without any network: give it to a client as its option `fetch`. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * Makes the next requests of an operation fail. Failures queue up: each is used up before the next.
   *
   * @throws TypeError when the mock has no such operation.
   * @example
   * ```ts
   * mock.fail("orders.create", { status: 429, retryAfter: 1 });
   * mock.fail("orders.create", { lost: "reply" }, { times: 2 });
   * ```
   */
  fail(operation: string, failure: Failure, options?: FailureOptions): void;
  /** Forgets the recorded requests and the failures that are still to come. */
  reset(): void;
}

/** A mock server that its author adds operations to. */
export interface MockServerBuilder extends MockServer {
  /** Answers an operation. */
  on<Params, Reply>(
    operation: Operation<Params, Reply> | PagedOperation<Params, Reply, never>,
    reply: MockReply<Params, Reply>,
  ): void;
}

interface PlannedFailure {
  readonly failure: Failure;
  remaining: number;
}

/** Of the routes that fit an address the plainest is meant: `/orders/lookup` is not an order of the id `lookup`. */
function variablesIn({ path }: MockRoute): number {
  return path.split("{").length - 1;
}

function isLost(failure: Failure, what: "request" | "reply"): boolean {
  return "lost" in failure && failure.lost === what;
}

/** Where a request goes, without its query. */
function addressOf({ url }: Request): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** Makes a mock server without operations; `on` adds them. For authors of vendor packages. */
export function createMockServer(options: MockServerOptions): MockServerBuilder {
  const routes: (MockRoute & { readonly handler: () => HttpHandler })[] = [];
  const requests: RecordedRequest[] = [];
  const planned = new Map<string, PlannedFailure[]>();
  const names = new Set<string>();
  const baseUrl = normalBaseUrl(options.baseUrl);
  const own = addressesWithin(baseUrl);

  const use = (operation: string, wanted: (failure: Failure) => boolean): Failure | undefined => {
    const queue = planned.get(operation);
    const next = queue?.[0];
    if (queue === undefined || next === undefined || !wanted(next.failure)) return undefined;
    next.remaining -= 1;
    if (next.remaining <= 0) queue.shift();
    return next.failure;
  };

  const toResponse = (failure: Failure): Response => {
    if ("lost" in failure) return HttpResponse.error();
    const { status, retryAfter, headers, body } = failure;
    const base = options.error(status, `The mock was told to fail with ${status}.`);
    const plain = typeof body === "string" ? body : JSON.stringify(body);
    const response =
      body === undefined
        ? base
        : new Response(plain, { status, headers: { "content-type": "application/json" } });
    if (retryAfter !== undefined) response.headers.set("retry-after", String(retryAfter));
    for (const [name, value] of Object.entries(headers ?? {})) response.headers.set(name, value);
    return response;
  };

  const answer = async (request: Request): Promise<Response> => {
    const address = addressOf(request);
    const found = routes
      .filter((route) => route.method === request.method && route.address.test(address))
      .toSorted((first, second) => variablesIn(first) - variablesIn(second));
    const response = await getResponse(
      found.map(({ handler }) => handler()),
      request,
    );
    return response ?? options.error(404, `The mock has no route ${request.method} ${request.url}.`);
  };

  const server: MockServerBuilder = {
    baseUrl,
    // One for all: msw asks its handlers one after another, which would be slow with hundreds. It must not match other
    // addresses: msw lets a request that was matched go to the network if nothing answers it.
    handlers: [
      http.all(
        ({ request }) => own.test(addressOf(request)),
        ({ request }) => answer(request),
      ),
    ],
    requests,
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const response = await answer(request);
      // What a network would do: fetch rejects and tells nothing.
      if (response.type === "error") throw new TypeError("fetch failed");
      return response;
    },
    fail(operation, failure, { times = 1 } = {}) {
      if (!names.has(operation)) {
        throw new TypeError(`The mock has no operation "${operation}"; it has ${[...names].join(", ")}.`);
      }
      if (times <= 0) return;
      planned.set(operation, [...(planned.get(operation) ?? []), { failure, remaining: times }]);
    },
    reset() {
      requests.length = 0;
      planned.clear();
    },
    on(operation, reply) {
      const { name } = operation.declaration;
      const override = options.routes?.[name];
      const place = {
        baseUrl,
        ...(override === undefined ? {} : { route: parseRoute(name, override) }),
      };
      names.add(name);
      const makeHandler = (): HttpHandler =>
        mock(operation, reply, {
          ...place,
          invalid: (messages, issues) => options.invalid?.(issues) ?? options.error(422, messages.join("; ")),
          before({ params, request }) {
            const { pathname, search } = new URL(request.url);
            requests.push({
              operation: name,
              method: request.method,
              path: pathname + search,
              params,
              headers: request.headers,
            });
            const failure = use(name, (next) => !isLost(next, "reply"));
            return failure === undefined ? options.guard?.(name, request) : toResponse(failure);
          },
          after() {
            const failure = use(name, (next) => isLost(next, "reply"));
            return failure === undefined ? undefined : toResponse(failure);
          },
        });
      // Made at its first request: msw takes a stack trace for each, and a mock may have hundreds.
      let handler: HttpHandler | undefined;
      routes.push({ ...routeOf(operation, place), handler: () => (handler ??= makeHandler()) });
    },
  };
  return server;
}
