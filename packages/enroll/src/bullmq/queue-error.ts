import { KelasError } from "@kelaskit/core";

/** Why a queue cannot be used, for programs. */
export type QueueProblem =
  | "unknown-queue"
  | "lost-states"
  | "cannot-ask"
  | "other-target"
  | "memory-file"
  | "eviction"
  | "redis-failed"
  | "closed";

/** A queue in Redis cannot be used: it is missing, has lost states, belongs to another target, or Redis may evict its
 * states. Nothing is sent from it. */
export class QueueError extends KelasError {
  static override readonly brand: string = "QueueError";
  /** What is wrong. */
  readonly problem: QueueProblem;

  constructor(problem: QueueProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** The queue does not exist in Redis. */
export function unknownQueue(name: string): QueueError {
  return new QueueError(
    "unknown-queue",
    `The queue ${name} does not exist in this Redis: it was never filled, or Redis has lost its states (emptied, restarted without persistence, evicted). Check the server, then add the same rows again with enqueueRows.`,
  );
}
