import type { RunClock } from "../run/clock.ts";
import { batchesOf } from "../run/batches.ts";
import type { RunControl } from "../run/control.ts";
import type { GroupCommit } from "../run/group-commit.ts";
import { Pause, type PauseEnd } from "../run/pause.ts";
import type { Slots } from "../run/slots.ts";
import { Streak } from "../run/streak.ts";
import type { SendingContext } from "../sending/context.ts";
import { sendBatch } from "../sending/send-batch.ts";
import { type OpenState, settleBatch } from "../sending/settle-batch.ts";
import { longestVendorWait } from "../sending/waits.ts";
import type { Target } from "../target.ts";
import type { Bell } from "./bell.ts";
import type { CallsInProgress } from "./calls.ts";
import type { DelayClock } from "./clock.ts";
import type { EnrollmentOperation } from "./enrollments.ts";
import type { ServiceJournal } from "./journal.ts";
import type { Listeners } from "./listeners.ts";
import { Questions } from "./questions.ts";
import type { ReadyRow } from "./ready-row.ts";
import type { RecordReading } from "./read-record.ts";
import { removalOf, type Sendable } from "./removal.ts";
import { type EndContext, endSent, endSettled, endUnsent } from "./row-ends.ts";
import type { StoredRow } from "./stored-row.ts";

/** How many rows are read from the journal at once. */
const pageSize = 100;

/** After how many failures in a row the vendor counts as down; at least twice the calls in progress. */
const failuresInARow = 20;

/** What the rounds of a service share. */
export interface ServiceParts<Row extends object> {
  readonly target: Target<Row>;
  readonly reading: RecordReading<Row>;
  readonly journal: ServiceJournal;
  readonly commits: GroupCommit;
  readonly clock: RunClock;
  readonly delays: DelayClock;
  /** When the pause ends that the vendor has asked for: it applies to later rounds as well. */
  readonly pauseEnd: PauseEnd;
  readonly slots: Slots;
  readonly listeners: Listeners;
  readonly bell: Bell;
  readonly calls: CallsInProgress<Row>;
  readonly concurrency: number;
  readonly settleAfter: number;
}

/** What a round reports. */
export interface RoundListeners {
  /** The vendor asks for a pause. */
  readonly onPause: (until: Date) => void;
  /** A row has ended. */
  readonly onEnded: () => void;
}

/** A row that may have been carried out. */
type OpenRow<Row extends object> = ReadyRow<Row> & { readonly state: OpenState };

/**
 * Sends the rows of a journal as they come, and asks the vendor about those that may have been carried out, until its control
 * stops: the user ends it, or continuing is pointless for now. No call is in progress when a round begins, except those that were
 * abandoned and ignore it.
 */
export class Round<Row extends object> {
  readonly #parts: ServiceParts<Row>;
  readonly #control: RunControl;
  readonly #questions: Questions;
  readonly #end: EndContext<Row>;
  readonly #contexts: Readonly<Record<EnrollmentOperation, SendingContext<Row, ReadyRow<Row>>>>;
  readonly #targets: Readonly<Record<EnrollmentOperation, Sendable<Row>>>;
  /** Rows that were read from the journal to be sent, and are not yet recorded as such. */
  readonly #inHand = new Set<number>();
  /** Rows whose call is in progress. */
  readonly #underWay = new Set<number>();
  /** Up to which id the rows were asked about that an earlier round has left open. */
  #asked: number | undefined = 0;

