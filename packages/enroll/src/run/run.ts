import { Journal } from "../journal/journal.ts";
import type { RunOptions, RunReport } from "../run-options.ts";
import { type RunClock, systemClock } from "./clock.ts";
import type { RunContext } from "./context.ts";
import { createRunControl } from "./control.ts";
import { type RunRecord, RunStoppedError } from "./errors.ts";
import { GroupCommit } from "./group-commit.ts";
import { Pause } from "./pause.ts";
import { precheck } from "./precheck.ts";
import { Progress } from "./progress.ts";
import { readRows } from "./read-rows.ts";
import { sendPending } from "./send.ts";
import { countOpen, settleOpen } from "./settle.ts";
import { Slots } from "./slots.ts";
import { Streak } from "./streak.ts";

/** How often a run sends a row at most: again when it was not done, or the vendor had no time for it. */
const passes = 3;

/** With how many failures in a row the vendor counts as down; twice what may be under way, so that one hiccup is not it. */
const failuresInARow = 20;

/** An error's words, with a full stop. */
function sentenceOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

async function checkAll<Row extends object>(run: RunContext<Row>): Promise<void> {
  const { source, target, control, progress } = run;
  await precheck(source, target, {
    signal: control.stopSignal,
    onRecord: () => {
      progress.addRecord();
    },
  });
  progress.totalIsFinal = !control.isStopping;
}

/** Reads the source to its end once and sends what is pending; then again what the vendor had no time for or says was not done. */
async function sendAll<Row extends object>(run: RunContext<Row>): Promise<void> {
  const { journal, control, progress, target, newlyUnknown, givenBack } = run;
  const canSettle = target.settle !== undefined;
  if (countOpen(run) > 0) await settleOpen(run);
  if (control.isStopping) return;
  const counts = !progress.totalIsFinal;
  await sendPending(run, {
    isLast: false,
    onRecord: counts
      ? () => {
          progress.addRecord();
        }
      : undefined,
  });
  if (control.isStopping) return;
  progress.totalIsFinal = true;
  for (let pass = 2; pass <= passes; pass += 1) {
    const toAsk = new Map(canSettle ? newlyUnknown : []);
    if (toAsk.size + givenBack.size === 0) return;
    newlyUnknown.clear();
    givenBack.clear();
    if (toAsk.size > 0) await settleOpen(run, toAsk);
    if (control.isStopping) return;
    const { pending } = journal.counts;
    if (pending > 0) await sendPending(run, { limit: pending, isLast: pass === passes });
    if (control.isStopping) return;
  }
}

async function tryAll<Row extends object>(run: RunContext<Row>): Promise<void> {
  const counts = !run.progress.totalIsFinal;
  for await (const rows of readRows(
    run,
    counts
      ? () => {
          run.progress.addRecord();
        }
      : undefined,
  )) {
    if (rows.length === 0) continue;
    run.progress.changed();
  }
  run.progress.totalIsFinal = !run.control.isStopping;
}

function reportOf({ journal, progress, control }: RunContext<object>): RunReport {
  const { now } = progress;
  const { counts } = journal;
  const pending = now.totalIsFinal
    ? now.total - now.done - now.failed - now.unknown - now.duplicates
    : counts.pending + counts.sending;
  return {
    ...now,
    finished: now.totalIsFinal && pending === 0 && control.stopReason === undefined,
    pending,
    gone: now.totalIsFinal ? journal.countGone() : 0,
    changed: 0,
  };
}

/** Brings the record of a run to safety when its name leads to it no longer. */
function recordOf({ journal, control }: RunContext<object>, path: string): RunRecord {
  const astray = journal.findAstray();
  if (astray === undefined) return { journal: path, isElsewhere: false };
  control.stop({ reason: astray.message, cause: astray });
  try {
    return { journal: journal.rescue(), isElsewhere: true };
  } catch (error) {
    return { journal: undefined, isElsewhere: true, problem: sentenceOf(error) };
  }
}

/** Says what came of it all, once everything is in the journal. */
function endRun(run: RunContext<object>, path: string): RunReport {
  const { commits, control, progress } = run;
  commits.flush();
  progress.end();
  const record = recordOf(run, path);
  const report = reportOf(run);
  const { stopReason } = control;
  if (stopReason === undefined) return report;
  throw new RunStoppedError(stopReason.reason, report, record, stopReason.cause);
}

/**
 * Sends the rows of a source to a target, each of them once, and writes into a journal what became of it. Ended or killed at
 * any moment, it goes on where it was when it is called again with the same journal: what is done is not sent again, and
 * what may have been carried out is sent again only when the vendor has said that it was not.
 *
 * @returns What came of it; `finished` is false when `signal` has ended it.
 * @throws InvalidRowsError when records are no rows of the target; nothing was sent.
 * @throws JournalError when the journal is used by another run, belongs to something else, or cannot be written.
 * @throws RunStoppedError when going on is useless: the credential is refused, the set-up is wrong, or the vendor is down.
 * @example
 * ```ts
 * const report = await runEnrollment({ target, source, journal: "learners.csv.journal" });
 * console.log(`${report.done} done, ${report.failed} failed, ${report.unknown} unknown`);
 * ```
 */
export function runEnrollment<Row extends object>(options: RunOptions<Row>): Promise<RunReport> {
  return runByClock(options, systemClock);
}

/** `runEnrollment`, by a clock of one's own. */
export async function runByClock<Row extends object>(
  options: RunOptions<Row>,
  clock: RunClock,
): Promise<RunReport> {
  const { target, source, concurrency = 4, dryRun = false } = options;
  const control = createRunControl(options.signal, options.abandonSignal);
  const journal = new Journal(dryRun ? "" : options.journal, { mustExist: false });
  const startedAt = clock.now();
  try {
    const owner = { target: target.name, source: source.name, hash: dryRun ? "" : await source.hash() };
    const onFailure = (cause: unknown): void => {
      control.stop({ reason: sentenceOf(cause), cause });
    };
    const run: RunContext<Row> = {
      target,
      source,
      journal,
      control,
      clock,
      startedAt,
      commits: new GroupCommit(journal, onFailure),
      slots: new Slots(concurrency),
      streak: new Streak(Math.max(failuresInARow, 2 * concurrency)),
      pause: new Pause(control, clock, options.onPause),
      progress: new Progress(() => journal.counts, options.onProgress),
      settleAfter: options.settleAfter ?? 60_000,
      onRow: options.onRow,
      newlyUnknown: new Map(),
      givenBack: new Set(),
    };
    journal.check(owner, { acceptOtherSource: options.acceptOtherSource ?? false });
    if (options.precheck ?? true) await checkAll(run);
    journal.claim(owner);
    if (options.retryFailed ?? false) journal.retryFailed();
    try {
      if (!control.isStopping) await (dryRun ? tryAll(run) : sendAll(run));
    } catch (error) {
      // Where something was sent, the user is told how far it has come.
      if (!run.commits.hasSent) throw error;
      onFailure(error);
    }
    return endRun(run, options.journal);
  } finally {
    control.end();
    journal.close();
  }
}
