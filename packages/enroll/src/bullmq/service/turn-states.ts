import type { RowRecord, SeenRow } from "../row-states.ts";
import type { EnrollmentStates, SeenEnrollment } from "./enrollment-states.ts";
import type { StoredEnrollment } from "./stored-enrollment.ts";

/** The turn of an enrollment is over: it was canceled or taken back, or is pending again and has another job. */
export class TurnOver extends Error {}

/** The call of an enrollment was abandoned, so nothing is known and nothing is written about it. */
export class Abandoned extends Error {}

/** Which enrollment is worked on. */
interface TurnOptions {
  readonly row: string;
  readonly turn: number;
  /** Whether the vendor is asked about an enrollment although it is unknown. */
  readonly asks: boolean;
}

/** When a pending enrollment was last known not to be sent: when a worker last took it. Before that, a queue in doubt may have lost states. */
function knownSince({ sentAt }: StoredEnrollment): number {
  return sentAt ?? 0;
}

/** Whether a pending enrollment may have been sent before Redis lost states. */
export function mayHaveBeenSent({ stored, queue }: SeenEnrollment): boolean {
  return queue.doubt !== undefined && (stored.fence === 0 || knownSince(stored) < queue.since);
}

/** An unknown enrollment stays unknown, with what was known of it, until the vendor says more. */
function stillUnknown(seen: RowRecord, next: RowRecord): RowRecord {
  if (next.state !== "sending" && next.state !== "unknown") return next;
  return { ...next, state: "unknown", reason: seen.reason, detail: seen.detail, held: seen.held };
}

/** An enrollment that was held back says what a user of a service can do. */
function explained(next: RowRecord): RowRecord {
  if (next.held !== true) return next;
  const reason =
    "It was not sent, because it may have been sent before: the queue is new or may have lost states, and the vendor could not say. If you know that it was not sent before, call confirmEnrollments, and start the service again.";
  return { ...next, reason };
}

/** The states of one enrollment, in one of its turns: those of a row, as the code sees it that sends the rows of fleets. */
export class TurnStates {
  readonly #states: EnrollmentStates;
  readonly #options: TurnOptions;
  /** Whether the enrollment is unknown in Redis and shown as being sent, so that the vendor is asked. */
  #isShownAsSending = false;
  #written: StoredEnrollment | undefined;
  #isAbandoned = false;

  constructor(states: EnrollmentStates, options: TurnOptions) {
    this.#states = states;
    this.#options = options;
  }

  /** What was last written; undefined if nothing was. */
  get written(): StoredEnrollment | undefined {
    return this.#written;
  }

  /** From now on, nothing is written. */
  abandon(): void {
    this.#isAbandoned = true;
  }

  /** Reads the enrollment. */
  async see(): Promise<SeenEnrollment> {
    const seen = await this.#states.look(this.#options.row);
    if (seen === undefined) throw new TurnOver();
    const { turn, state } = seen.stored;
    const isOpen = state === "pending" || state === "sending" || (state === "unknown" && this.#options.asks);
    if (turn !== this.#options.turn || !isOpen) throw new TurnOver();
    return seen;
  }

  async look(): Promise<SeenRow> {
    const { stored, queue } = await this.see();
    const { state, ...record } = stored;
    this.#isShownAsSending = state === "unknown";
    if (state === "pending") {
      const at = knownSince(stored);
      return { record: { ...record, state, at }, age: queue.now - at, queue };
    }
    return { record: { ...record, state: "sending" }, age: queue.now - (record.at ?? 0), queue };
  }

  async replace(_row: string, seen: RowRecord, next: RowRecord): Promise<boolean> {
    if (this.#isAbandoned) throw new Abandoned();
    const { row, turn } = this.#options;
    const isShown = this.#isShownAsSending && seen.state === "sending";
    const written = await this.#states.replace(
      row,
      { state: isShown ? "unknown" : seen.state, fence: seen.fence, turn },
      isShown && next.fence === seen.fence ? stillUnknown(seen, next) : explained(next),
    );
    if (written === undefined) return false;
    // To be unknown again is no news.
    this.#written = isShown && written.state === "unknown" ? undefined : written;
    this.#isShownAsSending = isShown && written.state === "unknown";
    return true;
  }
}
