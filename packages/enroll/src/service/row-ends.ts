import type { GroupCommit } from "../run/group-commit.ts";
import type { RowResult } from "../sending/context.ts";
import {
  mostLostAnswers,
  mostQuestions,
  mostRepetitions,
  longestVendorWait,
  waitAfter,
} from "../sending/waits.ts";
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
  const dueAt = reason === undefined ? 0 : delays.now() + wait;
  return { to: "pending", reason, dueAt, repetitions: reason === undefined ? repetitions : repetitions + 1 };
}

function record<Row extends object>(
  context: EndContext<Row>,
  { id }: { readonly id: number },
  from: EnrollmentState,
  { move, event }: { readonly move: RowMove; readonly event: EnrollmentEvent | undefined },
): void {
  const { journal, commits, listeners, onEnded } = context;
  let hasChanged = false;
  commits.writeResult(
    () => {
      hasChanged = journal.move({ id, from }, move);
    },
    () => {
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
  if (to === "done" || to === "failed")
    record(context, known, "sending", { move: { to, reason, vendorId }, event: to });
  else if (to === "pending") {
    const move = moveAgain(context, result);
    record(context, known, "sending", { move, event: move.to === "failed" ? "failed" : undefined });
  } else {
    const isToAsk = canSettle(known);
    if (isToAsk) questions.callEnded(known.id);
    const move: RowMove = { to: "unknown", reason, lost: known.stored.lost + 1 };
    record(context, known, "sending", { move, event: isToAsk ? undefined : "unknown" });
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
  if (to === "pending" && lost >= mostLostAnswers) {
    const times = `it was sent ${lost} times, each reply was lost, and by the vendor's answers it was never carried out`;
    record(context, known, from, { move: { to: "failed", reason: times }, event: "failed" });
  } else if (to === "unknown" && isUnasked && questions.timesOf(known.id) < mostQuestions) {
    const wait = Math.max(waitAfter(settleAfter, questions.timesOf(known.id)), retryAfter);
    questions.askAfter(known.id, wait);
    record(context, known, from, { move: { to, reason }, event: undefined });
  } else {
    questions.end(known.id);
    record(context, known, from, {
      move: { to, reason },
      event: to === "done" || to === "unknown" ? to : undefined,
    });
  }
}

/** Ends a row that can be neither sent nor asked about: one that was not sent has failed, any other is unknown. */
export function endUnsent<Row extends object>(
  context: EndContext<Row>,
  stored: StoredRow,
  { state, reason }: { readonly state: "pending" | "sending" | "unknown"; readonly reason: string },
): void {
  context.questions.end(stored.id);
  const to = state === "pending" ? "failed" : "unknown";
  record(context, stored, state, { move: { to, reason }, event: to });
}
