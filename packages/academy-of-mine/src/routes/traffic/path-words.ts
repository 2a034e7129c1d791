import type { CatalogOperation } from "../match/catalog.ts";
import { meaningfulWords, verbOf } from "../match/words.ts";
import type { TrafficRoute } from "./templates.ts";
import type { TrafficCatalog, TrafficOperation } from "./traffic-catalog.ts";

/** What the words of a route's path say about an operation. */
export interface WordEvidence {
  readonly points: number;
  /** Whether every word of the path is one of the operation's, or says nothing. */
  readonly explained: boolean;
}

/** Nothing is known from the path. */
export const noWords: WordEvidence = { points: 0, explained: false };

/** Words that any path may have. */
const emptyWords: ReadonlySet<string> = new Set(
  "list index search query item result data do action bulk my me self v json admin lms".split(" "),
);

/** What a path's word costs that is another operation's. */
const shareOfOthers = 0.7;
/** What a word costs that no operation has: it may be the portal's own for the same thing. */
const unknownWord = 1;
/** What a word of the operation costs that the path lacks. */
const shareOfLacking = 0.7;

/** What it costs if path and operation name different actions. */
const otherVerb = 3;

/** The words of a route's literal parts; versions and names such as `x17` are none. */
export function pathWordsOf({ segments }: TrafficRoute): readonly string[] {
  const text = segments.filter((segment) => segment !== undefined && !/\d/.test(segment)).join(" ");
  return text === "" ? [] : meaningfulWords(text);
}

/** The verbs that a method stands for. */
const methodVerbs: Readonly<Record<string, readonly string[]>> = {
  GET: ["get", "list", "lookup", "detail"],
  POST: ["create", "save", "add"],
  PUT: ["update", "save"],
  PATCH: ["update", "save"],
  DELETE: ["delete"],
};

function nameWords({ nameWords: words }: CatalogOperation, method: string): readonly string[] {
  return words.filter((word) => methodVerbs[method]?.includes(word) !== true && !emptyWords.has(word));
}

/**
 * Compares a path's words with an operation's. Words are only a convention: those that the portal's certain matches
 * contradict count for nothing.
 *
 * @param trusted Whether a word means in this portal what it means to us.
 */
export function wordEvidence(
  all: TrafficCatalog,
  route: TrafficRoute,
  words: readonly string[],
  { operation, words: own }: TrafficOperation,
  trusted: (word: string) => boolean,
): WordEvidence {
  // Without a word of ours, a path says nothing about any operation.
  if (!words.some((word) => trusted(word) && all.vocabulary.has(word) && !emptyWords.has(word)))
    return noWords;
  let points = 0;
  let explained = true;
  for (const word of words) {
    if (!trusted(word)) explained = false;
    else if (own.has(word)) points += emptyWords.has(word) ? 0.5 : all.wordWeights.of(word);
    else if (!emptyWords.has(word)) {
      explained = false;
      points -= all.vocabulary.has(word) ? all.wordWeights.of(word) * shareOfOthers : unknownWord;
    } else if (word === "list" || word === "search") points -= operation.method === "GET" ? 0.5 : 1;
  }
  for (const word of nameWords(operation, route.method)) {
    if (!words.includes(word)) points -= all.wordWeights.of(word) * shareOfLacking;
  }
  const [theirs, ours] = [verbOf(words), verbOf(operation.nameWords)];
  // "Archive badges" is not "delete badges", however alike the rest is.
  const differs = theirs !== undefined && ours !== undefined && !operation.nameWords.includes(theirs);
  return { points: points - (differs && trusted(theirs) ? otherVerb : 0), explained: explained && !differs };
}
