import type { PublishedRoute } from "../read/published.ts";
import { Candidates } from "./candidates.ts";
import type { Catalog, CatalogOperation } from "./catalog.ts";
import { comparePair, type Pair, routeToMatch, type RouteToMatch, scoreOf } from "./pairs.ts";
import { learnTags, type TagAffinity } from "./tags.ts";

/** A pair with its score. */
export interface ScoredPair extends Pair {
  /** How well the tag matches the operation's resource; 0.5 if unknown. */
  readonly tag: number;
  readonly score: number;
}

/** The result of matching. */
export interface Assignment {
  readonly matched: readonly ScoredPair[];
  /** Unmatched operations with their candidate routes, the best first. */
  readonly undecided: ReadonlyMap<CatalogOperation, readonly ScoredPair[]>;
  readonly missing: readonly CatalogOperation[];
  readonly unknown: readonly PublishedRoute[];
}

/** The minimum lead of a pair over every other of its operation and of its route. */
const margin = 0.05;
/** A pair below this is not accepted, whatever its lead. */
const acceptable = 0.74;
/** A pair below this is not even shown as a candidate. */
const worthShowing = 0.6;
const mostCandidates = 5;

/** Whether a pair is good enough: the tag or the parameters alone are not sufficient. */
function isGood({
  operation,
  named,
  sameRoute,
  title,
  parameters,
  tag,
  telling,
  titlesDiffer,
  methodFits,
  score,
}: ScoredPair): boolean {
  if ("problem" in named) return false;
  if (sameRoute) return title >= 0.5;
  if (score < acceptable) return false;
  if (!telling && (tag <= 0.5 || parameters < 0.6)) return false;
  if (title > 0.999) return true;
  // An extra or missing word may be another wording; a different word usually means another thing.
  const leastTitle = operation.title.length === 0 ? 0.7 : 0.8;
  return methodFits && !titlesDiffer && title >= leastTitle && parameters >= 0.6;
}

/** Matches every operation with at most one route and every route with at most one operation. */
export function assign(all: Catalog, routes: readonly PublishedRoute[]): Assignment {
  const candidates = withoutOwnWords(all, routes.map(routeToMatch));
  let open = pairUp(all, candidates);
  const matched = new Map<CatalogOperation, ScoredPair>();
  const taken = new Set<RouteToMatch>();
  let tags: TagAffinity = learnTags(all, []);
  let scored = withScores(open, tags);
  for (let found = true; found;) {
    found = false;
    const index = new PairIndex(scored);
    for (const pair of scored) {
      if (matched.has(pair.operation) || taken.has(pair.route)) continue;
      if (!isGood(pair) || index.hasRival(pair, matched, taken)) continue;
      matched.set(pair.operation, pair);
      taken.add(pair.route);
      found = true;
    }
    // The matches show what the document's tags mean, which may decide between the rest.
    tags = learnTags(all, matched.values());
    open = open.filter(({ operation, route }) => !matched.has(operation) && !taken.has(route));
    scored = withScores(open, tags);
  }
  const undecided = new Map<CatalogOperation, ScoredPair[]>();
  for (const pair of scored) {
    if (pair.score < worthShowing) continue;
    const list = undecided.get(pair.operation) ?? [];
    if (list.length < mostCandidates) undecided.set(pair.operation, [...list, pair]);
  }
  const shown = new Set([...undecided.values()].flat().map(({ route }) => route));
  return {
    matched: all.operations.flatMap((operation) => matched.get(operation) ?? []),
    undecided: new Map(
      all.operations.flatMap((operation) => {
        const list = undecided.get(operation);
        return list === undefined ? [] : [[operation, list] as const];
      }),
    ),
    missing: all.operations.filter((operation) => !matched.has(operation) && !undecided.has(operation)),
    unknown: candidates.filter((route) => !taken.has(route) && !shown.has(route)),
  };
}

function pairUp(all: Catalog, routes: readonly RouteToMatch[]): readonly Pair[] {
  const withParameters = routes.filter(({ ownKeys }) => ownKeys.length > 0);
  const documentHasParameters = withParameters.length * 10 > routes.length;
  const candidates = new Candidates(all);
  return routes.flatMap((route) =>
    candidates
      .of(route)
      .flatMap((operation) => comparePair(all, operation, route, documentHasParameters) ?? []),
  );
}

/**
 * Removes words that a document puts into many titles and that mean nothing there, such as "Portal" in "Portal: Create
 * Course".
 */
function withoutOwnWords(all: Catalog, routes: readonly RouteToMatch[]): readonly RouteToMatch[] {
  const counts = new Map<string, number>();
  for (const word of routes.flatMap(({ words }) => words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const means = (word: string): boolean => {
    const share = all.titleWeights.knows(word) ? 0.6 : 0.1;
    return (counts.get(word) ?? 0) < Math.max(fewRoutes, routes.length * share);
  };
  return routes.map((route) => ({ ...route, words: route.words.filter((word) => means(word)) }));
}

/** The minimum number of routes for statistics about a document. */
const fewRoutes = 20;

function withScores(pairs: readonly Pair[], tags: TagAffinity): readonly ScoredPair[] {
  return pairs
    .map((pair) => {
      const tag = tags.of(pair.route, pair.operation);
      return { ...pair, tag, score: scoreOf(pair, tag) };
    })
    .toSorted((one, other) => other.score - one.score);
}

/**
 * Whether one pair has the same title and the other a similar one: parameters, which change often, do not outweigh
 * that.
 */
function hasBetterTitle(one: ScoredPair, other: ScoredPair): boolean {
  return one.title > 0.999 && other.title <= 0.999 && one.tag >= 0.5 && !other.sameRoute;
}

/** Pairs by what they have in common, the best first. */
class PairIndex {
  readonly #pairs = new Map<CatalogOperation | RouteToMatch, ScoredPair[]>();

  constructor(scored: readonly ScoredPair[]) {
    for (const pair of scored) {
      for (const side of [pair.operation, pair.route]) {
        const list = this.#pairs.get(side);
        if (list === undefined) this.#pairs.set(side, [pair]);
        else list.push(pair);
      }
    }
  }

  /** Whether another operation is as valid for this pair's route, or another route for its operation. */
  hasRival(
    pair: ScoredPair,
    matched: ReadonlyMap<CatalogOperation, ScoredPair>,
    taken: ReadonlySet<RouteToMatch>,
  ): boolean {
    const isRival = (other: ScoredPair): boolean =>
      other !== pair &&
      (other.score > pair.score - margin || hasBetterTitle(other, pair)) &&
      !matched.has(other.operation) &&
      !taken.has(other.route);
    return [pair.operation, pair.route].some((side) => this.#pairs.get(side)?.some(isRival) === true);
  }
}
