import type { RunClock } from "../../run/clock.ts";
import { aborted, unlessAborted } from "../../run/control.ts";
import { UserFunctions } from "../../run/user-functions.ts";
import {
  moveOnAdding,
  moveOnCanceling,
  moveOnResolving,
  moveOnRetrying,
  moveOnRevoking,
  noneToChange,
} from "../../service/decisions.ts";
import type {
  AddedEnrollment,
  AddOptions,
  Enrollment,
  EnrollmentCounts,
  EnrollmentEvent,
  EnrollmentFilter,
  EnrollmentHealth,
  Enrollments,
  StopOptions,
  StopReport,
} from "../../service/enrollments.ts";
import { ServiceFullError } from "../../service/errors.ts";
import type { RowMove } from "../../service/journal.ts";
import { Listeners } from "../../service/listeners.ts";
import {
  checkFilter,
  checkKey,
  checkListener,
  checkReason,
  checkReference,
  checkResolution,
  checkWithin,
} from "../../service/option-checks.ts";
import { RecordReading } from "../../service/read-record.ts";
import type { Target } from "../../target.ts";
import { asError, messageOf } from "../../thrown.ts";
import type { QueueConnection } from "../connection.ts";
import { QueueError } from "../queue-error.ts";
import { RepeatedErrors } from "../repeated-errors.ts";
import { jobIdOf } from "../row-job.ts";
import { SteadyClock } from "../steady-clock.ts";
import { cannotAsk } from "./cannot-ask.ts";
import { EnrollmentJobs } from "./enrollment-jobs.ts";
import { EnrollmentStates, RedisFailure, type Summary } from "./enrollment-states.ts";
import { openStates } from "./open-states.ts";
import { Shift } from "./shift.ts";
import { Switch } from "../../service/switch.ts";
import { enrollmentOf, enrollmentStates, type StoredEnrollment } from "./stored-enrollment.ts";
import type { WorkParts } from "./work.ts";

/** The settings of a service in Redis, complete. */
export interface FleetSettings<Row extends object> {
  readonly connection: QueueConnection;
  readonly name: string;
  readonly memory: string | undefined;
  readonly acceptLoss: boolean;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly target: Target<Row>;
  readonly concurrency: number;
  readonly settleAfter: number;
  readonly maxPending: number;
  readonly onError: (error: Error) => void | Promise<void>;
}

/** How many enrollments are read at once. */
const pageSize = 500;
/** How long Redis may take to answer a probe, in milliseconds. */
const longestProbe = 2000;

/** Enrollments in Redis, for any number of processes. */
export class FleetEnrollments<Row extends object> implements Enrollments<Row> {
  readonly target: Target<Row>;
  readonly #parts: WorkParts<Row>;
  readonly #states: EnrollmentStates;
  readonly #jobs: EnrollmentJobs;
  readonly #maxPending: number;
  readonly #place: Pick<FleetSettings<Row>, "memory" | "acceptLoss">;
  readonly #listeners: Listeners;
  readonly #tell: (error: Error) => void;
  readonly #errors: RepeatedErrors;
  readonly #shifts = new Switch(() => new Shift(this.#parts, this.#jobs));
  #counts: EnrollmentCounts = { pending: 0, sending: 0, done: 0, failed: 0, unknown: 0, canceled: 0 };
  #isClosed = false;

