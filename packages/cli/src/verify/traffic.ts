import type { Middleware } from "@kelaskit/core";

/** Headers that say how many requests are allowed, and for how long. */
const limitHeader = /^(?:x-)?(?:rate-?limit|retry-after)/;
/** Headers with which a vendor's support finds a request. */
const requestIdHeader = /^(?:x-)?(?:[a-z]+-)?(?:request|correlation|trace)-?id$|^cf-ray$|^traceparent$/;

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
      if (requestIdHeader.test(name)) this.#requestIds.add(name);
      if (!limitHeader.test(name)) continue;
      const isLimit = name.endsWith("limit") && /^\d{1,9}$/.test(value);
      this.#limits.set(name, isLimit ? Number(value) : "present");
    }
  }

  /** What was seen so far. */
  get facts(): TrafficFacts {
    return {
      requests: this.requests,
      statuses: Object.fromEntries(
        [...this.#statuses].map(([status, count]) => [String(status), count] as const),
      ),
      limitHeaders: Object.fromEntries(
        [...this.#limits].toSorted(([first], [second]) => (first < second ? -1 : 1)),
      ),
      requestIdHeaders: [...this.#requestIds].toSorted(),
    };
  }
}
