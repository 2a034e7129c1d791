import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { Journal } from "../journal/journal.ts";
import type { RunOptions, RunReport } from "../run-options.ts";
import {
  checkFunctions,
  checkOptionalNumber,
  checkPath,
  checkRowSource,
  checkTarget,
} from "../setting-checks.ts";
import { messageOf } from "../thrown.ts";
import type { CheckedSource } from "./checked-source.ts";
import { type RunClock, systemClock } from "./clock.ts";
import { endRows, noteOpen, type RunContext } from "./context.ts";
import { createRunControl, type RunControl, unlessAborted } from "./control.ts";
import { type RunRecord, RunStoppedError } from "./errors.ts";

import { GroupCommit } from "./group-commit.ts";
import { inspect } from "./inspect.ts";
import { Pause } from "./pause.ts";
import { Progress } from "./progress.ts";
import { readRows } from "./read-rows.ts";
import { sendPending } from "./send.ts";
import { countOpen, settleOpen } from "./settle.ts";
import { Slots } from "./slots.ts";
import { SteadySource } from "./steady-source.ts";
import { Streak } from "./streak.ts";
import { UserFunctions } from "./user-functions.ts";

/** How often a run sends a row at most: again when it was not carried out or was rate-limited. */
const passes = 3;

/** After how many failures in a row the vendor counts as down; at least twice the calls in progress, so that one hiccup does not count. */
const failuresInARow = 20;

