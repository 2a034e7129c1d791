/** Something in which a vendor's list differs from the one that was planned with. */
export interface ListChange {
  /**
   * `joined`: somebody is in the list who was not; `left`: somebody is no longer in it; `changed`: somebody who is to be taken
   * out has a different enrollment than before.
   */
  readonly what: "joined" | "left" | "changed";
  readonly item: string;
  /** The learner, as in the keys of rows. */
  readonly learner: string;
  /** The learner's name, if the list shows it. */
  readonly name?: string | undefined;
}

/** At most so many changes are kept. */
const mostKept = 20;

/** Collects changes: all are counted, the first ones are kept. */
export class ListChanges {
  readonly first: ListChange[] = [];
  readonly counts = { joined: 0, left: 0, changed: 0 };

  add(change: ListChange): void {
    this.counts[change.what] += 1;
    if (this.first.length < mostKept) this.first.push(change);
  }

  get isEmpty(): boolean {
    return this.first.length === 0;
  }
}
