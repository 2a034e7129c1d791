import type { GroupCommit } from "../run/group-commit.ts";
import type { RowResult } from "../sending/context.ts";
import {
  mostLostAnswers,
  mostQuestions,
  mostRepetitions,
  longestVendorWait,
  waitAfter,
} from "../sending/waits.ts";
import type { Bell } from "./bell.ts";
import type { DelayClock } from "./clock.ts";
import type { EnrollmentEvent, EnrollmentState } from "./enrollments.ts";
import type { RowMove, ServiceJournal } from "./journal.ts";
import type { Listeners } from "./listeners.ts";
import type { Questions } from "./questions.ts";
import type { ReadyRow } from "./ready-row.ts";
import type { StoredRow } from "./stored-row.ts";

/** What recording the results of rows needs. */
export interface EndContext<Row extends object> {
  readonly journal: ServiceJournal;
  readonly commits: GroupCommit;
  readonly delays: DelayClock;
  readonly listeners: Listeners;
  readonly questions: Questions;
  readonly bell: Bell;
  readonly settleAfter: number;
  /** Whether the vendor can be asked about rows of an operation. */
  readonly canSettle: (known: ReadyRow<Row>) => boolean;
  /** Called for rows that have ended, once that is on the disk. */
  readonly onEnded: () => void;
}

type Result<Row extends object> = RowResult<ReadyRow<Row>>;

/** The first wait after which a row is sent again whose request could not be sent, and the longest, in milliseconds. */
const firstUnsentWait = 1000;
const longestUnsentWait = 60_000;

/** A row that was not carried out and that the vendor has not judged: it is sent again later, but not forever. */
function moveAgain<Row extends object>(
  { delays, settleAfter }: EndContext<Row>,
  { known, reason, isUnsent = false, retryAfter }: Result<Row>,
): RowMove {
  const { repetitions } = known.stored;
  if (!isUnsent && repetitions >= mostRepetitions) return { to: "failed", reason };
  const ownWait = isUnsent
    ? Math.min(waitAfter(firstUnsentWait, repetitions), longestUnsentWait)
    : waitAfter(settleAfter, repetitions);
  const wait = retryAfter === undefined ? ownWait : Math.min(retryAfter, longestVendorWait);
  // Without a reason, it is the service that has stopped.
  const dueAt = reason === undefined ? 0 : delays.after(wait);
  return { to: "pending", reason, dueAt, repetitions: reason === undefined ? repetitions : repetitions + 1 };
}

/** How a row ends, or goes on. */
interface End {
  readonly from: EnrollmentState;
  readonly move: RowMove;
  /** What is told if it has changed. */
  readonly event?: EnrollmentEvent | undefined;
  /** Called once that is on the disk: only then may the row be read again. */
  readonly onDisk?: (() => void) | undefined;
}

function record<Row extends object>(
  { journal, commits, listeners, bell, onEnded }: EndContext<Row>,
  { id }: { readonly id: number },
  { from, move, event, onDisk }: End,
): void {
  let hasChanged = false;
  commits.writeResult(
    () => {
      hasChanged = journal.move({ id, from }, move);
    },
    () => {
      onDisk?.();
      bell.ring();
      if (!hasChanged || event === undefined) return;
      onEnded();
      if (listeners.has(event)) listeners.tell(event, journal.enrollment(id));
    },
  );
}

/** Records the outcome of a row that was sent, with the next commit. */
export function endSent<Row extends object>(context: EndContext<Row>, result: Result<Row>): void {
  const { known, to, reason, vendorId } = result;
  const { questions, canSettle } = context;
  const from = "sending";
  if (to === "done" || to === "failed") {
    record(context, known, { from, move: { to, reason, vendorId }, event: to });
  } else if (to === "pending") {
    const move = moveAgain(context, result);
    record(context, known, { from, move, event: move.to === "failed" ? "failed" : undefined });
  } else {
    const move: RowMove = { to: "unknown", reason, lost: known.stored.lost + 1 };
    const ask = (): void => {
      questions.callEnded(known.id);
    };
    record(context, known, { from, move, ...(canSettle(known) ? { onDisk: ask } : { event: "unknown" }) });
  }
}

/** Records the vendor's answer about a row, with the next commit. */
export function endSettled<Row extends object>(
  context: EndContext<Row>,
  from: "sending" | "unknown",
  { known, to, reason, isUnasked = false, retryAfter = 0 }: Result<Row>,
): void {
  const { questions, settleAfter } = context;
  const { lost } = known.stored;
  const times = questions.timesOf(known.id);
  if (to === "unknown" && isUnasked && times < mostQuestions) {
    const wait = Math.max(waitAfter(settleAfter, times), retryAfter);
    const askAgain = (): void => {
      questions.askAfter(known.id, wait);
    };
    record(context, known, { from, move: { to, reason }, onDisk: askAgain });
    return;
  }
  questions.end(known.id);
  if (to === "unknown" && isUnasked) {
    // Not the reason of the last time, which would be no news: it is told that no more is asked.
    const why = `${reason ?? "the vendor could not be asked"} It was asked ${times + 1} times, and is asked again at the next start.`;
    record(context, known, { from, move: { to, reason: why }, event: to });
  } else if (to === "pending" && lost >= mostLostAnswers) {
    const why = `it was sent ${lost} times, each reply was lost, and by the vendor's answers it was never carried out`;
    record(context, known, { from, move: { to: "failed", reason: why }, event: "failed" });
  } else {
    record(context, known, {
      from,
      move: { to, reason },
      event: to === "done" || to === "unknown" ? to : undefined,
    });
  }
}

/** Ends a row that can be neither sent nor asked about: one that was not sent has failed, any other is unknown. Calls `onDisk` once that is on the disk. */
export function endUnsent<Row extends object>(
  context: EndContext<Row>,
  stored: StoredRow,
  { state, reason }: { readonly state: "pending" | "sending" | "unknown"; readonly reason: string },
  onDisk: () => void,
): void {
  context.questions.end(stored.id);
  const to = state === "pending" ? "failed" : "unknown";
  record(context, stored, { from: state, move: { to, reason }, event: to, onDisk });
}
