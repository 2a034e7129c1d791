import type { Evidence } from "@kelaskit/core";
import type { VendorRecording } from "@kelaskit/core";
import type { RoutesFormat } from "./read/published.ts";

/** The reasons for a match: the declared route, the title, and what else agreed. */
export type MatchReason = "route" | "title" | "similar title" | "tag" | "parameters" | "path" | "reply";

/** An operation whose route was found. */
export interface MatchedRoute {
  /** The operation's name, as in `courses.enroll`. */
  readonly operation: string;
  /** Method and path with our parameter names, as the client's option `routes` takes them. */
  readonly route: string;
  /** The title in the document; empty where it has none. */
  readonly title: string;
  /**
   * `certain` if title or route are the same, `likely` if the title differs by a word or is missing, and the rest
   * agrees. Of a recording: `certain` if parameters and reply are only this operation's, `likely` if the words of the path
   * decided.
   */
  readonly certainty: "certain" | "likely";
  readonly by: readonly MatchReason[];
  /** How well it fits, from 0 to 1. */
  readonly score: number;
  /** What to check before you use the route. */
  readonly warnings: readonly string[];
}

/** A candidate route of an operation. */
export interface CandidateRoute {
  /** Method and path; its variables have our names if these are clear, otherwise the document's. */
  readonly route: string;
  readonly title: string;
  /** How well it fits, from 0 to 1. */
  readonly score: number;
  /** What agrees, and why it was not chosen. */
  readonly why: string;
}

/** An operation without a route, because several were possible. */
export interface AmbiguousOperation {
  readonly operation: string;
  /** The best first. */
  readonly candidates: readonly CandidateRoute[];
}

/** A route without an operation. */
export interface UnknownRoute {
  /** Method and path as in the document, relative to the client's base URL. */
  readonly route: string;
  readonly title: string;
  readonly tags: readonly string[];
}

/** The outcome for a document's routes and our operations: each is in one of the lists. */
export interface RoutesReport {
  readonly format: RoutesFormat;
  /** How well the routes are known: `documented` from a document, `observed` from a recording. */
  readonly evidence: Extract<Evidence, "documented" | "observed">;
  /** The path of the `baseUrl` that the routes are relative to, if a recording shows another one than `/api`; `/` for none. */
  readonly basePath?: string | undefined;
  /** The document's title, if any. */
  readonly title?: string | undefined;
  /** The document's version, if any. */
  readonly version?: string | undefined;
  /** How many different routes were read, of the portal's API. */
  readonly routesRead: number;
  readonly matched: readonly MatchedRoute[];
  readonly ambiguous: readonly AmbiguousOperation[];
  /** Operations without a similar route in the document. */
  readonly missing: readonly string[];
  /** Routes without a similar operation: use the client's `request` for them. */
  readonly new: readonly UnknownRoute[];
  /** What was skipped while reading, and why. */
  readonly notes: readonly string[];
}

/** The result of `importRoutes`. */
export interface RoutesImport {
  /** For the client's option `routes`: operation to method and path. */
  readonly routes: Readonly<Record<string, string>>;
  readonly report: RoutesReport;
  /**
   * What a recording shows of the portal, for the option `like` of the mock: routes, and the fields of replies with their types. It
   * contains no value. Undefined for documentation.
   */
  readonly recording?: VendorRecording;
}

const formatNames: Readonly<Record<RoutesFormat, string>> = {
  openapi: "OpenAPI document",
  redoc: "Redoc page",
  postman: "Postman collection",
  scribe: "Scribe page",
  har: "HAR recording",
  curl: "curl commands",
};

/** A report as text: counts first, and decisions last, where a terminal shows them. */
export function formatRoutesReport(report: RoutesReport): string {
  return [
    summary(report),
    section("Matched", matchedLines(report.matched)),
    section(
      "New (no operation of ours)",
      report.new.map(({ route, title }) => withTitle(route, title)),
    ),
    section("Left out", report.notes),
    section(
      report.evidence === "observed" ? "Not seen in the recording" : "Missing (no route in the document)",
      byResource(report.missing),
    ),
    section("Warnings", warnings(report)),
    section("Ambiguous (choose one with the option routes)", report.ambiguous.flatMap(ambiguousLines)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** `courses: get, list`, because hundreds of operations can be missing. */
function byResource(operations: readonly string[]): readonly string[] {
  const methods = new Map<string, string[]>();
  for (const operation of operations) {
    const [resource = "", method = ""] = operation.split(".");
    methods.set(resource, [...(methods.get(resource) ?? []), method]);
  }
  return [...methods].map(([resource, names]) => `${resource}: ${names.join(", ")}`);
}

function summary({
  format,
  evidence,
  title,
  version,
  routesRead,
  matched,
  ambiguous,
  missing,
  new: unknown,
}: RoutesReport): string {
  const named = title === undefined ? "" : ` "${title}"`;
  const observed = evidence === "observed";
  const likely = matched.filter(({ certainty }) => certainty === "likely").length;
  return [
    `${formatNames[format]}${named}${version === undefined ? "" : ` ${version}`}: ${routesRead} ${routesRead === 1 ? "route" : "routes"}${observed ? " seen in traffic (observed)" : ""}`,
    `  matched    ${matched.length}${likely > 0 ? ` (${likely} of them likely: ${observed ? "the words of their paths decided" : "their titles differ or are missing"})` : ""}`,
    `  ambiguous  ${ambiguous.length}`,
    `  missing    ${missing.length}`,
    `  new        ${unknown.length}`,
  ].join("\n");
}

function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [`${heading}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}

function warnings({ matched }: RoutesReport): readonly string[] {
  return matched.flatMap(({ operation, warnings: sentences }) =>
    sentences.map((sentence) => `${operation}: ${sentence}`),
  );
}

function ambiguousLines({ operation, candidates }: AmbiguousOperation): readonly string[] {
  return [
    operation,
    ...candidates.map(
      ({ route, title, score, why }) => `  ${score.toFixed(2)}  ${withTitle(route, title)}: ${why}`,
    ),
  ];
}

function matchedLines(matched: readonly MatchedRoute[]): readonly string[] {
  const width = Math.max(0, ...matched.map(({ operation }) => operation.length));
  return matched.map(
    ({ operation, route, certainty }) =>
      `${operation.padEnd(width)}  ${route}${certainty === "likely" ? "  (likely)" : ""}`,
  );
}

function withTitle(route: string, title: string): string {
  return title === "" ? route : `${route} (${title})`;
}
