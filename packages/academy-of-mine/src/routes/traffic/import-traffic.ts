import { RoutesDocumentError } from "../document-error.ts";
import type { AmbiguousOperation, MatchedRoute, MatchReason, RoutesImport, RoutesReport } from "../report.ts";
import { mostRoutes } from "../read/published.ts";
import { assignTraffic, type DecidedPair, looksLikeOurs, type TrafficPair } from "./assign.ts";
import { envelopeOf, withoutWrapper } from "./envelope.ts";
import type { Recording } from "./exchange.ts";
import { mockRecording, type RecordedMatch } from "./mock-recording.ts";
import { type NamedRoute, nameRoute, numberedRoute } from "./naming.ts";
import { withoutOwnFields } from "./own-fields.ts";
import { type PortalTraffic, portalTraffic, usualBase } from "./portal.ts";
import { trafficRoutes } from "./templates.ts";
import { trafficCatalog, type TrafficOperation } from "./traffic-catalog.ts";

/** A match whose route the client's option `routes` can express, or not. */
interface NamedPair {
  readonly pair: DecidedPair;
  readonly named: NamedRoute;
}

/**
 * Matches the requests of a recording with our operations, by parameters, replies and paths.
 *
 * @throws RoutesDocumentError when the recording has no request to an API, or several hosts could be the portal.
 */
export function importTraffic(recording: Recording, baseUrl: string | undefined): RoutesImport {
  const all = trafficCatalog();
  const found = trafficRoutes(recording.exchanges, recording.names, all.vocabulary);
  if (found.length > mostRoutes) throw tooManyRoutes(found.length);
  const portal = portalTraffic(found, (route) => looksLikeOurs(all, route), baseUrl);
  if (portal.routes.length === 0) throw nothingRead(recording, portal);
  const envelope = envelopeOf(portal.routes);
  const assignment = assignTraffic(
    all,
    withoutOwnFields(envelope === undefined ? portal.routes : withoutWrapper(portal.routes, envelope), all),
  );
  const pairs = assignment.matched.map((pair): NamedPair => ({
    pair,
    named: nameRoute(pair.route, pair.operation, portal.base),
  }));
  const matched = pairs.flatMap((pair) => matchedRoute(pair));
  const inexpressible = new Map(
    pairs.flatMap(({ pair, named }) =>
      "problem" in named ? [[pair.operation, { pair, why: named.problem }] as const] : [],
    ),
  );
  const ambiguous = all.operations.flatMap((operation): readonly AmbiguousOperation[] => {
    const problem = inexpressible.get(operation);
    if (problem !== undefined) return [inexpressibleOperation(operation, problem.pair, problem.why, portal)];
    const candidates = assignment.undecided.get(operation);
    return candidates === undefined
      ? []
      : [ambiguousOperation(operation, candidates, assignment.undecided, portal)];
  });
  const seen = new Set([...matched, ...ambiguous].map(({ operation }) => operation));
  const report: RoutesReport = {
    format: recording.format,
    evidence: "observed",
    routesRead: portal.routes.length,
    ...(portal.basePath !== usualBase && { basePath: portal.basePath === "" ? "/" : portal.basePath }),
    matched,
    ambiguous,
    missing: all.operations.map(({ operation }) => operation.name).filter((name) => !seen.has(name)),
    new: assignment.unknown.map((route) => ({
      route: numberedRoute(route, portal.base),
      title: "",
      tags: [],
    })),
    notes: [
      ...notesOf(recording, portal),
      ...(envelope === undefined
        ? []
        : [
            `Most replies are wrapped in "${envelope}", which the client does not unwrap: the routes are right, but their replies will be reported as drift.`,
          ]),
    ],
  };
  const matches = pairs.flatMap(({ pair, named }): readonly RecordedMatch[] =>
    "problem" in named
      ? []
      : [
          {
            operation: pair.operation,
            // The fields of a wrapped reply are not where the client looks for them.
            reply: envelope === undefined ? pair.route.reply : undefined,
            route: named.route,
          },
        ],
  );
  return {
    routes: Object.fromEntries(matched.map(({ operation, route }) => [operation, route])),
    report,
    recording: mockRecording(matches),
  };
}

function tooManyRoutes(count: number): RoutesDocumentError {
  return new RoutesDocumentError(
    `The recording has ${count} routes, more than the ${mostRoutes} that can be compared with our operations. ` +
      "Record the portal alone, or filter the recording by its host before you save it.",
  );
}

