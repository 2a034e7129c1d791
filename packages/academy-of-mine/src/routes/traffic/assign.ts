import { evidenceFor, type Evidence, routeToCompare } from "./evidence.ts";
import { learnNeighbors } from "./neighbors.ts";
import { noWords, pathWordsOf, type WordEvidence, wordEvidence } from "./path-words.ts";
import type { TrafficRoute } from "./templates.ts";
import type { TrafficCatalog, TrafficOperation } from "./traffic-catalog.ts";

/** An operation and a route that may serve it. */
export interface TrafficPair {
  readonly operation: TrafficOperation;
  readonly route: TrafficRoute;
  readonly evidence: Evidence;
  readonly words: WordEvidence;
  /** The points of names, replies and words together. */
  readonly points: number;
}

/** A decided pair. */
export interface DecidedPair extends TrafficPair {
  /** Whether names and reply alone decide; otherwise the words of the path do. */
  readonly byContent: boolean;
}

/** The result of matching. */
export interface TrafficAssignment {
  readonly matched: readonly DecidedPair[];
  /** For each operation that is not matched, the routes that may serve it, the best first. */
  readonly undecided: ReadonlyMap<TrafficOperation, readonly TrafficPair[]>;
  readonly unknown: readonly TrafficRoute[];
}

/** The minimum lead over every other operation of a route, and over every other route of an operation. */
const margin = 3.9;
/** The minimum points of rare names, so that a route without an operation does not get the nearest one. */
const enough = 8;
/** What may speak against a pair: a missing field, a new one, or a share of what speaks for it. */
const tolerated = 3.5;
const toleratedShare = 0.15;
/** The minimum points of a path's words if names and reply are not enough. */
const enoughWords = 3.5;
/** What it is worth that a route continues a path of the operation's resource: just enough between equals. */
const sameResource = 4;
/** A pair below this is not even shown. */
const worthShowing = 3;
const mostCandidates = 5;

/** Matches routes with operations: each has at most one of the other, and no other is nearly as probable. */
export function assignTraffic(all: TrafficCatalog, routes: readonly TrafficRoute[]): TrafficAssignment {
  const byRoute = new Map(routes.map((route) => [route, possiblePairs(all, route)]));
  const certain = decide(byRoute, (pair) => isTelling(pair) && fits(pair));
  const trusted = trustedWords(all, certain);
  const resourceOf = learnNeighbors(
    certain.map(({ route, operation }) => ({ route, resource: operation.operation.resource })),
  );
  const withWords = new Map(
    [...byRoute].map(([route, pairs]) => {
      const words = pathWordsOf(route);
      const resource = resourceOf(route);
      const scored = pairs
        .map((pair) => worded(all, pair, words, trusted))
        .map((pair) =>
          pair.operation.operation.resource === resource
            ? { ...pair, points: pair.points + sameResource }
            : pair,
        );
      return [route, scored.toSorted(byPoints)] as const;
    }),
  );
  const content = new Map(certain.map(({ route, operation }) => [route, operation]));
  // What is certain without words is decided again with them: they may be closer to another operation.
  const matched = decide(withWords, (pair) => fits(pair) && (isTelling(pair) || isWorded(pair))).map(
    (pair) => ({
      ...pair,
      byContent: content.get(pair.route) === pair.operation,
    }),
  );
  return withTheRest(all, routes, withWords, matched);
}

/** Whether a route has the names of one of our operations, in its request, its reply or its path. */
export function looksLikeOurs(all: TrafficCatalog, route: TrafficRoute): boolean {
  const words = pathWordsOf(route);
  return possiblePairs(all, route).some(
    (pair) => fits(pair) && (isTelling(pair) || isWorded(worded(all, pair, words, () => true))),
  );
}

function byPoints(one: TrafficPair, other: TrafficPair): number {
  return other.points - one.points;
}

function possiblePairs(all: TrafficCatalog, route: TrafficRoute): readonly TrafficPair[] {
  if (route.odd) return [];
  const compared = routeToCompare(route);
  return all.operations
    .flatMap((operation) => {
      const evidence = evidenceFor(all, compared, operation);
      return evidence === undefined
        ? []
        : [{ operation, route, evidence, words: noWords, points: evidence.points }];
    })
    .toSorted(byPoints);
}

