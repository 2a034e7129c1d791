import type { Middleware } from "@kelaskit/core";

/** Counts requests as they leave. */
export interface RequestCounter {
  readonly middleware: Middleware;
  /** How many requests of an operation have left. */
  readonly times: (operation: string) => number;
  /** How many requests have left, by operation. */
  readonly counts: Readonly<Record<string, number>>;
}

/** How many requests left this process, by operation: what the demo claims is counted at the source and at the mock. */
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