function nothingRead(
  { skipped }: Recording,
  { ofOtherHosts, ofOtherPaths }: PortalTraffic,
): RoutesDocumentError {
  const causes = [...skipped].map(([reason, count]) => `${count} ${reason}`);
  if (ofOtherHosts > 0) causes.push(`${ofOtherHosts} routes are of other hosts`);
  if (ofOtherPaths > 0) causes.push(`${ofOtherPaths} routes are not below the base URL`);
  return new RoutesDocumentError(
    `The recording has no request that an API answered with data (${causes.length === 0 ? "it is empty" : causes.join("; ")}). ` +
      'Record again: open the portal, clear the browser\'s network log, click through the pages, and save all as HAR "with content".',
  );
}

function score({ points }: TrafficPair): number {
  return Math.round((1 - Math.exp(-Math.max(0, points) / 10)) * 100) / 100;
}

function reasons({ evidence, words }: TrafficPair): readonly MatchReason[] {
  const found: MatchReason[] = [];
  if (evidence.parameters > 0) found.push("parameters");
  if (evidence.reply > 0) found.push("reply");
  if (words.points > 0) found.push("path");
  return found;
}

function matchedRoute({ pair, named }: NamedPair): readonly MatchedRoute[] {
  if ("problem" in named) return [];
  const { operation } = pair.operation;
  const reads = !operation.changes && operation.method === "GET" && pair.route.method !== "GET";
  return [
    {
      operation: operation.name,
      route: named.route,
      title: "",
      certainty: pair.byContent ? "certain" : "likely",
      by: reasons(pair),
      score: score(pair),
      warnings: [
        ...named.notes,
        ...(reads
          ? [
              `the operation only reads, but the route is a ${pair.route.method}: its parameters are sent in the body, and it is not retried`,
            ]
          : []),
      ],
    },
  ];
}

function inexpressibleOperation(
  { operation }: TrafficOperation,
  pair: TrafficPair,
  why: string,
  { base }: PortalTraffic,
): AmbiguousOperation {
  return {
    operation: operation.name,
    candidates: [{ route: numberedRoute(pair.route, base), title: "", score: score(pair), why }],
  };
}

function ambiguousOperation(
  { operation }: TrafficOperation,
  pairs: readonly TrafficPair[],
  undecided: ReadonlyMap<TrafficOperation, readonly TrafficPair[]>,
  { base }: PortalTraffic,
): AmbiguousOperation {
  return {
    operation: operation.name,
    candidates: pairs.map((pair) => {
      const rivals =
        [...undecided.values()].filter((others) => others.some(({ route }) => route === pair.route)).length -
        1;
      return {
        route: numberedRoute(pair.route, base),
        title: "",
        score: score(pair),
        why: whyUndecided(pair, rivals),
      };
    }),
  };
}

function whyUndecided(pair: TrafficPair, rivals: number): string {
  const agreed = reasons(pair);
  const parts = [agreed.length > 0 ? `agrees in ${agreed.join(", ")}` : "nothing contradicts it"];
  if (!pair.evidence.complete) parts.push("a required parameter is missing, or one is unknown");
  else if (pair.evidence.against > 0) parts.push("some keys of the reply differ");
  parts.push(
    rivals > 0
      ? `${rivals} other ${rivals === 1 ? "operation" : "operations"} could use it`
      : "too little to be certain",
  );
  return parts.join("; ");
}

function notesOf(
  { skipped }: Recording,
  { routes, ofOtherHosts, ofOtherPaths, basePath }: PortalTraffic,
): readonly string[] {
  const notes = [...skipped].map(([reason, count]) => `Left out: ${count} that ${reason}.`);
  if (ofOtherHosts > 0)
    notes.push(`${ofOtherHosts} ${ofOtherHosts === 1 ? "route is" : "routes are"} of other hosts.`);
  if (ofOtherPaths > 0) {
    notes.push(
      `${ofOtherPaths} ${ofOtherPaths === 1 ? "route is" : "routes are"} not below ${basePath}, where the portal's API is.`,
    );
  }
  const odd = routes.filter((route) => route.odd).length;
  if (odd > 0) {
    notes.push(
      `${odd} ${odd === 1 ? "route has a part that is" : "routes have parts that are"} neither a word nor an id, which may be private: ` +
        "{id} stands for it, and such a route is never matched.",
    );
  }
  if (basePath !== usualBase) {
    notes.push(
      basePath === ""
        ? "The portal's API is not at /api: set baseUrl to the portal's address without a path."
        : `The portal's API is not at /api: set baseUrl to the portal's address followed by ${basePath}.`,
    );
  }
  return notes;
}
