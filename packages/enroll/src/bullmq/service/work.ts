import { DelayedError, type Job, WaitingError } from "bullmq";
import type { RunClock } from "../../run/clock.ts";
import { removalOf } from "../../service/removal.ts";
import type { RecordReading } from "../../service/read-record.ts";
import type { Target } from "../../target.ts";
import { asError } from "../../thrown.ts";
import type { QueueConnection } from "../connection.ts";
import { keepDelays } from "../delays.ts";
import { PatientWorker } from "../patient-worker.ts";
import { processRow } from "../process-row.ts";
import { QueueError } from "../queue-error.ts";
import { holdTime } from "../row-work.ts";
import type { SteadyClock } from "../steady-clock.ts";
import { abandonable } from "./abandonable.ts";
import type { EnrollmentJobData } from "./enrollment-jobs.ts";
import type { EnrollmentStates, SeenEnrollment } from "./enrollment-states.ts";
import { jobPrefix } from "./keys.ts";
import type { StoredEnrollment } from "./stored-enrollment.ts";
import { Abandoned, mayHaveBeenSent, TurnOver, TurnStates } from "./turn-states.ts";

/** What the rounds of a service share. */
export interface WorkParts<Row extends object> {
  readonly connection: QueueConnection;
  readonly states: EnrollmentStates;
  readonly target: Target<Row>;
  readonly reading: RecordReading<Row>;
  readonly concurrency: number;
  readonly settleAfter: number;
  readonly clock: RunClock;
  readonly steadyClock: SteadyClock;
  readonly onError: (error: Error) => void;
  /** Called for each enrollment that this process has ended, once Redis has recorded it. */
  readonly onEnded: (stored: StoredEnrollment) => void;
}

/** Why nothing can be sent for now. */
export interface WorkStop {
  readonly reason: string;
  /** Whether `onError` has received it. */
  readonly isReported: boolean;
}

type EnrollmentJob = Job<EnrollmentJobData>;

/** What became of a job: it has ended, waits for so many milliseconds, or nothing can be sent for now. */
type JobResult =
  | { readonly kind: "ended" }
  | { readonly kind: "wait"; readonly milliseconds: number }
  | { readonly kind: "stop"; readonly reason: string };

const ended: JobResult = { kind: "ended" };
/** A job may stall as often as processes die. */
const anyNumber = 1_000_000_000;

/** Works on the jobs of a service until it is stopped, or cannot send anything for now. */
export class Work<Row extends object> {
  readonly #parts: WorkParts<Row>;
  readonly #abandon: AbortSignal;
  readonly #worker: PatientWorker<EnrollmentJobData, undefined>;
  readonly #endDelays: () => Promise<void>;
  readonly #stopped = Promise.withResolvers<WorkStop>();
  #isStopping = false;
  #underWay = 0;

