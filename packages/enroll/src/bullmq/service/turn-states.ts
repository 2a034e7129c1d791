import type { QueueError } from "../queue-error.ts";
import type { Replacement, RowChange, RowRecord, SeenRow } from "../row-states.ts";
import type { WorkStates } from "../row-work.ts";
import type { EnrollmentJobData } from "./enrollment-jobs.ts";
import type { EnrollmentChange, EnrollmentStates, SeenEnrollment } from "./enrollment-states.ts";
import type { StoredEnrollment } from "./stored-enrollment.ts";

/** The turn of an enrollment is over: it was canceled or taken back, or is pending again and has another job. */
export class TurnOver extends Error {}

/** The call of an enrollment was abandoned, so nothing is known and nothing is written about it. */
export class Abandoned extends Error {}

/** A turn of an enrollment that is worked on. */
interface Turn extends EnrollmentJobData {
  /** Whether it is unknown in Redis and shown as being sent, so that the vendor is asked. */
  isShownAsSending: boolean;
  isAbandoned: boolean;
  /** What was last written, unless it is no news. */
  written: StoredEnrollment | undefined;
}

/** When a worker last took a pending enrollment. What a queue in doubt has lost since is not known. */
function knownSince({ takenAt }: StoredEnrollment): number {
  return takenAt ?? 0;
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

/**
 * The states of the enrollments that a process works on, each in one of its turns: as the states of rows, by the code that sends the
 * rows of fleets.
 */
export class TurnStates implements WorkStates {
  readonly #states: EnrollmentStates;
  readonly #turns = new Map<string, Turn>();
  #begun = 0;

  constructor(states: EnrollmentStates) {
    this.#states = states;
  }

  /** Begins the work on a job. @returns Its id in this object. */
  begin(data: EnrollmentJobData): string {
    this.#begun += 1;
    const id = `${data.row}-${data.turn}#${this.#begun}`;
    this.#turns.set(id, { ...data, isShownAsSending: false, isAbandoned: false, written: undefined });
    return id;
  }

  /** Ends the work on a job. @returns What has become of its enrollment; undefined if that is no news. */
  end(id: string): StoredEnrollment | undefined {
    const written = this.#turns.get(id)?.written;
    this.#turns.delete(id);
    return written;
  }

  /** From now on, nothing is written for a job. */
  abandon(id: string | undefined): void {
    const turn = this.#turns.get(id ?? "");
    if (turn !== undefined) turn.isAbandoned = true;
  }

  /** Reads the enrollment of a job. Throws `TurnOver`. */
  async see(id: string): Promise<SeenEnrollment> {
    const { row, turn, asks } = this.#turn(id);
    const seen = await this.#states.look(row);
    if (seen === undefined) throw new TurnOver();
    const { state } = seen.stored;
    const isOpen = state === "pending" || state === "sending" || (state === "unknown" && asks === true);
    if (seen.stored.turn !== turn || !isOpen) throw new TurnOver();
    return seen;
  }

  async look(id: string): Promise<SeenRow> {
    const { stored, queue } = await this.see(id);
    const { state, ...record } = stored;
    this.#turn(id).isShownAsSending = state === "unknown";
    if (state === "pending") {
      const at = knownSince(stored);
      return { record: { ...record, state, at }, age: queue.now - at, queue };
    }
    return { record: { ...record, state: "sending" }, age: queue.now - (record.at ?? 0), queue };
  }

  async replace(id: string, seen: RowRecord, next: RowRecord): Promise<boolean> {
    const [replacement] = await this.replaceAll([{ id, seen, next }]);
    if (replacement === "lost") throw this.lost();
    return replacement === "written";
  }

  async replaceAll(changes: readonly RowChange[]): Promise<readonly Replacement[]> {
    const turns = changes.map(({ id }) => this.#turn(id));
    if (turns.some(({ isAbandoned }) => isAbandoned)) throw new Abandoned();
    const replaced = await this.#states.replace(changes.map((change) => this.#toWrite(change)));
    return replaced.map(({ replacement, stored }, index) => {
      const turn = turns[index];
      if (turn !== undefined && stored !== undefined) {
        // To be unknown again is no news.
        turn.isShownAsSending = turn.isShownAsSending && stored.state === "unknown";
        turn.written = turn.isShownAsSending ? undefined : stored;
      }
      return replacement;
    });
  }

  lost(): QueueError {
    return this.#states.lost();
  }

  #toWrite({ id, seen, next, since }: RowChange): EnrollmentChange {
    const { row, turn, isShownAsSending } = this.#turn(id);
    const isShown = isShownAsSending && seen.state === "sending";
    return {
      row,
      seen: { state: isShown ? "unknown" : seen.state, fence: seen.fence, turn },
      next: isShown && next.fence === seen.fence ? stillUnknown(seen, next) : explained(next),
      since,
    };
  }

  #turn(id: string): Turn {
    const turn = this.#turns.get(id);
    // A call that was abandoned may still renew its row, or end.
    if (turn === undefined) throw new Abandoned();
    return turn;
  }
}
