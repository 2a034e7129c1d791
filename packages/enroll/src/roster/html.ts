import { escapeUTF8 } from "entities/escape";
import type { PlanHeader } from "./plan-lines.ts";
import type { RosterOutcome, RosterResult } from "./results.ts";

/** How every page begins: another file is not overwritten by one. */
export const htmlBeginning = '<!doctype html>\n<html lang="en" data-kelaskit="roster">\n';

const style = `
  :root { font: 16px/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: #1c2530; background: #fff; }
  body { max-width: 68rem; margin: 0 auto; padding: 2rem 1.5rem 3rem; }
  h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .4rem; overflow-wrap: anywhere; }
  h2 { font-size: 1.15rem; margin: 2.2rem 0 .2rem; display: flex; gap: .6rem; align-items: baseline; break-after: avoid; }
  h2 .count { font-weight: 400; color: #51606f; }
  p { margin: 0 0 .5rem; }
  .about, .note { color: #51606f; overflow-wrap: anywhere; }
  .counts { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.3rem 0 0; padding: 0; list-style: none; }
  .counts li { min-width: 6.5rem; padding: .55rem .8rem; border: 1px solid #cfd7df; border-radius: .4rem; }
  .counts b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
  .counts .alarm { border-color: #b3261e; color: #b3261e; }
  table { width: 100%; border-collapse: collapse; margin-top: .5rem; font-size: .93rem; }
  thead { display: table-header-group; }
  th, td { padding: .32rem .6rem .32rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid #dfe5ea; overflow-wrap: anywhere; }
  th { font-weight: 600; color: #51606f; border-bottom-color: #9aa7b3; white-space: nowrap; }
  tr { break-inside: avoid; }
  .number { width: 4rem; font-variant-numeric: tabular-nums; }
  .who { width: 18rem; } .name { width: 12rem; } .item { width: 13rem; }
  @media print { :root { font-size: 10.5pt; } body { max-width: none; padding: 0; } .counts li { padding: .3rem .6rem; } }
  @page { margin: 16mm 14mm; }
`;

/** A part of the page. */
interface Section {
  readonly outcome: RosterOutcome;
  readonly title: string;
  readonly note: string;
}

const sections: readonly Section[] = [
  { outcome: "added", title: "Added", note: "In the list of learners, and now enrolled." },
  {
    outcome: "to-add",
    title: "To be added",
    note: "In the list of learners and not enrolled yet. Nothing was sent for them.",
  },
  { outcome: "removed", title: "Taken out", note: "Not in the list of learners, and no longer enrolled." },
  {
    outcome: "to-remove",
    title: "To be taken out",
    note: "Enrolled and not in the list of learners. Nothing was sent for them: they are still enrolled.",
  },
  { outcome: "kept", title: "Left alone", note: "Enrolled, as they should be." },
  {
    outcome: "unknown",
    title: "Not known",
    note: "It is not certain whether they are enrolled. Check them at the vendor.",
  },
  { outcome: "failed", title: "Failed", note: "The vendor has refused them, and nothing was changed." },
];

/** Counts that are always shown, even if they are 0. */
const alwaysShown: ReadonlySet<RosterOutcome> = new Set(["added", "removed", "kept", "unknown", "failed"]);
/** Counts in place of those of a plan of which nothing was sent yet. */
const ofPlans: ReadonlySet<RosterOutcome> = new Set(["to-add", "to-remove", "kept", "unknown"]);
const alarming: ReadonlySet<RosterOutcome> = new Set(["unknown", "failed"]);

/** A text from outside: escaped, and kept from changing the direction of what surrounds it. */
function shown(text: string): string {
  return text === "" ? "" : `<bdi>${escapeUTF8(text)}</bdi>`;
}

/** Which columns have something in them. */
interface Columns {
  readonly lines: boolean;
  readonly names: boolean;
  readonly items: boolean;
  readonly remarks: boolean;
}

/** A section's counts and columns. */
interface Tally extends Columns {
  readonly count: number;
}

/** What was tried, where a section contains both additions and removals. */
function remarkOf({ action, outcome, reason = "" }: RosterResult): string {
  const isOpen = alarming.has(outcome) && (action === "add" || action === "remove");
  return isOpen ? `${action === "add" ? "Adding" : "Taking out"}: ${reason}` : reason;
}

