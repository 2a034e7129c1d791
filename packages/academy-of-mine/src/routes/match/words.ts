/** Words that do not identify an operation. */
const stopWords: ReadonlySet<string> = new Set(
  (
    "a an the this that these those it its their all any each of for from to in into on at by with without using via " +
    "and or as is are be been was were has have which who whom whose when where if so such can will " +
    "given specified specific particular existing single certain current based associated related " +
    "new tabular paginated api endpoint request"
  ).split(" "),
);

/** Synonyms in titles, by the word that replaces them. */
const sameWords: Readonly<Record<string, string>> = {
  get: "retrieve fetch load return returns view show read obtain receive",
  update: "edit modify change set adjust",
  create: "add insert make register",
  delete: "remove destroy erase",
  clone: "duplicate copy",
  detail: "info information",
  learner: "student",
  picture: "image photo",
};

const standsFor: ReadonlyMap<string, string> = new Map(
  Object.entries(sameWords).flatMap(([word, others]) =>
    others.split(" ").map((other): [string, string] => [other, word]),
  ),
);

/** The action of a title: a deleting operation never matches a reading one, however similar their other words are. */
const verbs: ReadonlySet<string> = new Set(
  (
    "get update create delete clone save enroll upload download export import submit evaluate complete mark launch " +
    "restore refund reset revoke grant assign toggle enable disable validate check search lookup send resend post " +
    "cancel archive publish approve reject invite merge move preview print generate count verify start stop sync"
  ).split(" "),
);

/** Letters and digits in runs, with camelCase taken apart: `getLTIScore` is get, lti, score. */
function splitWords(text: string): string[] {
  const spaced = text
    .normalize("NFKC")
    .replaceAll(/[\u2019'](?=s\b)/g, "")
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2");
  return spaced.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The singular by English rules of thumb; what matters is that both sides are treated alike. */
function singular(word: string): string {
  if (word === "quizzes") return "quiz";
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(ss|us|x|zz|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

/**
 * The meaningful words of a name or heading: lower case, singular, synonyms unified, in order, each once. If there are
 * only stop words, these are kept.
 */
export function meaningfulWords(text: string): readonly string[] {
  const words = splitWords(text).map((word) => {
    const one = singular(word);
    return standsFor.get(word) ?? standsFor.get(one) ?? one;
  });
  const meaningful = words.filter((word) => !stopWords.has(word));
  return [...new Set(meaningful.length > 0 ? meaningful : words)];
}

/** The words of a title: those of its first sentence, because some pages put a whole paragraph there. */
export function titleWords(title: string): readonly string[] {
  const [sentence = ""] = title.trim().split(/[.!?](?=\s+\p{Lu})/u);
  return meaningfulWords(sentence).slice(0, longestTitle);
}

const longestTitle = 24;

/** The first word that names an action; `undefined` if the words only name a thing. */
export function verbOf(words: readonly string[]): string | undefined {
  // In "List badges" the word is an action; in "Badge list" it is a thing.
  return words[0] === "list" ? "get" : words.find((word) => verbs.has(word));
}

/** The weight of words by their rarity in the counted texts: rare words decide, frequent ones hardly matter. */
export class WordWeights {
  readonly #counts = new Map<string, number>();
  readonly #total: number;
  /** By count: documents have many words, but few different counts. */
  readonly #weights = new Map<number, number>();

  constructor(texts: readonly (readonly string[])[]) {
    this.#total = texts.length;
    for (const words of texts) {
      for (const word of new Set(words)) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    }
  }

  /** Whether any of the texts contained the word. */
  knows(word: string): boolean {
    return this.#counts.has(word);
  }

  /** The word's weight; an unknown word weighs most. */
  of(word: string): number {
    const count = this.#counts.get(word) ?? 0;
    const weight = this.#weights.get(count) ?? Math.log((this.#total + 1) / (count + 0.5));
    this.#weights.set(count, weight);
    return weight;
  }

  /** The total weight of several words. */
  sum(words: Iterable<string>): number {
    let sum = 0;
    for (const word of words) sum += this.of(word);
    return sum;
  }
}