function worded(
  all: TrafficCatalog,
  pair: TrafficPair,
  pathWords: readonly string[],
  trusted: (word: string) => boolean,
): TrafficPair {
  const words = wordEvidence(all, pair.route, pathWords, pair.operation, trusted);
  return { ...pair, words, points: pair.evidence.points + words.points };
}

/** Whether rare names and keys speak for a pair. */
function isTelling({ evidence }: TrafficPair): boolean {
  return evidence.telling >= enough;
}

/** Whether nothing of weight speaks against a pair. */
function fits({ evidence: { complete, against, telling } }: TrafficPair): boolean {
  return complete && against <= Math.max(tolerated, telling * toleratedShare);
}

/** Whether the words of the path make up for names that many operations have. */
function isWorded({ evidence, words }: TrafficPair): boolean {
  return words.explained && words.points >= enoughWords && evidence.telling + words.points >= enough - 1;
}

/** The pairs that are good and have no rival. */
function decide(
  byRoute: ReadonlyMap<TrafficRoute, readonly TrafficPair[]>,
  isGood: (pair: TrafficPair) => boolean,
): readonly TrafficPair[] {
  // A route whose best operation is another one is no rival: it has lost this one by its own lead.
  const best = [...byRoute.values()].flatMap(([first, second]) => {
    if (first === undefined) return [];
    return [{ first, lead: first.points - (second?.points ?? Number.NEGATIVE_INFINITY) }];
  });
  const byOperation = Map.groupBy(best, ({ first }) => first.operation);
  return best.flatMap(({ first, lead }) => {
    if (lead < margin || !isGood(first)) return [];
    const others = byOperation.get(first.operation) ?? [];
    const hasRival = others.some(
      (other) => other.first !== first && other.first.points > first.points - margin && fits(other.first),
    );
    return hasRival ? [] : [first];
  });
}

/** The minimum share of them that agree: a portal may have its own words for some things. */
const leastAgreement = 0.4;

/**
 * Which words mean in this portal what they mean to us, by the matches that names and replies decide. In a portal whose
 * words are mixed up, none does. A match agrees only if all words of its path do: words for actions, such as
 * `delete`, are the same for everything.
 */
function trustedWords(all: TrafficCatalog, certain: readonly TrafficPair[]): (word: string) => boolean {
  const counts = new Map<string, { readonly agree: number; readonly all: number }>();
  let told = 0;
  let agreeing = 0;
  for (const { route, operation } of certain) {
    const words = pathWordsOf(route).filter((word) => all.vocabulary.has(word));
    if (words.length === 0) continue;
    told += 1;
    if (words.every((word) => operation.words.has(word))) agreeing += 1;
    for (const word of words) {
      const count = counts.get(word) ?? { agree: 0, all: 0 };
      counts.set(word, { agree: count.agree + (operation.words.has(word) ? 1 : 0), all: count.all + 1 });
    }
  }
  if (agreeing < told * leastAgreement) return () => false;
  return (word) => {
    const count = counts.get(word);
    return count === undefined || count.agree * 2 >= count.all;
  };
}

function withTheRest(
  all: TrafficCatalog,
  routes: readonly TrafficRoute[],
  byRoute: ReadonlyMap<TrafficRoute, readonly TrafficPair[]>,
  matched: readonly DecidedPair[],
): TrafficAssignment {
  const [served, taken] = [
    new Set(matched.map(({ operation }) => operation)),
    new Set(matched.map(({ route }) => route)),
  ];
  const undecided = new Map<TrafficOperation, TrafficPair[]>();
  const shown = new Set<TrafficRoute>();
  for (const [route, pairs] of byRoute) {
    const [first] = pairs;
    if (first === undefined || taken.has(route)) continue;
    for (const pair of pairs.slice(0, mostCandidates)) {
      if (pair.points < worthShowing || pair.points < first.points - margin || served.has(pair.operation))
        continue;
      shown.add(route);
      undecided.set(pair.operation, [...(undecided.get(pair.operation) ?? []), pair]);
    }
  }
  return {
    matched: matched.toSorted(
      (one, other) => all.operations.indexOf(one.operation) - all.operations.indexOf(other.operation),
    ),
    undecided: new Map(
      all.operations.flatMap((operation) => {
        const pairs = undecided.get(operation)?.toSorted(byPoints).slice(0, mostCandidates);
        return pairs === undefined ? [] : [[operation, pairs] as const];
      }),
    ),
    unknown: routes.filter((route) => !taken.has(route) && !shown.has(route)),
  };
}