  constructor(parts: ServiceParts<Row>, control: RunControl, { onPause, onEnded }: RoundListeners) {
    this.#parts = parts;
    this.#control = control;
    const { target, clock, settleAfter, concurrency, pauseEnd } = parts;
    this.#questions = new Questions(clock, settleAfter);
    this.#targets = { enroll: target, revoke: removalOf(target) };
    this.#end = {
      ...parts,
      questions: this.#questions,
      onEnded,
      canSettle: ({ stored }) => this.#canSettle(stored),
    };
    parts.calls.onLateEnd = (id) => {
      this.#questions.callEnded(id);
      parts.bell.ring();
    };
    const shared = {
      control,
      clock,
      streak: new Streak(Math.max(failuresInARow, 2 * concurrency)),
      pause: new Pause(control, clock, onPause, { longest: longestVendorWait, isCut: true, end: pauseEnd }),
    };
    const contextOf = (operation: EnrollmentOperation): SendingContext<Row, ReadyRow<Row>> => ({
      ...shared,
      target: parts.calls.followed(this.#targets[operation]),
      begin: (batch) => this.#begin(batch),
      ended: (results) => {
        for (const result of results) {
          this.#underWay.delete(result.known.id);
          endSent(this.#end, result);
        }
      },
      settled: (from, results) => {
        for (const result of results) endSettled(this.#end, from, result);
      },
    });
    this.#contexts = { enroll: contextOf("enroll"), revoke: contextOf("revoke") };
  }

  /** How many rows have a call in progress. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Works until the control stops, and until the last call has ended or was abandoned. Throws `JournalError`. */
  async run(): Promise<void> {
    const { slots, bell, commits, delays } = this.#parts;
    try {
      while (!this.#control.isStopping) {
        // One after another, so that none of them holds up the others.
        const hasAsked = await this.#settleDue();
        const hasAskedAnew = await this.#settleLeftOpen();
        const now = delays.now();
        const hasSent = await this.#sendDue(now);
        if (hasAsked || hasAskedAnew || hasSent || this.#control.isStopping) continue;
        await bell.wait(this.#nextMoment(now), this.#control.stopSignal);
      }
    } finally {
      await slots.idle();
      commits.flush();
    }
  }

  /**
   * When there will be something to do without anything new.
   *
   * @param now Which rows were due was last looked up by this time: one that has become due since must not be missed.
   */
  #nextMoment(now: number): number {
    const { journal, delays } = this.#parts;
    const due = journal.nextDue(now);
    return Math.min(this.#questions.next, due === undefined ? Infinity : delays.momentOf(due));
  }

  async #begin(batch: readonly ReadyRow<Row>[]): Promise<readonly ReadyRow<Row>[]> {
    const { journal, commits } = this.#parts;
    try {
      const begun = await commits.write(() => batch.filter(({ stored }) => journal.begin(stored)));
      for (const known of begun) {
        this.#underWay.add(known.id);
        this.#parts.calls.name(known);
      }
      // One that has changed since it was read is to be read again.
      if (begun.length < batch.length) this.#parts.bell.ring();
      return begun;
    } finally {
      for (const { id } of batch) this.#inHand.delete(id);
    }
  }

  /** Sends pending rows that are due by a time. @returns Whether there were any. */
  async #sendDue(now: number): Promise<boolean> {
    const { journal, slots } = this.#parts;
    const stored = journal.due(now, pageSize + this.#inHand.size).filter(({ id }) => !this.#inHand.has(id));
    const ready = stored.flatMap((row) => this.#ready(row, "pending") ?? []);
    for (const { id } of ready) this.#inHand.add(id);
    try {
      for (const [operation, rows] of Map.groupBy(ready, (known) => known.stored.operation)) {
        for (const batch of batchesOf(this.#targets[operation], rows)) {
          await slots.start(() => sendBatch(this.#contexts[operation], batch, false));
          if (this.#control.isStopping) return true;
        }
      }
    } finally {
      // A batch that has started removes its rows itself.
      if (this.#control.isStopping) this.#inHand.clear();
    }
    return stored.length > 0;
  }

  /** Asks about rows whose time has come. @returns Whether there were any. */
  async #settleDue(): Promise<boolean> {
    const ids = this.#questions.take();
    const rows = ids.flatMap((id) => {
      const row = this.#parts.journal.openRow(id);
      // It was resolved by a person meanwhile.
      if (row === undefined) this.#questions.end(id);
      return row ?? [];
    });
    await this.#settle(rows);
    return ids.length > 0;
  }

  /** Asks about the next rows that were open when the round began. @returns Whether there were any. */
  async #settleLeftOpen(): Promise<boolean> {
    if (this.#asked === undefined) return false;
    const rows = this.#parts.journal.open(this.#asked, pageSize);
    this.#asked = rows.at(-1)?.id;
    // Those of this round are asked about when their calls have ended.
    const others = rows.filter(({ id }) => !this.#underWay.has(id) && !this.#questions.has(id));
    // What is known of an unknown row stays if nobody can be asked.
    await this.#settle(others.filter((row) => row.state !== "unknown" || this.#canSettle(row)));
    return rows.length > 0;
  }

  /** Whether the vendor can be asked about a row. */
  #canSettle({ operation }: StoredRow): boolean {
    return this.#targets[operation].settle !== undefined;
  }

  async #settle(rows: readonly StoredRow[]): Promise<void> {
    const { slots, calls } = this.#parts;
    const ready = rows.flatMap((row): readonly OpenRow<Row>[] => {
      if (row.state !== "sending" && row.state !== "unknown") return [];
      const known = this.#ready(row, row.state);
      return known === undefined ? [] : [{ ...known, state: row.state }];
    });
    const questions = {
      believableAt: (id: number) => (calls.has(id) ? Infinity : this.#questions.believableAt(id)),
      onEarly: (id: number) => {
        if (calls.has(id)) this.#questions.askWhenCallEnds(id);
        else this.#questions.askWhenBelievable(id);
        // The loop may be asleep, with a later moment in mind.
        this.#parts.bell.ring();
      },
    };
    for (const [operation, group] of Map.groupBy(ready, (known) => known.stored.operation)) {
      for (const batch of batchesOf(this.#targets[operation], group)) {
        await slots.start(() => settleBatch(this.#contexts[operation], batch, questions));
        if (this.#control.isStopping) return;
      }
    }
  }

  /** A row that can be sent; a row that the target can no longer read ends instead. */
  #ready(stored: StoredRow, state: "pending" | OpenState): ReadyRow<Row> | undefined {
    const { reading, target } = this.#parts;
    const cannot = stored.operation === "revoke" && target.removal === undefined;
    const row = cannot ? `${target.name} cannot take anyone out` : reading.rowOf(stored.key, stored.record);
    if (typeof row !== "string") return { id: stored.id, row, stored };
    // Until its end is on the disk, it is pending in the journal and must not be read again.
    if (state === "pending") this.#inHand.add(stored.id);
    endUnsent(this.#end, stored, { state, reason: row }, () => void this.#inHand.delete(stored.id));
    return undefined;
  }
}
