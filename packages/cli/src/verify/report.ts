import type { Evidence } from "@kelaskit/core";
import { type OperationRecord, type Verdict, verdicts, verdictWords } from "./verdict.ts";
import type { VerifiedFile } from "./verified-file.ts";

type Entry = readonly [name: string, record: OperationRecord];

function entriesOf({ operations }: VerifiedFile, verdict: Verdict): readonly Entry[] {
  return Object.entries(operations).filter(([, record]) => record.verdict === verdict);
}

/** How many operations have each verdict; those without any are left out. */
export function verdictCounts(file: VerifiedFile): readonly (readonly [Verdict, number])[] {
  return verdicts
    .map((verdict) => [verdict, entriesOf(file, verdict).length] as const)
    .filter(([, count]) => count > 0);
}

/** A row of a table in Markdown. The cells are our own words, routes and names of fields. */
function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
}

function table(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(headers), row(headers.map(() => "---")), ...rows.map(row)].join("\n");
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}

function section(title: string, about: string, body: string): string {
  return `## ${title}\n\n${about}\n\n${body}`;
}

function statusText({ status, reason }: OperationRecord): string {
  return [...(status === undefined ? [] : [String(status)]), ...(reason === undefined ? [] : [reason])].join(
    ": ",
  );
}

/** What else is to be said about an answer. */
function notes({ isEmpty, pageSize, undeclared, suggestionsTried }: OperationRecord): string {
  return [
    ...(suggestionsTried === undefined ? [] : ["found with --suggest"]),
    ...(isEmpty === true ? ["empty list: its entries were not seen"] : []),
    ...(pageSize === undefined ? [] : [`${pageSize} entries a page`]),
    ...(undeclared === undefined ? [] : [`also has ${undeclared.map(code).join(", ")}`]),
  ].join("; ");
}

function answeredSection(file: VerifiedFile): string | undefined {
  const entries = entriesOf(file, "answered");
  if (entries.length === 0) return undefined;
  const rows = entries.map(([name, record]) => [
    code(name),
    code(record.route),
    record.declared,
    notes(record),
  ]);
  return section(
    "Answered as declared",
    "These routes are real: their evidence is now `observed`.",
    table(["operation", "route", "known before as", "notes"], rows),
  );
}

function driftSection(file: VerifiedFile): string | undefined {
  const entries = entriesOf(file, "drift");
  if (entries.length === 0) return undefined;
  const rows = entries.flatMap(([name, { route, drift = [] }]) =>
    drift.map(({ field, expected, received }) => [code(name), code(route), code(field), expected, received]),
  );
  return section(
    "Answered differently",
    "These routes are real, but their replies differ from the declarations.",
    table(["operation", "route", "field", "expected", "got"], rows),
  );
}

function otherSection(file: VerifiedFile, verdict: Verdict, title: string): string | undefined {
  const entries = entriesOf(file, verdict);
  if (entries.length === 0) return undefined;
  const rows = entries.map(([name, record]) => [
    code(name),
    code(record.route),
    record.declared,
    statusText(record),
    (record.suggestionsTried ?? []).map(code).join(", "),
  ]);
  const hasSuggestions = entries.some(([, { suggestionsTried }]) => suggestionsTried !== undefined);
  const headers = ["operation", "route", "known as", "what happened", "also tried"];
  const shown = hasSuggestions ? headers.length : headers.length - 1;
  return section(
    title,
    `${verdictWords[verdict]}.`.replace(/^./, (first) => first.toUpperCase()),
    table(
      headers.slice(0, shown),
      rows.map((cells) => cells.slice(0, shown)),
    ),
  );
}

/** What was not tried, by the reason: most of it are writes, which are many. */
function notTriedSection(file: VerifiedFile): string | undefined {
  const byReason = new Map<string, string[]>();
  for (const [name, { reason = "" }] of entriesOf(file, "not-tried"))
    byReason.set(reason, [...(byReason.get(reason) ?? []), code(name)]);
  if (byReason.size === 0) return undefined;
  return section(
    "Not tried",
    "About these operations nothing new is known.",
    table(
      ["reason", "operations"],
      [...byReason].map(([reason, names]) => [reason, names.join(", ")]),
    ),
  );
}

function errorSection({ operations }: VerifiedFile): string | undefined {
  const shapes = new Map<string, Set<number>>();
  for (const { shape, status, verdict } of Object.values(operations)) {
    if (shape === undefined || status === undefined || verdict === "answered" || verdict === "drift")
      continue;
    const text = Object.entries(shape)
      .map(([path, type]) => `${code(path)} ${type}`)
      .join(", ");
    shapes.set(text, (shapes.get(text) ?? new Set()).add(status));
  }
  if (shapes.size === 0) return undefined;
  return section(
    "Errors",
    "The fields of error bodies with their types.",
    table(
      ["statuses", "fields"],
      [...shapes].map(([text, statuses]) => [[...statuses].toSorted((a, b) => a - b).join(", "), text]),
    ),
  );
}

function trafficSection({ traffic }: VerifiedFile): string {
  const { requests, statuses, limitHeaders, requestIdHeaders } = traffic;
  const limits = Object.entries(limitHeaders).map(([name, value]) =>
    value === "present" ? code(name) : `${code(name)} ${value}`,
  );
  return [
    "## Requests",
    "",
    `- ${requests} requests, all of which only read (besides logins)`,
    `- Statuses: ${Object.entries(statuses)
      .map(([status, count]) => `${status} (${count})`)
      .join(", ")}`,
    `- Headers about limits: ${limits.join(", ") || "none"}`,
    `- Headers with request ids: ${requestIdHeaders.map(code).join(", ") || "none"}`,
  ].join("\n");
}

/** Writes the report for people, in Markdown: for us, for the vendor, or for a colleague. It contains no value of any reply. */
export function markdownReport(file: VerifiedFile, title: string): string {
  const counts = verdictCounts(file).map(([verdict, count]) => [String(count), verdictWords[verdict]]);
  const gained = Object.values(file.operations).filter(
    ({ evidence, declared }) => evidence === "observed" && isGuess(declared),
  ).length;
  const parts = [
    `# What ${title} really answers\n\nTried on ${file.date} with kelaskit ${file.kelaskit}${file.isComplete ? "" : "; not complete"}. ` +
      `Only operations that read were called. This report contains routes, names of fields and types; it contains no value of any reply, no credential and no host.`,
    `${table(["operations", "result"], counts)}\n\n${gained} ${gained === 1 ? "route was a guess and is" : "routes were guesses and are"} now observed.`,
    answeredSection(file),
    driftSection(file),
    otherSection(file, "not-found", "Not found"),
    otherSection(file, "rejected", "Parameters refused"),
    otherSection(file, "refused", "Access refused"),
    otherSection(file, "failed", "No usable answer"),
    errorSection(file),
    trafficSection(file),
    notTriedSection(file),
  ];
  return `${parts.filter((part) => part !== undefined).join("\n\n")}\n`;
}

function isGuess(evidence: Evidence): boolean {
  return evidence === "proposed" || evidence === "deduced";
}
