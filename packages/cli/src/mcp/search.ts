import type { Catalog } from "./catalog.ts";
import type { Effect, ServedOperation } from "./served-operation.ts";

/** What to search for. */
export interface SearchTerms {
  readonly words?: string | undefined;
  readonly vendor?: string | undefined;
  readonly resource?: string | undefined;
  readonly effect?: Effect | undefined;
}

/** Words that mean the same to people who look for an operation. */
const synonyms: readonly (readonly string[])[] = [
  ["enroll", "enrol", "register", "signup", "assign", "attach"],
  ["learner", "student", "user", "member", "participant", "customer"],
  ["price", "cost"],
  ["order", "purchase", "buy", "checkout"],
  ["delete", "remove", "detach"],
  ["list", "find", "search", "show", "all"],
  ["get", "read", "fetch", "details"],
  ["create", "add", "new", "place"],
  ["update", "change", "edit", "set", "save"],
  ["plan", "package"],
  ["school", "institution"],
];

/** `orders.createAll` and "Places an order" as lower-case words without plurals and accents. */
function wordsIn(text: string): readonly string[] {
  return text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => (/[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word));
}

/** The beginning of a word is enough from this length on: "enroll" finds "enrollment". */
const shortestBeginning = 4;

function matches(wanted: string, word: string): boolean {
  if (wanted === word) return true;
  const [short, long] = wanted.length < word.length ? [wanted, word] : [word, wanted];
  return short.length >= shortestBeginning && long.startsWith(short);
}

function meaningsOf(word: string): readonly string[] {
  return synonyms.filter((group) => group.some((one) => matches(word, one))).flat();
}

/** Words that say nothing about what is looked for, as `wordsIn` returns them: long ones without a final s. */
const stopWord =
  /^(?:an?|and|by|can|doe?|for|from|ha(?:s|ve)|how|i|in|is|it|my|of|on|or|that|the|their|thi|to|was|what|which|who|with)$/;

/** An operation with the words of its texts. Where a word is found counts as much as the text says what it is about. */
interface Indexed {
  readonly served: ServedOperation;
  readonly name: readonly string[];
  readonly fields: readonly { readonly words: readonly string[]; readonly weight: number }[];
}

/** The words of operations that were searched before. */
const known = new WeakMap<ServedOperation, Indexed>();

function indexed(served: ServedOperation): Indexed {
  const index = known.get(served) ?? indexOf(served);
  known.set(served, index);
  return index;
}

function indexOf(served: ServedOperation): Indexed {
  const { declaration, words, path, vendor } = served;
  const name = wordsIn(declaration.name);
  return {
    served,
    name,
    fields: [
      { words: name, weight: 6 },
      { words: wordsIn(words?.summary ?? ""), weight: 4 },
      { words: wordsIn(`${path} ${vendor.title}`), weight: 2 },
      { words: wordsIn(words?.description ?? ""), weight: 1 },
    ],
  };
}

/** The weight of the best place where a word or one of its meanings is found; a meaning counts half. */
function weightOf({ fields }: Indexed, word: string, meanings: readonly string[]): number {
  let best = 0;
  for (const { words, weight } of fields) {
    if (weight <= best) continue;
    if (words.some((one) => matches(word, one))) best = weight;
    else if (words.some((one) => meanings.includes(one))) best = Math.max(best, weight / 2);
  }
  return best;
}

/** How much of a name is asked for: `orders.create` fits "create an order" better than `orders.createNote` does. */
function coverage({ name }: Indexed, wanted: readonly string[]): number {
  const covered = name.filter((one) =>
    wanted.some((word) => matches(word, one) || meaningsOf(word).includes(one)),
  );
  return covered.length / Math.max(name.length, 1);
}

/** Ranks what fits by where each word is found, and how rare it is among all operations. */
function ranked(candidates: readonly Indexed[], wanted: readonly string[]): readonly ServedOperation[] {
  const weights = wanted.map((word) => {
    const meanings = meaningsOf(word);
    const found = candidates.map((candidate) => weightOf(candidate, word, meanings));
    const count = found.filter((weight) => weight > 0).length;
    const rarity = Math.log(1 + candidates.length / Math.max(count, 1));
    return found.map((weight) => weight * rarity);
  });
  return candidates
    .map((candidate, index) => {
      const score = weights.reduce((sum, one) => sum + (one[index] ?? 0), 0);
      return { served: candidate.served, score: score * (1 + coverage(candidate, wanted)) };
    })
    .filter(({ score }) => score > 0)
    .toSorted((first, second) => second.score - first.score)
    .map(({ served }) => served);
}

/** The operations that fit, the best first. Without words, all of them in the order of their names. */
export function searchOperations(
  catalog: Catalog,
  { words = "", vendor, resource, effect }: SearchTerms,
): readonly ServedOperation[] {
  const within = [...catalog.values()]
    .flatMap((operations) => [...operations.values()])
    .filter(
      (served) =>
        (vendor === undefined || served.vendor.name === vendor) &&
        (resource === undefined || served.declaration.name.startsWith(`${resource}.`)) &&
        (effect === undefined || served.effect === effect),
    );
  const all = [...new Set(wordsIn(words))];
  const telling = all.filter((word) => !stopWord.test(word));
  const wanted = telling.length > 0 ? telling : all;
  return wanted.length === 0 ? within : ranked(within.map(indexed), wanted);
}
