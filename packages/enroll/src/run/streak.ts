/** Rows that were proven not to be carried out, and wait for the verdict: is it them, or is the vendor down? */
export interface HeldRows {
  /** It was them. */
  fail(): void;
  /** It was the vendor: send them later. */
  giveBack(): void;
}

/** Failures in a row that may mean that the vendor is down. */
export class Streak {
  readonly #limit: number;
  #length = 0;
  #held: HeldRows[] = [];

  /** @param limit With how many failures in a row the vendor counts as down. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** One more. @returns Whether the vendor counts as down. */
  add(held?: HeldRows): boolean {
    this.#length += 1;
    if (held !== undefined) this.#held.push(held);
    return this.#length >= this.#limit;
  }

  /** The vendor has answered: what failed before has failed by itself. */
  end(): void {
    this.#length = 0;
    for (const held of this.#held.splice(0)) held.fail();
  }

  /** The run is stopping: what is held is sent by the next one. */
  giveBack(): void {
    for (const held of this.#held.splice(0)) held.giveBack();
  }
}
