import type { JournalError } from "../journal/errors.ts";

/** The file that is written. */
export interface CommitFile {
  /** The error when it is no longer at its path; without this, `transaction` throws then. */
  findAstray?(): JournalError | undefined;
  /** Runs the work as one transaction. On the disk when it returns. */
  transaction<Result>(work: () => Result): Result;
}

/** Something to be written. */
interface Write {
  /** Whether it is the result of something that was sent. */
  readonly isResult: boolean;
  /** Writes, within the transaction. */
  readonly work: () => void;
  readonly committed: () => void;
  readonly failed: (error: unknown) => void;
}

/** Calls the work in a later turn of the event loop. */
function soon(work: () => void): void {
  // Workers have no setImmediate unless they ask for it.
  if (typeof setImmediate === "function") setImmediate(work);
  else setTimeout(work, 0);
}

/**
 * Commits together everything that arrives in one turn of the event loop: a commit waits for the disk, so all rows that
 * are sent at once wait for it once. Only rows that are sent right afterwards are marked.
 */
export class GroupCommit {
  readonly #file: CommitFile;
  readonly #onFailure: (error: unknown) => void;
  #writes: Write[] = [];
  #isScheduled = false;

  /** @param onFailure Called when it cannot be written, for results of which no other caller learns. */
  constructor(file: CommitFile, onFailure: (error: unknown) => void = () => undefined) {
    this.#file = file;
    this.#onFailure = onFailure;
  }

  /**
   * Writes something that others rely on, with the next commit.
   *
   * @returns The work's result, when it is on the disk; rejects when the file cannot be written or is no longer at its path.
   */
  write<Result>(work: () => Result): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    let result: { readonly value: Result };
    this.#add({
      isResult: false,
      work: () => {
        result = { value: work() };
      },
      committed: () => {
        resolve(result.value);
      },
      failed: reject,
    });
    return promise;
  }

  /** Writes a result of what was sent, with the next commit; also when the file is no longer at its path, to be rescued. */
  writeResult(work: () => void, onCommitted: () => void): void {
    this.#add({ isResult: true, work, committed: onCommitted, failed: () => undefined });
  }

  /** Commits everything that is waiting. */
  flush(): void {
    let writes = this.#writes.splice(0);
    if (writes.length === 0) return;
    const astray = this.#file.findAstray?.();
    if (astray !== undefined) {
      // Nothing more is sent; the results of other rows are still written, to be rescued.
      this.#onFailure(astray);
      for (const { isResult, failed } of writes) if (!isResult) failed(astray);
      writes = writes.filter(({ isResult }) => isResult);
    }
    try {
      this.#file.transaction(() => {
        for (const { work } of writes) work();
      });
    } catch (error) {
      this.#onFailure(error);
      for (const { failed } of writes) failed(error);
      return;
    }
    for (const { committed } of writes) committed();
  }

  #add(write: Write): void {
    this.#writes.push(write);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    soon(() => {
      this.#isScheduled = false;
      this.flush();
    });
  }
}
