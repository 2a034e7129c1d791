import type { Middleware } from "@kelaskit/core";

/** Counts requests as they are sent. */
export interface RequestCounter {
  readonly middleware: Middleware;
  /** Returns how many requests of an operation were sent. */
  readonly times: (operation: string) => number;
  /** How many requests were sent, by operation. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Counts the requests that this process sends, to compare them with those that arrive at the mock. */
export function requestCounter(): RequestCounter {
  const counts: Record<string, number> = {};
  return {
    counts,
    times: (operation) => counts[operation] ?? 0,
    middleware: (request, next) => {
      counts[request.operation] = (counts[request.operation] ?? 0) + 1;
      return next(request);
    },
  };
}
