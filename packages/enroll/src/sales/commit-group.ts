/** Calls the work in a later turn of the event loop. */
function soon(work: () => void): void {
  // Workers have no setImmediate unless they ask for it.
  if (typeof setImmediate === "function") setImmediate(work);
  else setTimeout(work, 0);
}

interface Waiting {
  readonly work: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits together everything that arrives in one turn of the event loop: a commit waits for the disk, so events that arrive at
 * once wait for it once.
 */
export class CommitGroup {
  readonly #transaction: (work: () => void) => void;
  #waiting: Waiting[] = [];

  constructor(transaction: (work: () => void) => void) {
    this.#transaction = transaction;
  }

  /** Does the work in the next transaction. Resolves when it is on the disk; rejects when nothing of it is. */
  commit(work: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      if (this.#waiting.length === 1) {
        soon(() => {
          this.flush();
        });
      }
    });
  }

  /** Commits what is waiting. */
  flush(): void {
    const waiting = this.#waiting.splice(0);
    if (waiting.length === 0) return;
    try {
      this.#transaction(() => {
        for (const { work } of waiting) work();
      });
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      return;
    }
    for (const { resolve } of waiting) resolve();
  }
}
