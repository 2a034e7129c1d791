import { groups, type Part } from "./project.ts";
import type { RunReport } from "./run-project.ts";

const columns = [
  "with",
  "version",
  "a call",
  "pages",
  "a caught error",
  "requests for an order whose reply is lost",
  "what does not work, and why",
] as const;

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");
}

/** Whether a part works; empty when the run did not reach it. */
function mark({ verdicts }: RunReport, part: Part): string {
  if (!(part in verdicts)) return "–";
  return verdicts[part] === undefined ? "yes" : "**no**";
}

function orderCell(report: RunReport): string {
  const { result, order } = report.observation;
  if (!("lostReply" in report.verdicts)) return "–";
  const outcome = result?.lostReply?.outcome;
  const seen = outcome === undefined ? "no error" : `\`${outcome}\``;
  const text = `${order.requests}, ${seen}${order.connection === "its own" ? ", on a connection of its own" : ""}`;
  return report.verdicts.lostReply === undefined ? text : `**${text}**`;
}

function rowOf(report: RunReport): string {
  const { title, how, limits = [] } = report.run;
  const cells = [
    how === undefined ? title : `${title}: ${how}`,
    report.version,
    mark(report, "call"),
    mark(report, "pages"),
    mark(report, "caughtError"),
    orderCell(report),
    limits.map(({ why }) => why).join(" "),
  ];
  return `| ${cells.map(cell).join(" | ")} |`;
}

/** The tables of docs/runtimes.md, one for each group that has runs. */
export function tablesOf(reports: readonly RunReport[]): string {
  return groups
    .flatMap((group) => {
      const rows = reports.filter((report) => report.group === group).map(rowOf);
      if (rows.length === 0) return [];
      const head = `| ${columns.join(" | ")} |\n|${columns.map(() => "---").join("|")}|`;
      return [`## ${group}\n\n${head}\n${rows.join("\n")}`];
    })
    .join("\n\n");
}

const markers = /(?<=<!-- tables: begin -->\n).*(?=<!-- tables: end -->)/s;

/** The page with new tables. */
export function pageWith(page: string, tables: string): string {
  if (!markers.test(page)) throw new Error("docs/runtimes.md must contain the two marks around the tables.");
  return page.replace(markers, () => `\n${tables}\n\n`);
}
