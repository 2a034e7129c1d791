import type { Catalog, CatalogOperation } from "./catalog.ts";
import { leastTitle, type RouteToMatch } from "./pairs.ts";
import type { WordWeights } from "./words.ts";

/** Sums depend on the order of their numbers; an omitted pair must be worse by more than that. */
const tolerance = 1e-9;

/** An index of operations by the words of one of their texts. */
class WordIndex {
  readonly #weights: WordWeights;
  readonly #byWord = new Map<string, CatalogOperation[]>();
  readonly #sums = new Map<CatalogOperation, number>();

  constructor(
    weights: WordWeights,
    operations: readonly CatalogOperation[],
    wordsOf: (operation: CatalogOperation) => readonly string[],
  ) {
    this.#weights = weights;
    for (const operation of operations) {
      const words = wordsOf(operation);
      this.#sums.set(operation, weights.sum(words));
      for (const word of new Set(words)) {
        const known = this.#byWord.get(word);
        if (known === undefined) this.#byWord.set(word, [operation]);
        else known.push(operation);
      }
    }
  }

  /** The operations whose text has at least this similarity to the given words. */
  *like(words: readonly string[], least: number): Generator<CatalogOperation, void> {
    const shared = new Map<CatalogOperation, number>();
    for (const word of words) {
      const weight = this.#weights.of(word);
      for (const operation of this.#byWord.get(word) ?? [])
        shared.set(operation, (shared.get(operation) ?? 0) + weight);
    }
    const sum = this.#weights.sum(words);
    for (const [operation, weight] of shared) {
      if (2 * weight >= (least - tolerance) * ((this.#sums.get(operation) ?? 0) + sum)) yield operation;
    }
  }
}

const nameOf = ({ nameWords }: CatalogOperation): readonly string[] => nameWords;

/**
 * Finds the operations to compare with a route, so that thousands of routes are not each compared with all five hundred
 * operations.
 */
export class Candidates {
  readonly #places: ReadonlyMap<CatalogOperation, number>;
  readonly #byShape: ReadonlyMap<string, readonly CatalogOperation[]>;
  readonly #untitled: readonly CatalogOperation[];
  readonly #byTitle: WordIndex;
  readonly #untitledByName: WordIndex;
  readonly #byName: WordIndex;

  constructor({ operations, titleWeights, pathWeights }: Catalog) {
    this.#places = new Map(operations.map((operation, at) => [operation, at]));
    this.#byShape = Map.groupBy(operations, ({ shape }) => shape);
    this.#untitled = operations.filter(({ title }) => title.length === 0);
    this.#byTitle = new WordIndex(titleWeights, operations, ({ title }) => title);
    this.#untitledByName = new WordIndex(pathWeights, this.#untitled, nameOf);
    this.#byName = new WordIndex(pathWeights, operations, nameOf);
  }

  /** All operations for which `comparePair` may return a pair, in the order of the catalog. */
  of({ words, pathWords, shape }: RouteToMatch): readonly CatalogOperation[] {
    const found = new Set(this.#byShape.get(shape));
    const takeLike = (index: WordIndex, text: readonly string[], least: number): void => {
      for (const operation of index.like(text, least)) found.add(operation);
    };
    if (words.length > 0) {
      takeLike(this.#byTitle, words, leastTitle);
      takeLike(this.#untitledByName, words, leastName);
    } else {
      for (const operation of this.#untitled) found.add(operation);
      takeLike(this.#byName, pathWords, leastName);
    }
    return [...found].toSorted((one, other) => this.#placeOf(one) - this.#placeOf(other));
  }

  #placeOf(operation: CatalogOperation): number {
    return this.#places.get(operation) ?? 0;
  }
}

/** The lower threshold for names if a title is missing. */
const leastName = leastTitle / 0.6;