  /** @param abandon Ends calls in progress. */
  constructor(parts: WorkParts<Row>, abandon: AbortSignal) {
    this.#parts = parts;
    this.#abandon = abandon;
    const { connection, concurrency, states, onError } = parts;
    const prefix = jobPrefix(states.name);
    this.#worker = new PatientWorker(states.name, (job, token) => this.#process(job, token), {
      connection,
      prefix,
      concurrency,
      maxStalledCount: anyNumber,
    });
    this.#worker.on("error", onError);
    this.#worker.on("failed", (_job, error) => {
      onError(error);
    });
    this.#endDelays = keepDelays(connection, states.name, onError, prefix);
  }

  /** Resolves with the reason when nothing can be sent for now. */
  get stopped(): Promise<WorkStop> {
    return this.#stopped.promise;
  }

  /** How many calls that send are in progress. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Takes no more jobs, and waits for those in progress. */
  async close(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([this.#worker.close(), this.#endDelays()]);
  }

  async #process(job: EnrollmentJob, token: string | undefined): Promise<undefined> {
    const { onError } = this.#parts;
    // The job was fetched before the work stopped.
    const result: JobResult = this.#isStopping ? { kind: "stop", reason: "" } : await this.#result(job.data);
    // What is recorded of the enrollment counts, whatever happens to its job here: it comes back when its lock expires.
    if (result.kind === "stop") {
      await job.moveToWait(token).catch(onError);
      throw new WaitingError();
    }
    if (result.kind === "wait") {
      // Jitter, so that the enrollments of a dead process do not come back all at once.
      const dueAt = Math.ceil(Date.now() + result.milliseconds * (1 + Math.random() / 10));
      await job.moveToDelayed(dueAt, token).catch(onError);
      throw new DelayedError();
    }
    return undefined;
  }

  async #result(data: EnrollmentJobData): Promise<JobResult> {
    const { states, onError, settleAfter } = this.#parts;
    const turn = new TurnStates(states, { ...data, asks: data.asks ?? false });
    try {
      const result = await this.#work(turn, data.row);
      if (result.kind === "stop") this.#stop({ reason: result.reason, isReported: false });
      return result;
    } catch (error) {
      if (error instanceof TurnOver) return ended;
      const again: JobResult = { kind: "wait", milliseconds: settleAfter };
      if (error instanceof Abandoned) return again;
      onError(asError(error));
      if (!QueueError.isInstance(error)) return again;
      this.#stop({ reason: error.message, isReported: true });
      return { kind: "stop", reason: error.message };
    }
  }

  async #work(turn: TurnStates, row: string): Promise<JobResult> {
    const { states, target, reading, settleAfter, steadyClock } = this.#parts;
    const seen = await turn.see();
    const { operation, key, text } = seen.stored;
    const cannot = operation === "revoke" && target.removal === undefined;
    const read = cannot ? `${target.name} cannot take anyone out` : reading.rowOf(key, text);
    if (typeof read === "string") return this.#endUnread(turn, row, { seen, reason: read });
    const calls = abandonable(operation === "revoke" ? removalOf(target) : target, {
      signal: this.#abandon,
      onAbandon: () => {
        turn.abandon();
      },
      onSending: (change) => {
        this.#underWay += change;
      },
    });
    if (calls.settle === undefined && seen.stored.state === "pending" && mayHaveBeenSent(seen)) {
      const reason = `Enrollments of the queue ${states.name} may have been sent although their states do not show it (${String(seen.queue.doubt)}), and ${target.name} cannot be asked. If you know that they were not sent, call confirmEnrollments.`;
      return { kind: "stop", reason };
    }
    const result = await processRow({
      states: turn,
      target: { name: target.name, ...calls },
      id: row,
      row: read,
      settleAfter,
      clock: steadyClock,
    });
    if (result.kind !== "ended") return result;
    this.#tell(turn);
    return ended;
  }

  /** Ends an enrollment that can be neither sent nor asked about: one that was not sent has failed, any other is unknown. */
  async #endUnread(
    turn: TurnStates,
    row: string,
    { seen, reason }: { readonly seen: SeenEnrollment; readonly reason: string },
  ): Promise<JobResult> {
    const { record, age } = await turn.look();
    const silence = this.#parts.settleAfter + holdTime(this.#parts.settleAfter);
    // Another process, which can still read it, may be sending it.
    if (record.state === "sending" && age < silence) return { kind: "wait", milliseconds: silence - age };
    const state = record.state === "pending" && !mayHaveBeenSent(seen) ? "failed" : "unknown";
    const isWritten = await turn.replace(row, record, { ...record, state, reason });
    if (!isWritten) return { kind: "wait", milliseconds: 0 };
    this.#tell(turn);
    return ended;
  }

  #tell({ written }: TurnStates): void {
    if (written !== undefined) this.#parts.onEnded(written);
  }

  #stop(stop: WorkStop): void {
    this.#isStopping = true;
    this.#stopped.resolve(stop);
  }
}
