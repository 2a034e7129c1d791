import { DelayedError, type Job, WaitingError } from "bullmq";
import type { RunClock } from "../../run/clock.ts";
import { Slots } from "../../run/slots.ts";
import type { EnrollmentOperation } from "../../service/enrollments.ts";
import { removalOf, type Sendable } from "../../service/removal.ts";
import type { RecordReading } from "../../service/read-record.ts";
import type { Target } from "../../target.ts";
import { asError } from "../../thrown.ts";
import type { QueueConnection } from "../connection.ts";
import { keepDelays } from "../delays.ts";
import { PatientWorker } from "../patient-worker.ts";
import { processRow } from "../process-row.ts";
import { dueAfter, RowBatches } from "../row-batches.ts";
import type { RowRecord } from "../row-states.ts";
import { QueueError } from "../queue-error.ts";
import { ended as endedBy, type FleetWork, holdTime, type WorkResult } from "../row-work.ts";
import type { SteadyClock } from "../steady-clock.ts";
import { abandonable } from "./abandonable.ts";
import type { EnrollmentJobData } from "./enrollment-jobs.ts";
import { cannotAsk } from "./cannot-ask.ts";
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
  readonly lockDuration: number;
  readonly stalledInterval: number;
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

/** What became of a job: it has ended, waits for so many milliseconds, or goes back because nothing can be sent for now. */
type JobResult =
  | { readonly kind: "ended" }
  | { readonly kind: "wait"; readonly milliseconds: number }
  | { readonly kind: "back" };

/** How enrollments are sent, and taken back. */
interface Sending<Row extends object> {
  readonly work: FleetWork<Row>;
  readonly batches: RowBatches<Row>;
}

const ended: JobResult = { kind: "ended" };
/** A job may stall as often as processes die. */
const anyNumber = 1_000_000_000;

/** Works on the jobs of a service until it is stopped, or cannot send anything for now. */
export class Work<Row extends object> {
  readonly #parts: WorkParts<Row>;
  readonly #turns: TurnStates;
  readonly #sendings: Readonly<Record<EnrollmentOperation, Sending<Row>>>;
  readonly #worker: PatientWorker<EnrollmentJobData, undefined>;
  readonly #endDelays: () => Promise<void>;
  readonly #stopped = Promise.withResolvers<WorkStop>();
  /** The jobs of the rows in hand. */
  readonly #jobs = new WeakMap<object, string>();
  #isStopping = false;
  #underWay = 0;

