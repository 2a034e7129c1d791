import type { CleanedRow } from "@kelaskit/enroll";
import {
  removalLimit,
  type RosterAction,
  type RosterCounts,
  type RosterEntry,
  type RosterItem,
  type RosterPlan,
} from "@kelaskit/enroll/roster";
import { printable } from "../output/printable.ts";
import { shellWord } from "../output/shell-word.ts";
import { personText } from "./errors.ts";
import type { RosterReports } from "./files.ts";

/** How many entries of each kind are shown; the report contains all of them. */
const shown: Readonly<Record<RosterAction, number>> = { add: 5, remove: 20, keep: 0, unknown: 10 };
const shownItems = 20;
const shownCleaned = 20;

/** What a plan contains, for people: the first entries of each kind. */
export interface Planned {
  readonly first: Readonly<Record<RosterAction, readonly RosterEntry[]>>;
  readonly cleaned: readonly CleanedRow[];
  readonly cleanedCount: number;
  addEntry(entry: RosterEntry): void;
  addCleaned(cleaned: CleanedRow): void;
}

/** Keeps the first entries of each kind. */
export function gatherPlanned(): Planned {
  const first: Record<RosterAction, RosterEntry[]> = { add: [], remove: [], keep: [], unknown: [] };
  const cleaned: CleanedRow[] = [];
  let cleanedCount = 0;
  return {
    first,
    cleaned,
    get cleanedCount() {
      return cleanedCount;
    },
    addEntry(entry) {
      const kind = first[entry.action];
      if (kind.length < shown[entry.action]) kind.push(entry);
    },
    addCleaned(field) {
      cleanedCount += 1;
      if (cleaned.length < shownCleaned) cleaned.push(field);
    },
  };
}

const words: readonly (readonly [RosterAction, string])[] = [
  ["add", "to add"],
  ["remove", "to take out"],
  ["keep", "left alone"],
  ["unknown", "not known"],
];

function countLines(counts: RosterCounts): readonly string[] {
  const width = Math.max(...words.map(([action]) => String(counts[action]).length));
  return words.map(([action, word]) => `  ${String(counts[action]).padStart(width)}  ${word}`);
}

function itemLine(item: RosterItem): string {
  const parts = words.map(([action, word]) => `${item[action]} ${word}`);
  return `  ${printable(item.item)}, ${item.members} members: ${parts.join(", ")}`;
}

function entryLines(title: string, entries: readonly RosterEntry[], count: number): readonly string[] {
  if (entries.length === 0) return [];
  const rest = count - entries.length;
  return [
    title,
    ...entries.map((entry) => {
      const place = entry.line === undefined ? "" : `line ${entry.line}: `;
      const reason = entry.reason === undefined ? "" : `: ${entry.reason}`;
      return `  ${place}${personText(entry)}${reason}`;
    }),
    ...(rest > 0 ? [`  and ${rest} more: see the report`] : []),
  ];
}

function cleanedLines({ cleaned, cleanedCount }: Planned): readonly string[] {
  if (cleanedCount === 0) return [];
  const rest = cleanedCount - cleaned.length;
  return [
    `Cleaned before use: ${cleanedCount === 1 ? "1 field" : `${cleanedCount} fields`}. Check that this is right:`,
    ...cleaned.map(({ line, field, what }) => `  line ${line}, ${field}: ${what}`),
    ...(rest > 0 ? [`  and ${rest} more; see all with --output json`] : []),
  ];
}

function nextSteps({ plan, counts, items }: RosterPlan, canRemove: boolean): string {
  const command = `  kelaskit roster apply ${shellWord(plan)}`;
  if (counts.add + counts.remove === 0) return "There is nothing to do.";
  if (counts.remove === 0) return `To add them:\n${command}`;
  if (!canRemove) return `To add them (this target cannot take anybody out):\n${command}`;
  const first = items.find(({ remove, certain }) => remove > removalLimit(undefined, certain));
  const warning =
    first === undefined
      ? ""
      : `\n${printable(first.item)} would lose ${first.certain === 1 ? "its only certain member" : `${first.remove} of its ${first.certain} certain members`}. Check that the file is complete and belongs to ` +
        "it: otherwise the command refuses, unless --max-removals allows it.";
  const add = counts.add === 0 ? "" : `To add only:\n${command}\n`;
  return `${add}To ${counts.add === 0 ? "take out" : "add and take out"}:\n${command} --remove${warning}`;
}

/** A plan, for people. */
export function planText(
  plan: RosterPlan,
  planned: Planned,
  { reports, canRemove }: { readonly reports: RosterReports; readonly canRemove: boolean },
): string {
  const { counts, items, source, target, duplicates } = plan;
  const { first } = planned;
  const restItems = items.length - shownItems;
  return [
    `${source} and who is enrolled (${target}), compared. Nothing was sent.`,
    ...countLines(counts),
    ...(duplicates > 0 ? [`  ${duplicates}  more than once in the file`] : []),
    ...(items.length > 1
      ? [
          "By item:",
          ...items.slice(0, shownItems).map((item) => itemLine(item)),
          ...(restItems > 0 ? [`  and ${restItems} more`] : []),
        ]
      : items.map(
          (item) =>
            `Item: ${printable(item.item)}, with ${item.members === 1 ? "1 member" : `${item.members} members`} now`,
        )),
    ...entryLines("To add:", first.add, counts.add),
    ...entryLines("To take out:", first.remove, counts.remove),
    ...entryLines("Not known, and left as they are:", first.unknown, counts.unknown),
    ...cleanedLines(planned),
    `Plan: ${plan.plan}`,
    `Report: ${reports.html}, ${reports.csv}`,
    "",
    nextSteps(plan, canRemove),
  ].join("\n");
}
