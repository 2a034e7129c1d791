import { KelasError } from "@kelaskit/core";

/** Why a queue cannot be used, for programs. */
export type QueueProblem = "unknown-queue" | "lost-states" | "cannot-ask" | "other-target" | "memory-file";

/** A queue in Redis is not what it should be. Nothing is sent on its word. */
export class QueueError extends KelasError {
  static override readonly brand: string = "QueueError";
  /** What is wrong. */
  readonly problem: QueueProblem;

  constructor(problem: QueueProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** Redis knows nothing of the queue. */
export function unknownQueue(name: string): QueueError {
  return new QueueError(
    "unknown-queue",
    `This Redis does not know the queue ${name}: it was never filled, or Redis has lost its states (emptied, restarted without persistence, evicted). Look at the server, then add the same rows again with enqueueRows.`,
  );
}
