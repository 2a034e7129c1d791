import type { CleanedRow, PlannedRow } from "@kelaskit/enroll";
import { rowCount } from "./words.ts";

/** How many rows and kinds of items a preview shows; JSON contains all of them. */
const shownRows = 5;
const shownItems = 20;
/** How many cleaned fields a dry run shows. */
const shownCleaned = 20;
/** How many a real run shows before it sends anything. */
const shownCleanedInRun = 3;

/** What the check of a file found: who gets what, and what was cleaned. */
export interface Preview {
  addPlanned(row: PlannedRow): void;
  addCleaned(cleaned: CleanedRow): void;
  /** Who gets what, and what was cleaned, for a dry run; may be empty. */
  text(): string;
  /** What was cleaned, in short; may be empty. */
  cleanedText(): string;
}

/** Keeps the first rows and cleaned fields, and a count for each item: memory grows only with the number of different items. */
export function gatherPreview(): Preview {
  const first: PlannedRow[] = [];
  const items = new Map<string, number>();
  const cleaned: CleanedRow[] = [];
  let planned = 0;
  let cleanedCount = 0;

  const cleanedLines = (most: number): string[] => {
    if (cleanedCount === 0) return [];
    const shown = cleaned.slice(0, most);
    const rest = cleanedCount - shown.length;
    return [
      `Cleaned before use: ${cleanedCount === 1 ? "1 field" : `${cleanedCount} fields`}. Check that this is right:`,
      ...shown.map(({ line, field, what }) => `  line ${line}, ${field}: ${what}`),
      ...(rest > 0 ? [`  and ${rest} more; see all with --dry-run --output json`] : []),
    ];
  };

  const plannedLines = (): string[] => {
    if (planned === 0) return [];
    const counts = [...items].slice(0, shownItems);
    const width = Math.max(...counts.map(([, count]) => String(count).length));
    const restItems = items.size - counts.length;
    const restRows = planned - first.length;
    return [
      "Rows by item:",
      ...counts.map(([item, count]) => `  ${String(count).padStart(width)}  ${item}`),
      ...(restItems > 0 ? [`  and ${restItems} more ${restItems === 1 ? "item" : "items"}`] : []),
      "Who gets it:",
      ...first.map((row) => `  line ${row.line}: ${row.learner} gets ${itemOf(row)}`),
      ...(restRows > 0 ? [`  and ${rowCount(restRows)} more; see all with --dry-run --output json`] : []),
    ];
  };

  return {
    addPlanned(row) {
      planned += 1;
      if (first.length < shownRows) first.push(row);
      const item = itemOf(row);
      items.set(item, (items.get(item) ?? 0) + 1);
    },
    addCleaned(field) {
      cleanedCount += 1;
      if (cleaned.length < shownCleaned) cleaned.push(field);
    },
    text: () => [...plannedLines(), ...cleanedLines(shownCleaned)].join("\n"),
    cleanedText: () => cleanedLines(shownCleanedInRun).join("\n"),
  };
}

/** An item with its last day, if it has one. */
function itemOf({ item, period }: PlannedRow): string {
  return period === undefined ? item : `${item} until ${period}`;
}
