/** Something that a receiver wants its operator to know. */
export interface ReceiverProblem {
  /**
   * `refused`: a request was answered with an error. `not-stored`: an event could not be stored, and its sender was asked to send it
   * again. `delayed`: something could not be done now, and is tried again. `failed`: a function of yours threw.
   */
  readonly kind: "refused" | "not-stored" | "delayed" | "failed";
  /** What happened and what to do, in sentences without secrets and personal data. */
  readonly message: string;
  /** The status of the answer, if a request was refused. */
  readonly status?: number | undefined;
  /** The order's UUID, if it is about one. */
  readonly order?: string | undefined;
  /** What was thrown. It may contain anything. */
  readonly cause?: unknown;
}

/** Receives what an operator should know. If it throws or rejects, only the name of its error is printed. */
export type ProblemListener = (problem: ReceiverProblem) => void | Promise<void>;

/** Passes a problem on, whatever becomes of it: see `guarded`. */
export type ProblemReport = (problem: ReceiverProblem) => void;

/** Prints a problem, without its cause. */
export function printProblem({ message, order }: ReceiverProblem): void {
  console.error(order === undefined ? message : `${message} (order ${order})`);
}
