import type { Target } from "../target.ts";
import type { RowState } from "../run-options.ts";

/** The state of an enrollment. `canceled`: it was withdrawn before anything was sent. */
export type EnrollmentState = RowState | "canceled";

/** What is to be done for the learner: enroll, or take the enrollment back. */
export type EnrollmentOperation = "enroll" | "revoke";

/** An enrollment in a service, as recorded. */
export interface Enrollment {
  /** Who gets what: the JSON text of `[target, learner, item]`, then the period if there is one. */
  readonly key: string;
  /** The learner in the key. */
  readonly learner: string;
  /** The item in the key. */
  readonly item: string;
  /** Which of several enrollments of the learner in the item, if the key contains it. */
  readonly period: string | undefined;
  /** What `state` is about: with `revoke` and `done`, the learner is out again. */
  readonly operation: EnrollmentOperation;
  readonly state: EnrollmentState;
  /** What it was added for, such as an order: the first time, or when it was last sent again. */
  readonly reference: string | undefined;
  /** How many times it was sent. */
  readonly attempts: number;
  /** When it was first added, by the clock of the machine. */
  readonly addedAt: Date;
  /** When it was last sent. */
  readonly sentAt: Date | undefined;
  /** When it became done, failed, unknown or canceled. */
  readonly endedAt: Date | undefined;
  /** Why it has failed, is unknown or is tried again; for one that is done, a detail. */
  readonly reason: string | undefined;
  /** The vendor's id of what was created. */
  readonly vendorId: string | undefined;
}

/** The result of adding: the enrollment, which may have been there before. */
export interface AddedEnrollment extends Enrollment {
  /** Whether it was just added, or is sent again after it has failed, was canceled or was taken back. */
  readonly isNew: boolean;
  /** Whether it was there with other values, such as another name, which were not used. */
  readonly isChanged: boolean;
}

/** Options of `add`. */
export interface AddOptions {
  /** What it is for, such as an order's number: found in reports and events, never sent to the vendor. At most 500 characters. */
  readonly reference?: string | undefined;
}

/** Which enrollments to list. */
export interface EnrollmentFilter {
  readonly state?: EnrollmentState | undefined;
  readonly operation?: EnrollmentOperation | undefined;
  /** Exactly this reference. */
  readonly reference?: string | undefined;
}

/** How many enrollments are in each state, whatever their operation. */
export type EnrollmentCounts = Readonly<Record<EnrollmentState, number>>;

/** The condition of a service, for a probe. */
export interface EnrollmentHealth {
  /** Whether it accepts enrollments and sends them. */
  readonly isReady: boolean;
  /** Why it is not ready, in a sentence without secrets. */
  readonly reason: string | undefined;
  readonly counts: EnrollmentCounts;
  /** Since when the oldest enrollment waits that still has to be sent: when it was added, or last added again, retried or taken back. */
  readonly oldestPending: Date | undefined;
  /** Until when nothing is sent, because the vendor has asked for a pause or cannot be reached. */
  readonly pausedUntil: Date | undefined;
}

/** How a service stops. */
export interface StopOptions {
  /** After how long calls in progress are aborted, in milliseconds. Their enrollments stay in `sending` and are settled later. @default 10000 */
  readonly within?: number | undefined;
}

/** What `stop` leaves behind. */
export interface StopReport {
  /** How many enrollments were being sent when the time was over: the vendor is asked about them before they are sent again. */
  readonly abandoned: number;
}

/** The events of a service. */
export type EnrollmentEvent = "done" | "failed" | "unknown";

/**
 * Enrollments that are recorded durably and sent once each, by a service that may be killed at any moment. With `bullmq()` as the
 * journal, methods throw `QueueError` instead of `JournalError`.
 */
export interface Enrollments<Row extends object = object> {
  /** Where they go. */
  readonly target: Target<Row>;
  /**
   * Adds an enrollment. It is on the disk when this resolves. The same learner and item a second time is the same enrollment, which
   * is returned as it is.
   *
   * It is sent again, with the new values and the new reference, if it was canceled or taken back; and if it has failed and is added
   * with other values or for another reference. With the same values and the same reference, or none, one that has failed is left as it
   * is: `retry` sends it again.
   *
   * @param record The target's fields, such as `{ email, productId }`.
   * @throws InvalidEnrollmentError when it is not a valid row of the target, or has a value in a secret field. Nothing was added.
   * @throws EnrollmentStateError when it is just being taken back, so that it cannot be told whether it is to be sent: add it
   * again when that has ended.
   * @throws ServiceFullError when `maxPending` enrollments are waiting, unless this one is there already. Nothing was added.
   * @throws JournalError when it cannot be recorded. Nothing was added.
   */
  add(record: Readonly<Record<string, unknown>>, options?: AddOptions): Promise<AddedEnrollment>;
  /** Begins to send, or continues; without effect while it is sending. */
  start(): void;
  /**
   * Stops sending; what is in progress is waited for. Enrollments can still be added.
   *
   * @returns When nothing is in progress any more, at most `within` after the call.
   */
  stop(options?: StopOptions): Promise<StopReport>;
  /** Stops, and closes the journal. No other method may be called afterwards. */
  close(options?: StopOptions): Promise<StopReport>;
  /** The enrollment of a key; undefined if there is none. */
  get(key: string): Promise<Enrollment | undefined>;
  /** All enrollments, or some, in the order in which they were added. Read in parts: never all in memory. */
  list(filter?: EnrollmentFilter): AsyncIterable<Enrollment>;
  /**
   * Calls a function for each enrollment that has ended, once that is on the disk. A process that is killed in between does not
   * call it: read `list()` after a start for what must not be missed. Of several processes, the one calls it that has ended the
   * enrollment.
   *
   * @returns A function that removes the listener.
   */
  on(event: EnrollmentEvent, listener: (enrollment: Enrollment) => void | Promise<void>): () => void;
  /**
   * Sends one that has failed again.
   *
   * @throws EnrollmentStateError when it has not failed. One that is unknown is settled with the vendor, or by `resolve`.
   */
  retry(key: string): Promise<Enrollment>;
  /**
   * Withdraws one that is pending: it is never sent, unless it is added again. The withdrawal of one that was to be taken back
   * leaves the learner enrolled.
   *
   * @throws EnrollmentStateError when it is not pending.
   */
  cancel(key: string): Promise<Enrollment>;
  /**
   * Records a person's word about one that is unknown: it was carried out, or it was not and has failed.
   *
   * @throws EnrollmentStateError when it is not unknown.
   */
  resolve(key: string, state: "done" | "failed", reason?: string): Promise<Enrollment>;
  /**
   * Takes an enrollment back: one that is pending is canceled; for one that is done, the learner is taken out, which is sent like
   * any other operation: it may fail later, which the events tell. One that has failed, was canceled or is taken back already is left
   * as it is.
   *
   * @throws EnrollmentStateError when it is being sent or unknown, or is done at a target that cannot take back: the learner stays.
   */
  revoke(key: string, reason?: string): Promise<Enrollment>;
  /** The condition of the service. Reads only. */
  health(): Promise<EnrollmentHealth>;
  /** The same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
