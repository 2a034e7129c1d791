import { existsSync } from "node:fs";
import { basename } from "node:path";
import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { openJournal } from "../journal/journal.ts";
import { removalTarget } from "../removal-target.ts";
import type { RunOptions, RunReport } from "../run-options.ts";
import { contentText } from "../run/content.ts";
import { runEnrollment } from "../run/run.ts";
import { checkFunctions, checkOptionalNumber, checkPath, checkTarget } from "../setting-checks.ts";
import type { Target } from "../target.ts";
import { ListComparison } from "./compare.ts";
import { RosterError } from "./errors.ts";
import { journalsOf, type RosterJournals } from "./journals.ts";
import { requireLimit, requireRemovalLimit, requireRemove } from "./limits.ts";
import { readMembers } from "./members.ts";
import type { ApplyOptions, RosterReport } from "./options.ts";
import { type PlannedRecord, sumCounts } from "./plan-lines.ts";
import { additionsOf, hashOf, removalsOf, type RosterRun } from "./plan-sources.ts";
import { openPlan, type RosterPlanFile } from "./read-plan.ts";
import { rowDigest } from "./stored.ts";

const optionNames = {
  plan: true,
  target: true,
  remove: true,
  maxRemovals: true,
  journal: true,
  concurrency: true,
  retryFailed: true,
  settleAfter: true,
  signal: true,
  abandonSignal: true,
  onProgress: true,
  onPause: true,
  onRow: true,
} as const satisfies OptionNames<ApplyOptions<object>>;

function otherTarget(plan: RosterPlanFile, what: string): RosterError {
  return new RosterError(
    "other-target",
    `${plan.name} ${what}, and nothing was sent. Apply it with the target and the settings that it was planned with, or plan anew.`,
  );
}

/** The row of a record in a plan. @throws RosterError when the target no longer reads the same in it. */
function rowOf<Row extends object>(
  plan: RosterPlanFile,
  target: Target<Row>,
  { record, content }: PlannedRecord,
): Row {
  const parsed = target.parse(record);
  if ("issues" in parsed) throw otherTarget(plan, "has records that are not, or no longer, valid");
  if (rowDigest(target, parsed.row) !== content)
    throw otherTarget(plan, "was made with other settings of the target");
  return parsed.row;
}

/** Notes the operations that were sent, or may have been. @throws RosterError when the journal is not that of the plan. */
function addSent(
  comparison: ListComparison,
  plan: RosterPlanFile,
  { run, path }: { readonly run: RosterRun; readonly path: string },
): void {
  if (!existsSync(path)) return;
  const journal = openJournal(path);
  try {
    const { owner } = journal;
    if (owner !== undefined && owner.hash !== hashOf(plan, run)) {
      throw new RosterError(
        "other-journal",
        `The journal ${basename(path)} belongs to another plan than ${plan.name}, and nothing was sent. Apply that plan, or choose ` +
          "another journal.",
      );
    }
    for (const row of journal.rows()) {
      const wasSent = row.state === "failed" ? row.attempts > 0 : row.state !== "pending";
      if (wasSent) comparison.addSent(run, row, row.state === "done");
    }
  } finally {
    journal.close();
  }
}

function countText(count: number, one: string, several: string): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? one : `${count} ${several}`];
}

/**
 * Checks that the target reads the records of a plan as when it was made, and that the vendor's lists are as they were.
 *
 * @throws RosterError when either is not so, with what was sent in words.
 */
async function requireUnchanged<Row extends object>(
  plan: RosterPlanFile,
  target: Target<Row>,
  { additions, removals }: RosterJournals,
  { signal, sent }: { readonly signal: AbortSignal; readonly sent: string },
): Promise<void> {
  using comparison = new ListComparison();
  for await (const line of plan.lines()) {
    if (line.action === "add") rowOf(plan, target, line);
    comparison.addPlanned(line, line.action === "remove" ? contentText(line.row) : undefined);
    signal.throwIfAborted();
  }
  addSent(comparison, plan, { run: "additions", path: additions });
  addSent(comparison, plan, { run: "removals", path: removals });
  for (const item of plan.header.items) {
    const row = rowOf(plan, target, item);
    for await (const { member, json } of readMembers(target, row, { item: item.item, signal }))
      comparison.addNow(member, json);
  }
  const { first, counts, isEmpty } = comparison.end();
  if (isEmpty) return;
  const parts = [
    ...countText(counts.joined, "1 learner was added", "learners were added"),
    ...countText(counts.left, "1 learner was taken out", "learners were taken out"),
    ...countText(counts.changed, "1 learner was enrolled anew", "learners were enrolled anew"),
  ];
  throw new RosterError(
    "list-changed",
    `The vendor's lists have changed since ${plan.name} was made, not by this plan: ${parts.join(", ")}. ${sent} Plan anew.`,
    { changes: first },
  );
}

