import type { ReadColumn } from "../source.ts";

/** Keys beyond this many are not kept: they may be data, and as many as rows. */
const mostKept = 200;

/** What the keys of a source's records are read as, each once. */
export class KeyColumns {
  #columns = new Map<string, ReadColumn>();

  get all(): readonly ReadColumn[] {
    return [...this.#columns.values()];
  }

  /** A new reading begins. */
  clear(): void {
    this.#columns = new Map();
  }

  readonly add = (columns: readonly ReadColumn[]): void => {
    for (const column of columns) {
      if (this.#columns.size >= mostKept) return;
      // One key may be a field in one record, and in another that has a better one not.
      if (column.field !== undefined || !this.#columns.has(column.header))
        this.#columns.set(column.header, column);
    }
  };
}
