import type { Middleware } from "@kelaskit/core";
import { isObject } from "@kelaskit/core/vendor";

/** The words of which the headers about limits and request ids consist; any other word may be a customer's name. */
const commonWords: ReadonlySet<string> = new Set([
  "x",
  "cf",
  "ray",
  "amz",
  "amzn",
  "ms",
  "b3",
  "cloud",
  "request",
  "requests",
  "requestid",
  "correlation",
  "correlationid",
  "trace",
  "traceid",
  "traceparent",
  "context",
  "id",
  "rate",
  "limit",
  "limits",
  "ratelimit",
  "retry",
  "after",
  "remaining",
  "reset",
  "used",
  "resource",
  "policy",
  "quota",
  "window",
  "burst",
  "capacity",
  "second",
  "minute",
  "hour",
  "day",
  "month",
]);
/** Headers that say how many requests are allowed, and for how long. */
const limitHeader = /^(?:x-)?(?:rate-?limit|retry-after)/;
/** Headers with which a vendor's support finds a request. */
const requestIdHeader = /(?:^|-)(?:request|correlation|trace)-?id$|^cf-ray$|^traceparent$/;

/** Whether the name of a header consists of common words, so that it may be written. */
function isCommon(name: string): boolean {
  return name.split(/[-_]/).every((word) => commonWords.has(word));
}

/** Whether a header is one of those about limits that may be written. */
function isLimit(name: string): boolean {
  return limitHeader.test(name) && isCommon(name);
}

/** Whether a header is one of those with request ids that may be written. */
function isRequestId(name: string): boolean {
  return requestIdHeader.test(name) && isCommon(name);
}

/** What the requests showed, whatever they were for. */
export interface TrafficFacts {
  /** How many requests were sent, with logins and repetitions. */
  readonly requests: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The headers of rate limits, with the limit itself if a header has it. */
  readonly limitHeaders: Readonly<Record<string, number | "present">>;
  /** The headers with request ids. */
  readonly requestIdHeaders: readonly string[];
}

/** Watches all requests of a verification, and sends only those that read. */
export class Traffic {
  readonly #tokenRequests: ReadonlySet<string>;
  readonly #statuses = new Map<number, number>();
  readonly #limits = new Map<string, number | "present">();
  readonly #requestIds = new Set<string>();
  requests = 0;

  /** @param tokenRequests The operations that obtain a token, the only ones that may be sent by POST. */
  constructor(tokenRequests: ReadonlySet<string>) {
    this.#tokenRequests = tokenRequests;
  }

  /** The last check before a request is sent: whatever goes wrong before, a write does not leave the machine. */
  readonly middleware: Middleware = async (request, next) => {
    if (request.method !== "GET" && request.method !== "HEAD" && !this.#tokenRequests.has(request.operation))
      throw new Error(`A verification only reads, so ${request.operation} was not sent.`);
    this.requests += 1;
    const response = await next(request);
    this.#note(response);
    return response;
  };

  #note({ status, headers }: Response): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    for (const [name, value] of headers) {
      if (isRequestId(name)) this.#requestIds.add(name);
      if (!isLimit(name)) continue;
      const isNumber = name.endsWith("limit") && /^\d{1,9}$/.test(value);
      this.#limits.set(name, isNumber ? Number(value) : "present");
    }
  }

  /** What was seen so far. */
  get facts(): TrafficFacts {
    return {
      requests: this.requests,
      statuses: Object.fromEntries(
        [...this.#statuses].map(([status, count]) => [String(status), count] as const),
      ),
      limitHeaders: sorted(this.#limits),
      requestIdHeaders: [...this.#requestIds].toSorted(),
    };
  }
}

function sorted<Value>(entries: Iterable<readonly [string, Value]>): Readonly<Record<string, Value>> {
  return Object.fromEntries([...entries].toSorted(([first], [second]) => (first < second ? -1 : 1)));
}

function isTraffic(value: unknown): value is TrafficFacts {
  if (!isObject(value)) return false;
  const { requests, statuses, limitHeaders, requestIdHeaders } = value;
  const areCounts = isObject(statuses) && Object.values(statuses).every((count) => typeof count === "number");
  const areNames =
    Array.isArray(requestIdHeaders) && requestIdHeaders.every((name) => typeof name === "string");
  return typeof requests === "number" && areCounts && isObject(limitHeaders) && areNames;
}

/** What the requests of an earlier run and of this one showed together. Names that may not be written are left out. */
export function joinedTraffic(earlier: unknown, now: TrafficFacts): TrafficFacts {
  if (!isTraffic(earlier)) return now;
  const statuses = new Map(Object.entries(earlier.statuses));
  for (const [status, count] of Object.entries(now.statuses))
    statuses.set(status, (statuses.get(status) ?? 0) + count);
  const limits = Object.entries(earlier.limitHeaders).filter(([name]) => isLimit(name));
  const ids = [...earlier.requestIdHeaders.filter(isRequestId), ...now.requestIdHeaders];
  return {
    requests: earlier.requests + now.requests,
    statuses: sorted(statuses),
    limitHeaders: sorted([...limits, ...Object.entries(now.limitHeaders)]),
    requestIdHeaders: [...new Set(ids)].toSorted(),
  };
}
