import { JournalError } from "../journal/errors.ts";
import { messageOf } from "../thrown.ts";
import type { RunClock } from "../run/clock.ts";
import { createRunControl } from "../run/control.ts";
import { GroupCommit } from "../run/group-commit.ts";
import { noPause } from "../run/pause.ts";
import { Slots } from "../run/slots.ts";
import { UserFunctions } from "../run/user-functions.ts";
import type { Target } from "../target.ts";
import { Bell } from "./bell.ts";
import { CallsInProgress } from "./calls.ts";
import { addRow, cancelRow, resolveRow, retryRow, revokeRow } from "./changes.ts";
import { DelayClock } from "./clock.ts";
import type {
  AddedEnrollment,
  AddOptions,
  Enrollment,
  EnrollmentEvent,
  EnrollmentFilter,
  EnrollmentHealth,
  Enrollments,
  StopOptions,
  StopReport,
} from "./enrollments.ts";
import { ServiceJournal } from "./journal.ts";
import { Listeners } from "./listeners.ts";
import {
  checkFilter,
  checkKey,
  checkListener,
  checkReason,
  checkReference,
  checkResolution,
  checkWithin,
} from "./option-checks.ts";
import { RecordReading } from "./read-record.ts";
import { Round, type ServiceParts } from "./round.ts";
import { Switch, type Work } from "./switch.ts";

/** The settings of a service, complete. */
export interface LocalSettings<Row extends object> {
  readonly target: Target<Row>;
  readonly journal: string;
  readonly concurrency: number;
  readonly settleAfter: number;
  readonly maxPending: number;
  readonly onError: (error: Error) => void | Promise<void>;
}

/** How long nothing is sent after a round that was stopped by an error, in milliseconds; twice as long after each. */
const firstRest = 10_000;
const longestRest = 300_000;

/** Why nothing is sent for now. */
interface Rest {
  readonly reason: string;
  readonly until: Date;
}

/** Enrollments in a file of this machine. */
export class LocalEnrollments<Row extends object> implements Enrollments<Row> {
  readonly target: Target<Row>;
  readonly #parts: ServiceParts<Row>;
  readonly #maxPending: number;
  readonly #onError: (error: Error) => void;
  #round: Round<Row> | undefined;
  readonly #switch = new Switch(() => this.#begin());
  #rest: Rest | undefined;
  #rests = 0;
  #pausedUntil: Date | undefined;
  #failure: JournalError | undefined;
  #isClosed = false;

