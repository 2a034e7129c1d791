import type { PublishedRoute } from "../read/published.ts";
import { routeShape, variablesOf } from "../read/published.ts";
import { type Catalog, type CatalogOperation, parameterKey, wordsOfPath } from "./catalog.ts";
import { meaningfulWords, titleWords, verbOf, type WordWeights } from "./words.ts";
import { type NamedPath, nameVariables } from "./variables.ts";

/** A route with everything that matching compares. */
export interface RouteToMatch extends PublishedRoute {
  readonly words: readonly string[];
  readonly pathWords: readonly string[];
  readonly keys: ReadonlySet<string>;
  /** The keys other than those of the path's variables. */
  readonly ownKeys: readonly string[];
  /** The tag, or the folders from the innermost to the outermost, each as a whole path. */
  readonly tagKeys: readonly string[];
  readonly tagWords: readonly string[];
  readonly shape: string;
}

/** An operation and a candidate route, with their similarities from 0 to 1. */
export interface Pair {
  readonly operation: CatalogOperation;
  readonly route: RouteToMatch;
  /** The similarity of the titles; 1 if they have the same words. */
  readonly title: number;
  /** The similarity of the parameters; 0.8, which is neutral, if they are not known. */
  readonly parameters: number;
  /** Whether there are parameters to compare. */
  readonly parametersKnown: boolean;
  readonly path: number;
  /** Whether method and path are the declared ones. */
  readonly sameRoute: boolean;
  /** Whether the route's method suits the operation. */
  readonly methodFits: boolean;
  /** Whether each title has a word that the other lacks: they then likely mean different things. */
  readonly titlesDiffer: boolean;
  /** Whether the title has words that are rare enough to identify the resource. */
  readonly telling: boolean;
  /** The route's path with our parameter names, or why it cannot have them. */
  readonly named: NamedPath;
}

/** A title that only repeats the method and the path says nothing. */
function ownTitle(route: PublishedRoute): string {
  const withoutMethod = route.title.replace(/^(get|head|post|put|patch|delete)\b/i, "").trim();
  return /^\/?(api\/|[\w-]+\/)[^\s]*$/i.test(withoutMethod) || withoutMethod.startsWith("/")
    ? ""
    : route.title;
}

export function routeToMatch(route: PublishedRoute): RouteToMatch {
  const keys = new Set(route.parameters.map(parameterKey));
  const variables = new Set(route.variables.map(parameterKey));
  return {
    ...route,
    words: titleWords(ownTitle(route)),
    pathWords: wordsOfPath(route.path),
    keys,
    ownKeys: [...keys].filter((key) => !variables.has(key)),
    tagKeys: route.tags
      .map((_, index) =>
        route.tags
          .slice(0, index + 1)
          .join(" › ")
          .toLowerCase(),
      )
      .toReversed(),
    tagWords: meaningfulWords(route.tags.join(" ")),
    // Declared paths have no slash at the end.
    shape: routeShape(route.method, route.path.replace(/\/$/, "")),
  };
}

/** The share of the total weight of two sets of words that they have in common. */
export function likeness(weights: WordWeights, ours: readonly string[], theirs: readonly string[]): number {
  const together = weights.sum(ours) + weights.sum(theirs);
  if (together === 0) return 0;
  return (2 * weights.sum(theirs.filter((word) => ours.includes(word)))) / together;
}

/** Titles of different actions never match, and missing titles are replaced by the words of names and paths. */
function titleLikeness(all: Catalog, operation: CatalogOperation, route: RouteToMatch): number {
  if (operation.title.length > 0 && route.words.length > 0) {
    const alike = likeness(all.titleWeights, operation.title, route.words);
    if (alike > 0.999) return 1;
    // A title without a verb usually means reading.
    const ours = verbOf(operation.title) ?? (operation.changes ? undefined : "get");
    const theirs = verbOf(route.words) ?? (route.method === "GET" ? "get" : undefined);
    return ours === theirs ? alike : Math.min(alike, otherAction);
  }
  const theirs = route.words.length > 0 ? route.words : route.pathWords;
  const names = likeness(all.pathWeights, operation.nameWords, theirs);
  return route.words.length === 0 && operation.title.length === 0 ? 0.45 + 0.45 * names : 0.6 * names;
}

/**
 * The names that both have, weighted by rarity; two without any are similar, but that says little. The name of a path
 * variable does not matter once its parameter is known.
 */
function parameterLikeness(
  all: Catalog,
  operation: CatalogOperation,
  route: RouteToMatch,
  named: NamedPath,
): number {
  const theirs = new Set(route.keys);
  if ("path" in named) {
    for (const name of route.variables) theirs.delete(parameterKey(name));
    for (const name of variablesOf(named.path)) theirs.add(parameterKey(name));
  }
  if (operation.parameters.size === 0 && theirs.size === 0) return 0.8;
  return likeness(all.parameterWeights, [...operation.parameters], [...theirs]);
}

/** The pair of an operation and a route, or `undefined` if they have too little in common. */
export function comparePair(
  all: Catalog,
  operation: CatalogOperation,
  route: RouteToMatch,
  documentHasParameters: boolean,
): Pair | undefined {
  const sameRoute = operation.shape === route.shape;
  const title = titleLikeness(all, operation, route);
  if (title < leastTitle && !sameRoute) return undefined;
  const named = nameVariables(operation, route);
  const alone = route.tags.length === 0 && !documentHasParameters;
  return {
    operation,
    route,
    title,
    parameters: documentHasParameters ? parameterLikeness(all, operation, route, named) : 0.8,
    parametersKnown: documentHasParameters && operation.parameters.size + route.keys.size > 0,
    path: likeness(all.pathWeights, operation.pathWords, route.pathWords),
    sameRoute,
    methodFits: !operation.changes || route.method !== "GET" || operation.method === "GET",
    titlesDiffer:
      operation.title.some((word) => !route.words.includes(word)) &&
      route.words.some((word) => !operation.title.includes(word)),
    telling: all.titleWeights.sum(route.words) >= (alone ? tellingAlone : tellingWeight),
    named,
  };
}

/** The minimum similarity of titles, unless it is the same route. */
export const leastTitle = 0.4;
/**
 * Titles below this weight ("Tabular List", "Get Page") fit several resources: they also require the tag and the
 * parameters.
 */
const tellingWeight = 5;
/** If a document has neither tags nor parameters, only the title decides. */
const tellingAlone = 9;
/** The maximum similarity of titles of different actions on one thing. */
const otherAction = 0.5;

/** The score of a pair, from 0 to 1, given the document's tags; more than 1 for a declared route. */
export function scoreOf(pair: Pair, tag: number): number {
  const score =
    0.52 * pair.title + 0.22 * pair.parameters + 0.16 * tag + 0.06 * pair.path + (pair.methodFits ? 0.04 : 0);
  if ("problem" in pair.named) return score - 0.08;
  // Equal method and path are not a coincidence if the title agrees too.
  return pair.sameRoute && pair.title >= 0.5 ? score + 0.25 : score;
}
