import type { ReadColumn } from "../source.ts";

/** At most this many keys are kept: keys may be data, and as numerous as rows. */
const mostKept = 200;

/** The keys of a source's records with the fields they are read as, each once. */
export class KeyColumns {
  #columns = new Map<string, ReadColumn>();

  get all(): readonly ReadColumn[] {
    return [...this.#columns.values()];
  }

  /** Forgets all keys, for a new reading. */
  clear(): void {
    this.#columns = new Map();
  }

  readonly add = (columns: readonly ReadColumn[]): void => {
    for (const column of columns) {
      if (this.#columns.size >= mostKept) return;
      // A key may be a field in one record, but not in another that has a better match.
      if (column.field !== undefined || !this.#columns.has(column.header))
        this.#columns.set(column.header, column);
    }
  };
}