  /** @param abandon Ends calls in progress. */
  constructor(parts: WorkParts<Row>, abandon: AbortSignal) {
    this.#parts = parts;
    const { connection, concurrency, states, target, lockDuration, stalledInterval, onError } = parts;
    this.#turns = new TurnStates(states);
    const slots = new Slots(concurrency);
    this.#sendings = {
      enroll: this.#sendingBy(target, slots, abandon),
      revoke: this.#sendingBy(removalOf(target), slots, abandon),
    };
    const prefix = jobPrefix(states.name);
    this.#worker = new PatientWorker(states.name, (job, token) => this.#process(job, token), {
      connection,
      prefix,
      // BullMQ counts enrollments.
      concurrency: concurrency * Math.max(target.batchSize ?? 1, target.removal?.batchSize ?? 1),
      maxStalledCount: anyNumber,
      lockDuration,
      stalledInterval,
    });
    this.#worker.passErrorsTo(onError);
    this.#endDelays = keepDelays(connection, states.name, onError, prefix);
  }

  /** Resolves with the reason when nothing can be sent for now. */
  get stopped(): Promise<WorkStop> {
    return this.#stopped.promise;
  }

  /** How many enrollments are being sent. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Takes no more jobs, and waits for those in progress. */
  async close(): Promise<void> {
    this.#end();
    await Promise.all([this.#worker.close(), this.#endDelays()]);
  }

  #sendingBy(target: Sendable<Row>, slots: Slots, abandon: AbortSignal): Sending<Row> {
    const { settleAfter, steadyClock } = this.#parts;
    const calls = abandonable(target, {
      signal: abandon,
      onAbandon: (rows) => {
        for (const row of rows) this.#turns.abandon(this.#jobs.get(row));
      },
      onSending: (change) => {
        this.#underWay += change;
      },
    });
    const work = {
      states: this.#turns,
      target: { name: this.#parts.target.name, ...calls },
      settleAfter,
      clock: steadyClock,
    };
    return { work, batches: new RowBatches(work, slots) };
  }

  async #process(job: EnrollmentJob, token: string | undefined): Promise<undefined> {
    const { onError, target } = this.#parts;
    // The job was fetched before the work stopped.
    const result: JobResult = this.#isStopping ? { kind: "back" } : await this.#result(job.data);
    // What is recorded of the enrollment counts, whatever happens to its job here: it comes back when its lock expires.
    if (result.kind === "back") {
      await job.moveToWait(token).catch(onError);
      throw new WaitingError();
    }
    if (result.kind === "wait") {
      await job
        .moveToDelayed(dueAfter(result.milliseconds, (target.batchSize ?? 1) > 1), token)
        .catch(onError);
      throw new DelayedError();
    }
    return undefined;
  }

  async #result(data: EnrollmentJobData): Promise<JobResult> {
    const { onError, onEnded, settleAfter } = this.#parts;
    const job = this.#turns.begin(data);
    try {
      const result = await this.#work(job);
      if (result.kind === "error") throw result.error;
      if (result.kind === "stop") this.#stop({ reason: result.reason, isReported: false });
      if (result.kind === "wait") return result;
      if (result.kind !== "ended") return { kind: "back" };
      const news = this.#turns.end(job);
      if (result.isNew && news !== undefined) onEnded(news);
      return ended;
    } catch (error) {
      if (error instanceof TurnOver) return ended;
      const again: JobResult = { kind: "wait", milliseconds: settleAfter };
      if (error instanceof Abandoned) return again;
      onError(asError(error));
      if (!QueueError.isInstance(error)) return again;
      this.#stop({ reason: error.message, isReported: true });
      return { kind: "back" };
    } finally {
      this.#turns.end(job);
    }
  }

  async #work(job: string): Promise<WorkResult> {
    const { states, target, reading } = this.#parts;
    const seen = await this.#turns.see(job);
    const { operation, key, text, state } = seen.stored;
    const cannot = operation === "revoke" && target.removal === undefined;
    const row = cannot ? `${target.name} cannot take anyone out` : reading.rowOf(key, text);
    if (typeof row === "string") return this.#endUnread(job, { seen, reason: row });
    this.#jobs.set(row, job);
    const { work, batches } = this.#sendings[operation];
    if (work.target.settle === undefined && state === "pending" && mayHaveBeenSent(seen))
      return { kind: "stop", reason: cannotAsk(states.name, target.name, seen.queue.doubt) };
    return processRow({ ...work, id: job, row, batches });
  }

  /** Ends an enrollment that can be neither sent nor asked about: one that was not sent has failed, any other is unknown. */
  async #endUnread(
    job: string,
    { seen, reason }: { readonly seen: SeenEnrollment; readonly reason: string },
  ): Promise<WorkResult> {
    const { record, age } = await this.#turns.look(job);
    const silence = this.#parts.settleAfter + holdTime(this.#parts.settleAfter);
    // Another process, which can still read it, may be sending it.
    if (record.state === "sending" && age < silence) return { kind: "wait", milliseconds: silence - age };
    const state = record.state === "pending" && !mayHaveBeenSent(seen) ? "failed" : "unknown";
    const next: RowRecord = { ...record, state, reason };
    return (await this.#turns.replace(job, record, next))
      ? endedBy(next, true)
      : { kind: "wait", milliseconds: 0 };
  }

  #stop(stop: WorkStop): void {
    this.#end();
    this.#stopped.resolve(stop);
  }

  #end(): void {
    this.#isStopping = true;
    for (const { batches } of Object.values(this.#sendings)) batches.end();
  }
}