  constructor(settings: FleetSettings<Row>, clock: RunClock) {
    const { connection, name, target, concurrency, settleAfter, maxPending, onError } = settings;
    const { lockDuration, stalledInterval } = settings;
    this.target = target;
    this.#maxPending = maxPending;
    this.#place = settings;
    // An error of this function itself has nowhere else to go.
    this.#tell = new UserFunctions((_name, thrown) => {
      console.error(thrown);
    }).wrap("onError", onError);
    this.#errors = new RepeatedErrors(this.#tell);
    const user = new UserFunctions((failed, thrown) => {
      const message = `The ${failed} of the enrollments in the queue ${name} failed: ${messageOf(thrown)}`;
      this.#tell(new Error(message, { cause: thrown }));
    });
    this.#listeners = new Listeners(user);
    this.#states = new EnrollmentStates(connection, name);
    const report = (error: Error): void => {
      // It may be the only record of what became of an enrollment, so it must not be summed up.
      if (QueueError.isInstance(error)) this.#tell(error);
      else this.#errors.add(error);
    };
    this.#jobs = new EnrollmentJobs(connection, this.#states, report);
    this.#parts = {
      connection,
      states: this.#states,
      target,
      reading: new RecordReading(target),
      concurrency,
      settleAfter,
      lockDuration,
      stalledInterval,
      clock,
      steadyClock: new SteadyClock(settleAfter / 10),
      onError: report,
      onEnded: (stored) => {
        this.#announce(stored);
      },
    };
  }

  /** Creates the queue, or recognizes it. @throws QueueError when it cannot be used. */
  async open(): Promise<void> {
    try {
      const { queue } = this.#jobs;
      await openStates({ states: this.#states, queue, target: this.target, ...this.#place });
    } catch (error) {
      await this.#jobs.close();
      throw this.#asQueueError(error);
    }
  }

  /** Passes an error to `onError`. */
  report(error: Error): void {
    this.#tell(error);
  }

  async add(record: Readonly<Record<string, unknown>>, options: AddOptions = {}): Promise<AddedEnrollment> {
    this.#requireUsable("Nothing was added");
    const reference = checkReference(options);
    const { key, text, content } = this.#parts.reading.read(record);
    const row = jobIdOf(key);
    const digest = Buffer.from(content).toString("hex");
    const change = await this.#ask(() =>
      this.#states.add(row, { key, text, content: digest, reference }, this.#maxPending),
    );
    if (change.kind === "full") throw new ServiceFullError(this.#maxPending);
    if (change.kind === "new") {
      await this.#queue(row, change.stored);
      return { ...enrollmentOf(change.stored), isNew: true, isChanged: false };
    }
    let isSame = true;
    const newRow = { key, record: text, content, reference };
    const { enrollment, move } = await this.#change(key, "added", {
      decide: (known, stored) => {
        isSame = stored.content === digest;
        return moveOnAdding(known, newRow, !isSame);
      },
      limit: this.#maxPending,
    });
    const isNew = move?.to === "pending";
    return { ...enrollment, isNew, isChanged: !isNew && !isSame };
  }

  start(): void {
    this.#requireOpen();
    this.#shifts.start();
  }

  async stop(options: StopOptions = {}): Promise<StopReport> {
    return { abandoned: await this.#shifts.stop(checkWithin(options)) };
  }

  async close(options: StopOptions = {}): Promise<StopReport> {
    const report = { abandoned: await this.#shifts.end(checkWithin(options)) };
    if (this.#isClosed) return report;
    this.#isClosed = true;
    await this.#jobs.close();
    this.#errors.close();
    return report;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close().then(() => undefined);
  }

  async get(key: string): Promise<Enrollment | undefined> {
    this.#requireUsable("Nothing was read");
    checkKey("get()", key);
    const seen = await this.#ask(() => this.#states.look(jobIdOf(key)));
    return seen === undefined ? undefined : enrollmentOf(seen.stored);
  }

  async *list(filter: EnrollmentFilter = {}): AsyncGenerator<Enrollment, void> {
    checkFilter(filter);
    const { state, operation, reference } = filter;
    const states = state === undefined ? enrollmentStates : [state];
    for (let last = 0; ;) {
      this.#requireUsable("Nothing was read");
      const { rows } = await this.#ask(() => this.#states.page(last, pageSize, states));
      if (rows.length === 0) return;
      for (const { stored } of rows) {
        last = stored.place;
        const isWanted =
          (operation === undefined || stored.operation === operation) &&
          (reference === undefined || stored.reference === reference);
        if (isWanted) yield enrollmentOf(stored);
      }
    }
  }

  on(event: EnrollmentEvent, listener: (enrollment: Enrollment) => void | Promise<void>): () => void {
    checkListener(event, listener);
    return this.#listeners.add(event, listener);
  }

  async retry(key: string): Promise<Enrollment> {
    checkKey("retry()", key);
    return (await this.#change(key, "retried", { decide: moveOnRetrying })).enrollment;
  }

  async cancel(key: string): Promise<Enrollment> {
    checkKey("cancel()", key);
    return (await this.#change(key, "canceled", { decide: moveOnCanceling })).enrollment;
  }

  async resolve(key: string, to: "done" | "failed", reason?: string): Promise<Enrollment> {
    checkKey("resolve()", key);
    checkResolution(to);
    checkReason("resolve()", reason);
    const decide = (known: Enrollment): RowMove => moveOnResolving(known, { to, reason });
    const { enrollment } = await this.#change(key, "resolved", { decide });
    this.#listeners.tell(to, enrollment);
    return enrollment;
  }

  async revoke(key: string, reason?: string): Promise<Enrollment> {
    checkKey("revoke()", key);
    checkReason("revoke()", reason);
    const { target } = this;
    const decide = (known: Enrollment): RowMove | undefined => moveOnRevoking(known, { target, reason });
    return (await this.#change(key, "taken back", { decide })).enrollment;
  }

  async health(): Promise<EnrollmentHealth> {
    this.#requireOpen();
    const summary = await this.#probe();
    if (typeof summary !== "string") this.#counts = summary.counts;
    const reason = typeof summary === "string" ? summary : this.#whyNotReady(summary);
    const oldest = typeof summary === "string" ? undefined : summary.oldestPending;
    const until = this.#shifts.current?.rest?.until;
    return {
      isReady: reason === undefined,
      reason,
      counts: this.#counts,
      oldestPending: oldest === undefined ? undefined : new Date(oldest.renewedAt ?? oldest.addedAt),
      pausedUntil: until !== undefined && until.getTime() > Date.now() ? until : undefined,
    };
  }

  /** The states of all enrollments, or why they cannot be read. */
  async #probe(): Promise<Summary | string> {
    try {
      this.#requireUsable("Nothing was read");
      const summary = await unlessAborted(this.#states.sumUp(), AbortSignal.timeout(longestProbe));
      return summary === aborted ? `Redis has not answered within ${longestProbe / 1000} s.` : summary;
    } catch (error) {
      return messageOf(error);
    }
  }

  #whyNotReady({ counts, queue }: Summary): string | undefined {
    const shift = this.#shifts.current;
    if (shift === undefined) return "Sending was not started, or was stopped: call start().";
    if (counts.pending + counts.sending > 0 && shift.rest !== undefined) return shift.rest.reason;
    if (queue.doubt === undefined || this.target.settle !== undefined) return undefined;
    return cannotAsk(this.#states.name, this.target.name, queue.doubt);
  }

  /** Changes an enrollment by a decision about it as it is at that moment. */
  async #change(
    key: string,
    what: string,
    {
      decide,
      limit,
    }: {
      readonly decide: (enrollment: Enrollment, stored: StoredEnrollment) => RowMove | undefined;
      readonly limit?: number;
    },
  ): Promise<{ readonly enrollment: Enrollment; readonly move: RowMove | undefined }> {
    this.#requireUsable(`The enrollment was not ${what}`);
    const row = jobIdOf(key);
    for (;;) {
      const seen = await this.#ask(() => this.#states.look(row));
      if (seen === undefined) throw noneToChange(key, what);
      const enrollment = enrollmentOf(seen.stored);
      const move = decide(enrollment, seen.stored);
      if (move === undefined) return { enrollment, move };
      const change = await this.#ask(() => this.#states.move(row, seen.stored, move, limit));
      if (change.kind === "full") throw new ServiceFullError(this.#maxPending);
      // Otherwise, another process has changed it since: decide again.
      if (change.kind === "moved") {
        if (move.to === "pending") await this.#queue(row, change.stored);
        return { enrollment: enrollmentOf(change.stored), move };
      }
    }
  }

  /** Adds the job of an enrollment that is recorded. If that fails, any process of the service adds it later. */
  async #queue(row: string, stored: StoredEnrollment): Promise<void> {
    try {
      await this.#jobs.add(row, stored);
    } catch (error) {
      this.#parts.onError(asError(error));
    }
  }

  #announce(stored: StoredEnrollment): void {
    const { state } = stored;
    if (state === "done" || state === "failed" || state === "unknown")
      this.#listeners.tell(state, enrollmentOf(stored));
  }

  #requireOpen(): void {
    if (this.#isClosed)
      throw new QueueError("closed", `The queue ${this.#states.name} was closed by close().`);
  }

  /** @param what What was not done, for the error. */
  #requireUsable(what: string): void {
    this.#requireOpen();
    const { status } = this.#parts.connection;
    if (status === "ready") return;
    throw new QueueError(
      "redis-failed",
      `${what}: Redis cannot be reached for the queue ${this.#states.name} (${status}). Try it again.`,
    );
  }

  async #ask<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw this.#asQueueError(error);
    }
  }

  #asQueueError(error: unknown): unknown {
    if (!(error instanceof RedisFailure)) return error;
    return new QueueError(
      "redis-failed",
      `Redis has failed for the queue ${this.#states.name}: ${error.message}. The change may or may not have been made: make it again, which has the same result as once.`,
    );
  }
}
