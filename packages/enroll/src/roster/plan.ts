import { existsSync } from "node:fs";
import { basename } from "node:path";
import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import type { CheckedSource } from "../run/checked-source.ts";
import { contentText } from "../run/content.ts";
import { inspect } from "../run/inspect.ts";
import { SeenRows } from "../run/seen-rows.ts";
import { identityText } from "../run/several-rows.ts";
import { SteadySource } from "../run/steady-source.ts";
import { UserFunctions } from "../run/user-functions.ts";
import { checkFunctions, checkPath, checkRowSource, checkTarget } from "../setting-checks.ts";
import type { Target } from "../target.ts";
import { RosterError } from "./errors.ts";
import { journalsOf } from "./journals.ts";
import { RosterLists } from "./lists.ts";
import { readMembers } from "./members.ts";
import type { PlanOptions, RosterPlan } from "./options.ts";
import {
  entryOf,
  type PlanHeader,
  type PlanLine,
  type PlannedItem,
  type PlannedRecord,
  planVersion,
  type StoredRecord,
} from "./plan-lines.ts";
import { lineForRow, lineForUnwanted } from "./planned.ts";
import { isPlan, summaryOf } from "./read-plan.ts";
import { isKeptByJson, rowDigest, storable } from "./stored.ts";
import { createMeter } from "./meter.ts";
import { writePlan } from "./write-plan.ts";

const optionNames = {
  target: true,
  source: true,
  plan: true,
  settings: true,
  overwrite: true,
  signal: true,
  onIssue: true,
  onCleaned: true,
  onPlanned: true,
  onEntry: true,
  onProgress: true,
} as const satisfies OptionNames<PlanOptions<object>>;

/** @throws RosterError when the file is something else, or a plan that was begun. */
async function requirePlace(plan: string, overwrite: boolean): Promise<void> {
  const { additions, removals } = journalsOf(plan);
  const journal = [additions, removals].find((path) => existsSync(path));
  if (journal !== undefined)
    throw new RosterError(
      "exists",
      `The plan ${basename(plan)} was begun: its journal ${basename(journal)} exists. Apply it to continue, choose another file for ` +
        "the new plan, or move the old one away together with its journals. Nothing was written.",
    );
  if (overwrite || !existsSync(plan) || (await isPlan(plan))) return;
  throw new RosterError(
    "exists",
    `${basename(plan)} exists and is not the plan of a roster. Nothing was written. Choose another file, or set overwrite.`,
  );
}

/** A record with what the target has read in it. */
interface ReadRow<Row extends object> extends PlannedRecord {
  readonly row: Row;
}