/** An error's message, with a full stop. */
function sentenceOf(error: unknown): string {
  const message = messageOf(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** Reads the source to its end once and sends pending rows; then again those that were rate-limited or, by the vendor's answer, not done. */
async function sendAll<Row extends object>(run: RunContext<Row>): Promise<void> {
  const { journal, control, target, newlyUnknown, givenBack } = run;
  const canSettle = target.settle !== undefined;
  if (countOpen(run) > 0) await settleOpen(run);
  if (control.isStopping) return;
  await sendPending(run, { isLast: false });
  if (control.isStopping) return;
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

/** Reads the source before anything is sent. Returns undefined when the run ends meanwhile. */
async function checkSource<Row extends object>(
  source: SteadySource,
  { target, precheck = true, onIssue, onCleaned, onPlanned }: RunOptions<Row>,
  {
    control,
    progress,
    user,
  }: Pick<RunContext<Row>, "control" | "progress"> & { readonly user: UserFunctions },
): Promise<CheckedSource<Row> | undefined> {
  const checked = await inspect(source, target, {
    signal: control.stopSignal,
    isStrict: precheck,
    onRecord() {
      progress.addRecord();
    },
    onIssue: user.wrap("onIssue", onIssue),
    onCleaned: user.wrap("onCleaned", onCleaned),
    onPlanned: user.wrap("onPlanned", onPlanned),
  });
  progress.totalIsFinal = checked !== undefined;
  await unlessAborted(user.settled(), control.callSignal);
  return checked;
}

async function tryAll<Row extends object>(run: RunContext<Row>): Promise<void> {
  for await (const rows of readRows(run)) if (rows.length > 0) run.progress.changed();
}

/** What a report is made from. */
interface Ending {
  readonly journal: Journal;
  readonly control: RunControl;
  readonly progress: Progress;
  /** Whether the run has reached its end and was not cut short. */
  readonly isComplete: boolean;
}

function reportOf({ journal, control, progress, isComplete }: Ending): RunReport {
  const { now } = progress;
  // Records that were checked and are not in the journal yet, which counts only those of this source.
  const unseen = now.totalIsFinal ? now.total - journal.takenIn : 0;
  const isWhole = now.totalIsFinal && unseen === 0;
  const pending = journal.counts.pending + journal.counts.sending + unseen;
  return {
    ...now,
    finished:
      isWhole && pending === 0 && control.stopReason === undefined && (isComplete || now.unknown === 0),
    pending,
    gone: isWhole ? journal.countGone() : 0,
    changed: journal.countChanged(),
  };
}

/** Rescues the record of a run when the journal is no longer at its path. */
function recordOf({ journal, control }: Ending, path: string): RunRecord {
  const astray = journal.findAstray();
  if (astray === undefined) return { journal: path, isElsewhere: false };
  control.stop({ reason: astray.message, cause: astray });
  try {
    return { journal: journal.rescue(), isElsewhere: true };
  } catch (error) {
    return { journal: undefined, isElsewhere: true, problem: sentenceOf(error) };
  }
}

/** Reports the result of the run, once everything is in the journal. */
async function endRun(ending: Ending, user: UserFunctions, path: string): Promise<RunReport> {
  ending.progress.end();
  await unlessAborted(user.settled(), ending.control.callSignal);
  const record = recordOf(ending, path);
  const report = reportOf(ending);
  const { stopReason } = ending.control;
  if (stopReason === undefined) return report;
  throw new RunStoppedError(stopReason.reason, report, record, stopReason.cause);
}

const optionNames = {
  target: true,
  source: true,
  journal: true,
  concurrency: true,
  precheck: true,
  dryRun: true,
  retryFailed: true,
  acceptOtherSource: true,
  settleAfter: true,
  signal: true,
  abandonSignal: true,
  onProgress: true,
  onPause: true,
  onIssue: true,
  onCleaned: true,
  onPlanned: true,
  onRow: true,
} as const satisfies OptionNames<RunOptions<object>>;

/** Refuses values that the compiler would refuse, too, before anything is opened or sent. */
function checkValues<Row extends object>(options: RunOptions<Row>): void {
  const owner = "runEnrollment()";
  const { target, source, journal, dryRun = false, concurrency, settleAfter } = options;
  checkTarget(owner, target);
  checkRowSource(owner, source);
  if (!dryRun) checkPath(`${owner}: journal`, journal);
  checkOptionalNumber(`${owner}: concurrency`, concurrency, 1);
  checkOptionalNumber(`${owner}: settleAfter`, settleAfter, 0);
  const { onProgress, onPause, onIssue, onCleaned, onPlanned, onRow } = options;
  checkFunctions(owner, { onProgress, onPause, onIssue, onCleaned, onPlanned, onRow });
}

/**
 * Sends each row of a source to a target once, and records its state in a journal. A run that was ended or killed at any
 * moment continues where it was when it is called again with the same journal: rows that are done are not sent again, and
 * rows that may have been carried out are sent again only after the vendor has answered that they were not.
 *
 * @returns The counts of rows; `finished` is false when `signal` ended the run.
 * @throws ConfigurationError when an option is wrong; nothing was opened.
 * @throws InvalidRowsError when records are not valid rows of the target; nothing was sent.
 * @throws JournalError when the journal is in use by another run, was started from something else, or cannot be written.
 * @throws RunStoppedError when continuing is pointless: the credential is refused, the set-up is wrong, or the vendor is down.
 * @example
 * ```ts
 * const report = await runEnrollment({ target, source, journal: "learners.csv.journal" });
 * console.log(`${report.done} done, ${report.failed} failed, ${report.unknown} unknown`);
 * ```
 */
export function runEnrollment<Row extends object>(options: RunOptions<Row>): Promise<RunReport> {
  return runByClock(options, systemClock);
}

/** `runEnrollment` with a given clock. */
export async function runByClock<Row extends object>(
  options: RunOptions<Row>,
  clock: RunClock,
): Promise<RunReport> {
  checkOptions("runEnrollment()", options, optionNames);
  checkValues(options);
  const { target, concurrency = 4, dryRun = false, acceptOtherSource = false } = options;
  const journal = new Journal(dryRun ? "" : options.journal, { mustExist: false });
  const control = createRunControl(options.signal, options.abandonSignal);
  try {
    const startedAt = clock.now();
    const user = new UserFunctions((name, cause) => {
      control.stop({ reason: `${name} failed: ${sentenceOf(cause)}`, cause });
    });
    const progress = new Progress(() => journal.counts, user.wrap("onProgress", options.onProgress));
    const source = new SteadySource(options.source);
    const owner = { target: target.name, source: source.name, hash: await source.hash() };
    journal.check(owner, { acceptOtherSource });
    const checked = await checkSource(source, options, { control, progress, user });
    let isComplete = false;
    if (checked !== undefined) {
      journal.claim(owner, checked.keys, { acceptOtherSource });
      if (options.retryFailed ?? false) journal.retryFailed();
      const onFailure = (cause: unknown): void => {
        control.stop({ reason: sentenceOf(cause), cause });
      };
      let hasSent = false;
      const commits = new GroupCommit(journal, onFailure);
      const run: RunContext<Row> = {
        target,
        source: checked,
        journal,
        control,
        clock,
        startedAt,
        commits,
        async begin(batch) {
          await commits.write(() => {
            journal.begin(batch.map(({ id }) => id));
          });
          hasSent = true;
          return batch;
        },
        ended(results) {
          noteOpen(run, results);
          endRows(run, "sending", results);
        },
        settled(from, results) {
          endRows(run, from, results);
        },
        slots: new Slots(concurrency),
        streak: new Streak(Math.max(failuresInARow, 2 * concurrency)),
        pause: new Pause(control, clock, user.wrap("onPause", options.onPause)),
        progress,
        settleAfter: options.settleAfter ?? 60_000,
        onRow: user.wrap("onRow", options.onRow),
        newlyUnknown: new Map(),
        givenBack: new Set(),
      };
      try {
        if (!control.isStopping) await (dryRun ? tryAll(run) : sendAll(run));
      } catch (error) {
        // Once something was sent, the error must report how far the run came.
        if (!hasSent) throw error;
        onFailure(error);
      }
      run.commits.flush();
      isComplete = !control.isStopping;
    }
    return await endRun({ journal, control, progress, isComplete }, user, options.journal);
  } finally {
    control.end();
    journal.close();
  }
}