  /** @throws JournalError when the journal cannot be used. */
  constructor(
    { target, journal: path, concurrency, settleAfter, maxPending, onError }: LocalSettings<Row>,
    clock: RunClock,
  ) {
    this.target = target;
    this.#maxPending = maxPending;
    const user = new UserFunctions((name, thrown) => {
      this.#tell(
        new Error(`The ${name} of the enrollments in ${path} failed: ${messageOf(thrown)}`, {
          cause: thrown,
        }),
      );
    });
    // An error of this function itself has nowhere else to go.
    this.#onError = new UserFunctions((_name, thrown) => {
      console.error(thrown);
    }).wrap("onError", onError);
    const journal = new ServiceJournal(path, target.name);
    this.#parts = {
      target,
      reading: new RecordReading(target),
      journal,
      commits: new GroupCommit(
        {
          findAstray: () => journal.findAstray(),
          transaction: (work) => {
            const result = journal.transaction(work);
            // Unless the next start would not find what was written.
            if (this.#failure?.problem !== "moved") this.#failure = undefined;
            return result;
          },
        },
        (error) => {
          this.#fail(error);
        },
      ),
      clock,
      delays: new DelayClock(clock, journal.latest),
      pauseEnd: noPause(),
      slots: new Slots(concurrency),
      listeners: new Listeners(user),
      bell: new Bell(clock),
      calls: new CallsInProgress(),
      concurrency,
      settleAfter,
    };
  }

  async add(record: Readonly<Record<string, unknown>>, options: AddOptions = {}): Promise<AddedEnrollment> {
    this.#requireOpen();
    const reference = checkReference(options);
    const { key, text, content } = this.#parts.reading.read(record);
    const newRow = { key, record: text, content, reference };
    return this.#change((journal) => addRow(journal, newRow, this.#maxPending));
  }

  start(): void {
    this.#requireOpen();
    this.#switch.start();
  }

  async stop(options: StopOptions = {}): Promise<StopReport> {
    return { abandoned: await this.#switch.stop(checkWithin(options)) };
  }

  async close(options: StopOptions = {}): Promise<StopReport> {
    const report = { abandoned: await this.#switch.end(checkWithin(options)) };
    if (this.#isClosed) return report;
    this.#isClosed = true;
    const { commits, journal } = this.#parts;
    try {
      commits.flush();
      const astray = journal.findAstray();
      if (astray !== undefined) {
        const place = journal.rescue();
        this.#tell(
          new JournalError("moved", `${astray.message} The state of every enrollment is in ${place}.`, {
            cause: astray,
          }),
        );
      }
    } finally {
      journal.close();
    }
    return report;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close().then(() => undefined);
  }

  async get(key: string): Promise<Enrollment | undefined> {
    this.#requireOpen();
    checkKey("get()", key);
    return this.#parts.journal.get(key);
  }

  async *list(filter: EnrollmentFilter = {}): AsyncGenerator<Enrollment, void> {
    checkFilter(filter);
    let last = 0;
    for (;;) {
      this.#requireOpen();
      const page = this.#parts.journal.page(last, filter);
      if (page.length === 0) return;
      for (const { id, enrollment } of page) {
        last = id;
        yield enrollment;
      }
    }
  }

  on(event: EnrollmentEvent, listener: (enrollment: Enrollment) => void | Promise<void>): () => void {
    checkListener(event, listener);
    return this.#parts.listeners.add(event, listener);
  }

  async retry(key: string): Promise<Enrollment> {
    checkKey("retry()", key);
    return this.#change((journal) => retryRow(journal, key));
  }

  async cancel(key: string): Promise<Enrollment> {
    checkKey("cancel()", key);
    return this.#change((journal) => cancelRow(journal, key));
  }

  async resolve(key: string, to: "done" | "failed", reason?: string): Promise<Enrollment> {
    checkKey("resolve()", key);
    checkResolution(to);
    checkReason("resolve()", reason);
    const enrollment = await this.#change((journal) => resolveRow(journal, key, { to, reason }));
    this.#parts.listeners.tell(to, enrollment);
    return enrollment;
  }

  async revoke(key: string, reason?: string): Promise<Enrollment> {
    checkKey("revoke()", key);
    checkReason("revoke()", reason);
    const { target } = this;
    return this.#change((journal) => revokeRow(journal, key, { target, reason }));
  }

  async health(): Promise<EnrollmentHealth> {
    this.#requireOpen();
    const { journal } = this.#parts;
    const reason = this.#whyNotReady();
    const pausedUntil = laterOf(this.#rest?.until, this.#pausedUntil);
    return {
      isReady: reason === undefined,
      reason,
      counts: { ...journal.counts },
      oldestPending: journal.oldestPending,
      pausedUntil: pausedUntil !== undefined && pausedUntil.getTime() > Date.now() ? pausedUntil : undefined,
    };
  }

  #whyNotReady(): string | undefined {
    const astray = this.#parts.journal.findAstray();
    if (astray !== undefined) return astray.message;
    if (this.#failure !== undefined) return this.#failure.message;
    if (this.#switch.current === undefined) return "Sending was not started, or was stopped: call start().";
    const { pending, sending } = this.#parts.journal.counts;
    // If everything has ended otherwise, there is nothing left that cannot be sent.
    return pending + sending > 0 ? this.#rest?.reason : undefined;
  }

  #requireOpen(): void {
    if (!this.#isClosed) return;
    throw new JournalError("unusable", `The journal ${this.#parts.journal.path} was closed by close().`);
  }

  #tell(error: Error): void {
    this.#onError(error);
  }

  /** The journal cannot be written: nothing is sent until it can. */
  #fail(error: unknown): void {
    const failure = JournalError.isInstance(error)
      ? error
      : new JournalError("unusable", messageOf(error), { cause: error });
    if (this.#failure?.message !== failure.message) this.#tell(failure);
    this.#failure = failure;
    this.#stopRound?.(failure);
  }

  #stopRound: ((failure: JournalError) => void) | undefined;

  /** Changes something durably. */
  async #change<Result>(work: (journal: ServiceJournal) => Result): Promise<Result> {
    this.#requireOpen();
    const { commits, journal, bell } = this.#parts;
    // One change that is refused must not undo the others of the same commit.
    const outcome = await commits.write(() => attempt(() => work(journal)));
    bell.ring();
    if ("refusal" in outcome) throw outcome.refusal;
    return outcome.result;
  }

  #begin(): Work {
    const stop = new AbortController();
    const abandon = new AbortController();
    const working = this.#work(stop.signal, abandon.signal);
    return {
      end: async (within) => {
        const over = new AbortController();
        let abandoned = 0;
        stop.abort();
        const abandonLater = this.#parts.clock.wait(within, over.signal).then(() => {
          if (over.signal.aborted) return;
          abandoned = this.#round?.underWay ?? 0;
          abandon.abort();
        });
        await working;
        over.abort();
        await abandonLater;
        return abandoned;
      },
    };
  }

  /** Rounds, one after another, until the user stops. */
  async #work(stop: AbortSignal, abandon: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    while (!stop.aborted) {
      const reason = await this.#workOneRound(stop, abandon);
      if (stop.aborted || reason === undefined) continue;
      const rest = Math.min(firstRest * 2 ** this.#rests, longestRest);
      this.#rests += 1;
      this.#rest = { reason, until: new Date(Date.now() + rest) };
      await clock.wait(rest, stop);
    }
    this.#rest = undefined;
  }

  /** Whether the journal can be written, after it could not: as long as a probe is told of that, nobody may add anything. */
  async #canWrite(): Promise<boolean> {
    const { commits, journal } = this.#parts;
    try {
      await commits.write(() => {
        journal.tryWriting();
      });
      return true;
    } catch {
      // The commit has reported it.
      return false;
    }
  }

  /** @returns Why it was stopped, unless the user has stopped it. */
  async #workOneRound(stop: AbortSignal, abandon: AbortSignal): Promise<string | undefined> {
    const former = this.#failure;
    if (former !== undefined) {
      if (!(await this.#canWrite())) return this.#failure?.message ?? former.message;
      this.#rest = undefined;
    }
    const control = createRunControl(stop, abandon);
    this.#stopRound = (failure) => {
      control.stop({ reason: failure.message, cause: failure });
    };
    const round = new Round(this.#parts, control, {
      onPause: (until) => {
        this.#pausedUntil = until;
      },
      onEnded: () => {
        this.#rests = 0;
        this.#rest = undefined;
      },
    });
    this.#round = round;
    try {
      await round.run();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#stopRound = undefined;
      control.end();
    }
    const { stopReason } = control;
    if (stopReason !== undefined && !JournalError.isInstance(stopReason.cause))
      this.#tell(new Error(stopReason.reason, { cause: stopReason.cause }));
    return stopReason?.reason;
  }
}

type Attempt<Result> = { readonly result: Result } | { readonly refusal: unknown };

function laterOf(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}

/** A change that was made, or refused before anything was written. An error of the journal fails the whole commit. */
function attempt<Result>(work: () => Result): Attempt<Result> {
  try {
    return { result: work() };
  } catch (error) {
    if (JournalError.isInstance(error)) throw error;
    return { refusal: error };
  }
}
