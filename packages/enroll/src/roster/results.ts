import { existsSync } from "node:fs";
import { type Journal, type JournalRow, openJournal } from "../journal/journal.ts";
import { journalsOf } from "./journals.ts";
import { entryOf, type PlanLine, type RosterEntry } from "./plan-lines.ts";
import { openPlan, type RosterPlanFile } from "./read-plan.ts";

/**
 * What has become of an entry of a plan: `to-add` and `to-remove` were not sent, `unknown` may have been carried out or is not
 * clear, `kept` was left alone.
 */
export type RosterOutcome = "added" | "to-add" | "removed" | "to-remove" | "kept" | "unknown" | "failed";

/** An entry of a plan and what has become of it. */
export interface RosterResult extends RosterEntry {
  readonly outcome: RosterOutcome;
  /** The vendor's id of what was created. */
  readonly vendorId?: string | undefined;
  /** How often it was sent. */
  readonly attempts: number;
}

/** Which plan, and where its journals are. */
export interface ResultsOptions {
  /** The file of the plan. */
  readonly plan: string;
  /** The beginning of the names of its journals. @default the plan's file */
  readonly journal?: string | undefined;
}

/** The rows of a journal in the order of their lines, which is that of the plan. */
class JournalRows implements Disposable {
  readonly #journal: Journal | undefined;
  readonly #rows: Iterator<JournalRow, void>;
  #next: IteratorResult<JournalRow, void>;

  constructor(path: string) {
    this.#journal = existsSync(path) ? openJournal(path) : undefined;
    this.#rows = (this.#journal?.rows() ?? [].values()) as Iterator<JournalRow, void>;
    this.#next = this.#rows.next();
  }

  /** The row of somebody, whose line is the next that is asked for. */
  at({ learner, item }: RosterEntry, line: number): JournalRow | undefined {
    while (this.#next.done !== true && this.#next.value.line < line) this.#next = this.#rows.next();
    if (this.#next.done === true) return undefined;
    const row = this.#next.value;
    return row.line === line && row.learner === learner && row.item === item ? row : undefined;
  }

  [Symbol.dispose](): void {
    this.#journal?.close();
  }
}

function sentResult(
  entry: RosterEntry,
  row: JournalRow | undefined,
  [done, open]: readonly [RosterOutcome, RosterOutcome],
): RosterResult {
  if (row === undefined) return { ...entry, outcome: open, attempts: 0 };
  const { state, reason, vendorId, attempts } = row;
  const sent = { ...entry, reason, vendorId, attempts };
  switch (state) {
    case "done":
      return { ...sent, outcome: done };
    case "failed":
      return { ...sent, outcome: "failed" };
    case "pending":
      return { ...sent, outcome: open };
    case "sending":
      return {
        ...sent,
        outcome: "unknown",
        reason: "it was being sent when this ended: apply the plan again to ask the vendor",
      };
    case "unknown":
      return { ...sent, outcome: "unknown" };
  }
}

function resultOf(
  line: PlanLine,
  number: number,
  { additions, removals }: { readonly additions: JournalRows; readonly removals: JournalRows },
): RosterResult {
  const entry = entryOf(line);
  switch (line.action) {
    case "add":
      return sentResult(entry, additions.at(entry, line.line), ["added", "to-add"]);
    case "remove":
      return sentResult(entry, removals.at(entry, number), ["removed", "to-remove"]);
    case "keep":
      return { ...entry, outcome: "kept", attempts: 0 };
    case "unknown":
      return { ...entry, outcome: "unknown", attempts: 0 };
  }
}

/** The results of an opened plan. */
export async function* resultsOf(
  plan: RosterPlanFile,
  journal = plan.path,
): AsyncGenerator<RosterResult, void> {
  const paths = journalsOf(journal);
  using additions = new JournalRows(paths.additions);
  using removals = new JournalRows(paths.removals);
  // The header is the first.
  let number = 1;
  for await (const line of plan.lines()) {
    number += 1;
    if (!(line.action === "add" && line.again === true))
      yield resultOf(line, number, { additions, removals });
  }
}

/**
 * What has become of every entry of a plan, in its order: before, between and after calls of `applyRoster`. Never all in memory.
 *
 * @throws RosterError when the plan cannot be used. @throws JournalError when a journal cannot, or is in use.
 */
export async function* rosterResults({ plan, journal }: ResultsOptions): AsyncGenerator<RosterResult, void> {
  yield* resultsOf(await openPlan(plan), journal);
}