/** Reads a checked source again: notes the names in its rows, and keeps the first row of every item. */
async function gatherItems<Row extends object>(
  checked: CheckedSource<Row>,
  target: Target<Row>,
  lists: RosterLists,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadRow<Row>>> {
  const items = new Map<string, ReadRow<Row>>();
  for await (const rows of checked.rows(signal)) {
    for (const { record, row } of rows) {
      if (row === undefined) continue;
      const identity = target.keyOf(row);
      if (target.nameOf !== undefined) lists.addName(identity, target.nameOf(row));
      if (!items.has(identity.item)) items.set(identity.item, { row, ...plannedRecord(target, record) });
    }
  }
  return items;
}

/** @throws TypeError never for a record of a checked source. */
function plannedRecord<Row extends object>(target: Target<Row>, record: StoredRecord): PlannedRecord {
  const parsed = target.parse(record);
  if ("issues" in parsed)
    throw new TypeError(`${target.name} refuses a record that it has accepted; nothing was sent.`);
  return { record, content: rowDigest(target, parsed.row) };
}

/** All lines of a plan but the first and the last. */
async function* planLines<Row extends object>(
  checked: CheckedSource<Row>,
  target: Target<Row>,
  lists: RosterLists,
  { items, signal }: { readonly items: readonly PlannedItem[]; readonly signal: AbortSignal },
): AsyncGenerator<PlanLine, void> {
  const seen = new SeenRows();
  try {
    for await (const rows of checked.rows(signal)) {
      for (const { line, record, row } of rows) {
        if (row === undefined) continue;
        const identity = target.keyOf(row);
        const occurrence = seen.see(identityText(identity), contentText(record));
        if (occurrence === "same") continue;
        const wanted = lists.wantedAt(line, identity);
        if (wanted !== undefined)
          yield lineForRow(wanted, {
            line,
            identity,
            name: target.nameOf?.(row),
            isAgain: occurrence === "other",
            planned: plannedRecord(target, record),
          });
      }
    }
  } finally {
    seen.close();
  }
  signal.throwIfAborted();
  for (const { item } of items)
    for (const member of lists.unwanted(item)) yield lineForUnwanted(member, item);
}

/**
 * Compares a source with who is enrolled at the vendor, and writes what would have to be done so that the two are equal: who is
 * added, who is taken out, who is left alone, and who is not known. Only reads; `applyRoster` carries the plan out.
 *
 * The roster covers the items that occur in the source, each with its own list. What is compared is who is enrolled, not with
 * what values: a learner with another last day or another school is left alone.
 *
 * An entry of the vendor's list that cannot be told from others is unknown: nobody is taken out because of it, and rows that may
 * be for it are not added.
 *
 * The plan is a file of JSON lines that only its owner can read, because it contains the records of learners to be added. It ends
 * with a digest: a plan that was cut or edited is refused.
 *
 * @throws ConfigurationError when an option is wrong. Nothing was read.
 * @throws RosterError when the target cannot list, which is noticed before the source is read; when the source has no rows; or
 * when the plan's file is something else, or was begun.
 * @throws InvalidRowsError when records are not valid rows of the target, or have a value in a secret field: a roster without
 * them would take their learners out.
 * @throws SourceError when the source cannot be read, or changes meanwhile.
 * @throws What `target.members` throws, such as a `CallError`, and the reason of `signal`. No plan is written.
 * @example
 * ```ts
 * const { counts } = await planRoster({ target, source, plan: "class-7.roster.jsonl" });
 * console.log(`${counts.add} to add, ${counts.remove} to take out`);
 * ```
 */
export async function planRoster<Row extends object>(options: PlanOptions<Row>): Promise<RosterPlan> {
  const owner = "planRoster()";
  checkOptions(owner, options, optionNames);
  checkTarget(owner, options.target);
  checkRowSource(owner, options.source);
  checkPath(`${owner}: plan`, options.plan);
  checkFunctions(owner, {
    onIssue: options.onIssue,
    onCleaned: options.onCleaned,
    onPlanned: options.onPlanned,
    onEntry: options.onEntry,
    onProgress: options.onProgress,
  });
  const { target, plan, settings = {}, overwrite = false, signal: given } = options;
  if (target.members === undefined) {
    throw new RosterError(
      "cannot-list",
      `${target.name} cannot list who is enrolled, so nothing can be compared and nothing was read. Enroll the list instead, which ` +
        "only adds.",
    );
  }
  if (!isKeptByJson(settings))
    throw new TypeError("settings: expected an object that JSON keeps as it is. Nothing was read.");
  await requirePlace(plan, overwrite);
  const failed = new AbortController();
  const user = new UserFunctions((_name, cause) => {
    failed.abort(cause);
  });
  const signal = given === undefined ? failed.signal : AbortSignal.any([given, failed.signal]);
  const meter = createMeter(user.wrap("onProgress", options.onProgress));
  using lists = new RosterLists();
  const source = new SteadySource(options.source);
  const onPlanned = user.wrap("onPlanned", options.onPlanned);
  const limited = storable(target);
  const checked = await inspect(source, limited, {
    signal,
    isStrict: true,
    mustBeWhole: true,
    onRecord: meter.addRow,
    onIssue: user.wrap("onIssue", options.onIssue),
    onCleaned: user.wrap("onCleaned", options.onCleaned),
    onPlanned(row) {
      lists.addWanted(row);
      onPlanned(row);
    },
  });
  signal.throwIfAborted();
  const firsts =
    checked === undefined
      ? new Map<string, ReadRow<Row>>()
      : await gatherItems(checked, target, lists, signal);
  signal.throwIfAborted();
  if (checked === undefined || firsts.size === 0) {
    throw new RosterError(
      "empty-source",
      `${source.name} has no rows, and nothing was planned: a roster of nobody would take everybody out. If that is meant, take the ` +
        "learners out at the vendor.",
    );
  }
  for (const [item, { row }] of firsts) {
    for await (const { member, json } of readMembers(target, row, { item, signal })) {
      lists.addMember(member, json);
      meter.addMember();
    }
  }
  lists.compare();
  const items = Array.from(firsts, ([item, { record, content }]): PlannedItem => ({
    ...lists.itemOf(item),
    record,
    content,
  }));
  const header: PlanHeader = {
    kelaskitRoster: planVersion,
    target: target.name,
    settings,
    source: { name: source.name, hash: await source.hash() },
    plannedAt: new Date().toISOString(),
    duplicates: meter.rows - lists.wantedCount,
    items,
  };
  const onEntry = user.wrap("onEntry", options.onEntry);
  const lines = async function* lines(): AsyncGenerator<PlanLine, void> {
    for await (const line of planLines(checked, target, lists, { items, signal })) {
      if (!(line.action === "add" && line.again === true)) onEntry(entryOf(line));
      yield line;
      signal.throwIfAborted();
    }
    await user.settled();
    signal.throwIfAborted();
    // The lists may have taken minutes, in which the former plan may have been begun.
    await requirePlace(plan, overwrite);
  };
  await writePlan(plan, header, lines());
  meter.end();
  return summaryOf(plan, header);
}