function rowText(result: RosterResult, columns: Columns): string {
  const { line, learner, name = "", item } = result;
  const cells = [
    ...(columns.lines ? [["number", line === undefined ? "" : String(line)]] : []),
    ["who", shown(learner)],
    ...(columns.names ? [["name", shown(name)]] : []),
    ...(columns.items ? [["item", shown(item)]] : []),
    ...(columns.remarks ? [["remark", shown(remarkOf(result))]] : []),
  ];
  return `<tr>${cells.map(([kind, cell]) => `<td class="${kind}">${cell}</td>`).join("")}</tr>\n`;
}

function headText({ lines, names, items, remarks }: Columns): string {
  const heads = [
    ...(lines ? [["number", "Line"]] : []),
    ["who", "Learner"],
    ...(names ? [["name", "Name"]] : []),
    ...(items ? [["item", "Item"]] : []),
    ...(remarks ? [["remark", "Remark"]] : []),
  ];
  const cells = heads.map(([kind, head]) => `<th scope="col" class="${kind}">${head}</th>`);
  return `<table>\n<thead><tr>${cells.join("")}</tr></thead>\n<tbody>\n`;
}

async function tally(
  results: AsyncIterable<RosterResult>,
  items: boolean,
): Promise<ReadonlyMap<RosterOutcome, Tally>> {
  const tallies = new Map<RosterOutcome, Tally>();
  for await (const result of results) {
    const { outcome, name = "", line } = result;
    const before = tallies.get(outcome);
    tallies.set(outcome, {
      count: (before?.count ?? 0) + 1,
      lines: before?.lines === true || line !== undefined,
      names: before?.names === true || name !== "",
      items,
      remarks: before?.remarks === true || remarkOf(result) !== "",
    });
  }
  return tallies;
}

function countsText(tallies: ReadonlyMap<RosterOutcome, Tally>, isPlan: boolean): string {
  const entries = sections.flatMap(({ outcome, title }) => {
    const count = tallies.get(outcome)?.count ?? 0;
    if (count === 0 && !(isPlan ? ofPlans : alwaysShown).has(outcome)) return [];
    const alarm = count > 0 && alarming.has(outcome) ? ' class="alarm"' : "";
    return [`<li${alarm}><b>${count}</b> ${title}</li>`];
  });
  return `<ul class="counts">\n${entries.join("\n")}\n</ul>\n`;
}

function aboutText({ source, target, items, plannedAt, duplicates }: PlanHeader): string {
  const [item] = items;
  const what = items.length === 1 && item !== undefined ? shown(item.item) : `${items.length} items`;
  const repeated =
    duplicates === 0
      ? ""
      : ` ${duplicates === 1 ? "1 row of the list is a repetition" : `${duplicates} rows of the list are repetitions`}.`;
  const time = plannedAt.slice(0, 16).replace("T", " ");
  return (
    `<h1>Roster of ${shown(source.name)}</h1>\n` +
    `<p class="about">${what} of ${shown(target)}, compared on ${time} UTC.${repeated}</p>\n`
  );
}

/**
 * The text of a page, in parts.
 *
 * @param results Begins to read the results: once to count them, and once for each section, so that none is kept in memory.
 */
export async function* htmlReport(
  header: PlanHeader,
  results: () => AsyncIterable<RosterResult>,
): AsyncGenerator<string, void> {
  const tallies = await tally(results(), header.items.length > 1);
  const isPlan = ![...tallies.keys()].some(
    (outcome) => outcome === "added" || outcome === "removed" || outcome === "failed",
  );
  yield htmlBeginning;
  yield '<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";
  yield `<meta name="color-scheme" content="light">\n<title>Roster of ${escapeUTF8(header.source.name)}</title>\n<style>${style}</style>\n</head>\n<body>\n`;
  yield aboutText(header);
  yield countsText(tallies, isPlan);
  for (const { outcome, title, note } of sections) {
    const columns = tallies.get(outcome);
    if (columns === undefined) continue;
    yield `<section>\n<h2>${title} <span class="count">${columns.count}</span></h2>\n<p class="note">${note}</p>\n${headText(columns)}`;
    for await (const result of results()) if (result.outcome === outcome) yield rowText(result, columns);
    yield "</tbody>\n</table>\n</section>\n";
  }
  yield "</body>\n</html>\n";
}
