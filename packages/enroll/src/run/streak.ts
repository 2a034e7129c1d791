/** Failures in a row that may mean that the vendor is down. */
export class Streak {
  readonly #limit: number;
  #length = 0;

  /** @param limit After how many failures in a row the vendor counts as down. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Adds a failure. @returns Whether the vendor counts as down. */
  add(): boolean {
    this.#length += 1;
    return this.#length >= this.#limit;
  }

  /** Ends the streak: the vendor has answered. */
  end(): void {
    this.#length = 0;
  }
}

/** Why a run stops at a vendor that counts as down. */
export function downReason(lastFailure: string): string {
  return `The vendor seems to be down; the last of many failures in a row: ${lastFailure.replace(/\.$/, "")}.`;
}
