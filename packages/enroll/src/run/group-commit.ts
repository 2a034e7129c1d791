import type { Journal, RowChange } from "../journal/journal.ts";

/** Changes, and what to do when they are on the disk. */
interface Ended {
  readonly changes: readonly RowChange[];
  readonly onCommitted: () => void;
}

interface Starting {
  readonly ids: readonly number[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits together everything that arrives in one turn of the event loop: a commit waits for the disk, so all rows that
 * are sent at once wait for it once. Only rows that are sent right afterwards are marked.
 */
export class GroupCommit {
  readonly #journal: Journal;
  readonly #onFailure: (error: unknown) => void;
  #starting: Starting[] = [];
  #ended: Ended[] = [];
  #isScheduled = false;
  #hasSent = false;

  constructor(journal: Journal, onFailure: (error: unknown) => void) {
    this.#journal = journal;
    this.#onFailure = onFailure;
  }

  /** Resolves when the rows are in `sending` on the disk; rejects when the journal cannot be written. */
  sending(ids: readonly number[]): Promise<void> {
    this.#schedule();
    return new Promise((resolve, reject) => {
      this.#starting.push({ ids, resolve, reject });
    });
  }

  /** Writes the results of rows with the next commit. */
  ended(changes: readonly RowChange[], onCommitted: () => void): void {
    this.#ended.push({ changes, onCommitted });
    this.#schedule();
  }

  /** Whether rows were marked to be sent. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  /** Commits everything that is waiting. */
  flush(): void {
    let starting = this.#starting.splice(0);
    const ended = this.#ended.splice(0);
    if (starting.length + ended.length === 0) return;
    const astray = this.#journal.findAstray();
    if (astray !== undefined) {
      // Nothing more is sent; the results of other rows are still written, to be rescued.
      this.#onFailure(astray);
      for (const { reject } of starting) reject(astray);
      starting = [];
    }
    try {
      this.#journal.record(
        starting.flatMap(({ ids }) => ids),
        ended.flatMap(({ changes }) => changes),
      );
    } catch (error) {
      this.#onFailure(error);
      for (const { reject } of starting) reject(error);
      return;
    }
    this.#hasSent ||= starting.length > 0;
    for (const { resolve } of starting) resolve();
    for (const { onCommitted } of ended) onCommitted();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.flush();
    });
  }
}
