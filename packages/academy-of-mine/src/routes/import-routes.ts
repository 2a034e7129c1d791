import { assign, type Assignment, type ScoredPair } from "./match/assign.ts";
import { catalog } from "./match/catalog.ts";
import { readDocument } from "./read/document.ts";
import { publishedRoutes, type PublishedRoute } from "./read/published.ts";
import { RoutesDocumentError } from "./document-error.ts";
import type {
  AmbiguousOperation,
  CandidateRoute,
  MatchedRoute,
  MatchReason,
  RoutesImport,
  RoutesReport,
  UnknownRoute,
} from "./report.ts";

/** Options of `importRoutes`. */
export interface ImportRoutesOptions {
  /** How large a document given as text may be, in bytes. @default 67108864 (64 MiB) */
  readonly maxBytes?: number | undefined;
  /**
   * The base URL of your client, for a recording: its host is the portal, and the routes are written below its path. @default
   * found in the recording; the report says which, unless it is the portal's `/api`
   */
  readonly baseUrl?: string | undefined;
}

const defaultMaxBytes = 64 * 1024 * 1024;

/**
 * Reads the routes that a portal publishes, or that a recording of its traffic shows, and matches them with our operations. Nothing is fetched or guessed: an
 * operation with several possible routes, or a route with several possible operations, is reported as ambiguous and
 * omitted from `routes`.
 *
 * A recording's requests are matched by the names of their parameters, the keys of their replies and, where these are not
 * enough, the words of their paths. No header, cookie or value of it appears in the result or an error; an error names hosts
 * only if several could be the portal.
 *
 * YAML requires the package `yaml`, HTML requires `htmlparser2` and `acorn`, curl commands require `shlex`: install these
 * optional peer dependencies yourself. JSON requires nothing. Documents with more than 5,000 routes, ten times as many as the LMS has, are
 * refused.
 *
 * @param document An OpenAPI 3.0 or 3.1 document (JSON or YAML text, or an object), a Redoc page with its document
 * inside or a Scribe page (HTML text), a Postman 2.1 collection or a HAR file (JSON text or an object), or curl commands (text).
 * @returns `routes` for the client's option of that name, and a report of the matches.
 * @throws RoutesDocumentError when no routes can be read from the document.
 * @throws ConfigurationError when the parser for the document is not installed.
 * @example
 * ```ts
 * const { routes, report } = await importRoutes(await readFile("openapi.yaml", "utf8"));
 * const academy = createAcademyOfMine({ portal, token, routes });
 * console.log(formatRoutesReport(report));
 * ```
 */
export async function importRoutes(
  document: string | object,
  options: ImportRoutesOptions = {},
): Promise<RoutesImport> {
  const read = await readDocument(document, options.maxBytes ?? defaultMaxBytes);
  if ("exchanges" in read) {
    const { importTraffic } = await import("./traffic/import-traffic.ts");
    return importTraffic(read, options.baseUrl);
  }
  const { routes: published, notes } = publishedRoutes(read.routes);
  if (published.length === 0) {
    throw new RoutesDocumentError(
      `The document was read as ${read.format}, but contains no route that the client can call. ` +
        "Check that it is the documentation of your portal's API.",
    );
  }
  const assignment = assign(catalog(), published);
  const report: RoutesReport = {
    format: read.format,
    evidence: "documented",
    title: read.title,
    version: read.version,
    routesRead: published.length,
    matched: assignment.matched.map(matchedRoute),
    ambiguous: ambiguousOperations(assignment),
    missing: assignment.missing.map(({ name }) => name),
    new: assignment.unknown.map(unknownRoute),
    notes,
  };
  return {
    routes: Object.fromEntries(report.matched.map(({ operation, route }) => [operation, route])),
    report,
  };
}

function pathOf({ named, route }: ScoredPair): string {
  return "path" in named ? named.path : route.path;
}

function matchedRoute(pair: ScoredPair): MatchedRoute {
  const { operation, route, named } = pair;
  return {
    operation: operation.name,
    route: `${route.method} ${pathOf(pair)}`,
    title: route.title,
    certainty: isCertain(pair) ? "certain" : "likely",
    by: reasons(pair),
    score: rounded(pair.score),
    warnings: [...("notes" in named ? named.notes : []), ...methodWarnings(pair)],
  };
}

/** The same title with a matching tag, or the declared route: no similarity is involved. */
function isCertain({ sameRoute, title, tag, telling }: ScoredPair): boolean {
  if (title > 0.999) return sameRoute || telling || tag > 0.5;
  return sameRoute && title >= 0.85;
}

function reasons(pair: ScoredPair): readonly MatchReason[] {
  const found: MatchReason[] = [];
  if (pair.sameRoute) found.push("route");
  if (pair.title > 0.999) found.push("title");
  else if (pair.title >= 0.6) found.push("similar title");
  if (pair.tag > 0.5) found.push("tag");
  if (pair.parametersKnown && pair.parameters >= 0.6) found.push("parameters");
  if (pair.path >= 0.6) found.push("path");
  return found;
}

function methodWarnings({ operation, route, methodFits }: ScoredPair): readonly string[] {
  if (!methodFits) {
    return [`the operation changes data, but the route is a GET: check it before you use it`];
  }
  const reads = !operation.changes && operation.method === "GET";
  return reads && route.method !== "GET"
    ? [
        `the operation only reads, but the route is a ${route.method}: its parameters are sent in the body, and it is not retried`,
      ]
    : [];
}

function ambiguousOperations({ undecided }: Assignment): readonly AmbiguousOperation[] {
  const byRoute = Map.groupBy([...undecided.values()].flat(), ({ route }) => route);
  return [...undecided].map(([operation, pairs]) => ({
    operation: operation.name,
    candidates: pairs.map((pair): CandidateRoute => {
      const rivals = (byRoute.get(pair.route)?.length ?? 1) - 1;
      return {
        route: `${pair.route.method} ${pathOf(pair)}`,
        title: pair.route.title,
        score: rounded(pair.score),
        why: whyUndecided(pair, pairs, rivals),
      };
    }),
  }));
}

function whyUndecided(pair: ScoredPair, pairs: readonly ScoredPair[], rivals: number): string {
  const alike = pair.title > 0.999 ? "same title" : `title similarity ${percent(pair.title)}`;
  const parts = [alike];
  if (pair.parametersKnown) parts.push(`parameter similarity ${percent(pair.parameters)}`);
  if (pair.tag !== 0.5) parts.push(pair.tag > 0.5 ? "tag matches" : "tag differs");
  if ("problem" in pair.named) parts.push(pair.named.problem);
  else if (pairs.length === 1 && rivals === 0) parts.push("not certain enough");
  if (pairs.length > 1) parts.push(`one of ${pairs.length} candidate routes`);
  if (rivals > 0) parts.push(`${rivals} other ${rivals === 1 ? "operation" : "operations"} could use it`);
  return parts.join("; ");
}

function unknownRoute({ method, path, title, tags }: PublishedRoute): UnknownRoute {
  return { route: `${method} ${path}`, title, tags };
}

/** Two digits are enough to compare, and at most 1: a declared route scores higher. */
function rounded(score: number): number {
  return Math.round(Math.min(1, score) * 100) / 100;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