/** Waits for a check. @returns False if the signal has ended it, which is no error. */
async function unlessEnded(check: Promise<void>, signal: AbortSignal): Promise<boolean> {
  try {
    await check;
    return true;
  } catch (error) {
    if (!signal.aborted) throw error;
    return false;
  }
}

/** The options of a run that are the same for both. */
function sharedOptions<Row extends object>({
  concurrency,
  retryFailed,
  settleAfter,
  signal,
  abandonSignal,
  onPause,
}: ApplyOptions<Row>) {
  return { concurrency, retryFailed, settleAfter, signal, abandonSignal, onPause };
}

/** Sends the additions or the removals of a plan, each once. */
function runOf<Row extends object, Operation extends object>(
  options: ApplyOptions<Row>,
  action: "add" | "remove",
  run: Pick<RunOptions<Operation>, "target" | "source" | "journal">,
): Promise<RunReport> {
  const { onProgress, onRow } = options;
  return runEnrollment({
    ...sharedOptions(options),
    ...run,
    onProgress: onProgress && ((progress) => onProgress({ action, ...progress })),
    onRow: onRow && ((event) => onRow({ action, ...event })),
  });
}

/**
 * Carries a plan out: adds its learners and, with `remove`, takes out those who are not in its source. Both are runs with
 * journals beside the plan: each operation is sent once, and when this call was ended or killed at any moment, calling it again
 * continues. The removals begin when every addition has ended, even if some have failed.
 *
 * Before anything is sent, and once more between additions and removals, the vendor's lists are read again. If they differ from
 * those of the plan other than by the plan's own operations, it is refused: what was agreed is not what would happen.
 *
 * @returns The counts; `finished` is false when `signal` ended it.
 * @throws RosterError when the plan was cut or edited, is for another target or other settings, the vendor's lists have changed,
 * or it takes out more than `maxRemovals`. Nothing was sent, unless the lists have changed during the additions: then nobody was
 * taken out.
 * @throws ConfigurationError when an option is wrong. Nothing was sent.
 * @throws RunStoppedError when continuing is pointless, as in a run. Call it again to continue.
 * @throws JournalError when a journal is in use, belongs to another plan, or cannot be written.
 * @throws What `target.members` throws, such as a `CallError`. Nothing was sent, or nobody was taken out.
 * @example
 * ```ts
 * const { additions, removals } = await applyRoster({ plan: "class-7.roster.jsonl", target, remove: true });
 * ```
 */
export async function applyRoster<Row extends object>(options: ApplyOptions<Row>): Promise<RosterReport> {
  const owner = "applyRoster()";
  checkOptions(owner, options, optionNames);
  checkTarget(owner, options.target);
  checkPath(`${owner}: plan`, options.plan);
  if (options.journal !== undefined) checkPath(`${owner}: journal`, options.journal);
  checkOptionalNumber(`${owner}: concurrency`, options.concurrency, 1);
  checkOptionalNumber(`${owner}: settleAfter`, options.settleAfter, 0);
  checkFunctions(owner, { onProgress: options.onProgress, onPause: options.onPause, onRow: options.onRow });
  const { target, remove = false, maxRemovals, signal, abandonSignal } = options;
  requireRemove(remove);
  requireRemovalLimit(maxRemovals);
  if (target.members === undefined)
    throw new RosterError(
      "cannot-list",
      `${target.name} cannot list who is enrolled, so it cannot be seen whether the plan still applies. Nothing was sent.`,
    );
  if (remove && target.removal === undefined)
    throw new RosterError(
      "cannot-remove",
      `${target.name} cannot take learners out, and nothing was sent. Apply the plan without remove: it then only adds.`,
    );
  const plan = await openPlan(options.plan);
  const { header } = plan;
  if (header.target !== target.name)
    throw otherTarget(plan, `is for ${header.target}, not for ${target.name}`);
  if (remove) requireLimit(header.items, maxRemovals);
  const journals = journalsOf(options.journal ?? options.plan);
  const ending = AbortSignal.any([signal ?? [], abandonSignal ?? []].flat());
  await requireUnchanged(plan, target, journals, { signal: ending, sent: "Nothing was sent." });
  const counts = sumCounts(header.items);
  const additions =
    counts.add === 0
      ? undefined
      : await runOf(options, "add", { target, source: additionsOf(plan), journal: journals.additions });
  const isAdded = additions === undefined || additions.finished;
  const mustRemove = remove && counts.remove > 0;
  // Adding many under a slow limit takes hours.
  const sent = "Nobody was taken out; the additions were sent.";
  const mayRemove =
    mustRemove &&
    isAdded &&
    (additions === undefined ||
      (await unlessEnded(requireUnchanged(plan, target, journals, { signal: ending, sent }), ending)));
  const removals =
    mayRemove && !ending.aborted
      ? await runOf(options, "remove", {
          target: removalTarget(target),
          source: removalsOf(plan),
          journal: journals.removals,
        })
      : undefined;
  return {
    finished: isAdded && (!mustRemove || removals?.finished === true),
    additions,
    removals,
    notRemoved: remove ? 0 : counts.remove,
  };
}
