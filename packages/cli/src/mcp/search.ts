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

/** Where a word is found counts as much as the field says what the operation is about. */
function fieldsOf({ declaration, words, path, vendor }: ServedOperation) {
  return [
    { words: wordsIn(declaration.name), weight: 6 },
    { words: wordsIn(words?.summary ?? ""), weight: 4 },
    { words: wordsIn(`${path} ${vendor.title}`), weight: 2 },
    { words: wordsIn(words?.description ?? ""), weight: 1 },
  ];
}

/** How well an operation fits: 0 if no word is found. Each further word counts more than any place of one. */
function scoreOf(served: ServedOperation, wanted: readonly string[]): number {
  const fields = fieldsOf(served);
  const weightOf = (fits: (word: string) => boolean): number =>
    Math.max(0, ...fields.map(({ words, weight }) => (words.some(fits) ? weight : 0)));
  const scores = wanted.map((word) => {
    const others = meaningsOf(word);
    const direct = weightOf((one) => matches(word, one));
    return Math.max(direct, weightOf((one) => others.includes(one)) / 2);
  });
  const found = scores.filter((score) => score > 0);
  return found.length * 10 + found.reduce((sum, score) => sum + score, 0);
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
  const wanted = [...new Set(wordsIn(words))];
  if (wanted.length === 0) return within;
  return within
    .map((served) => ({ served, score: scoreOf(served, wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((first, second) => second.score - first.score)
    .map(({ served }) => served);
}
