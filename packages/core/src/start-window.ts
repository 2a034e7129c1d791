/** The start times within the last interval, in a ring buffer that grows as needed. */
export class StartWindow {
  readonly #limit: number;
  readonly #interval: number;
  #ring = new Float64Array(16);
  #oldest = 0;
  #count = 0;

  constructor(limit: number, interval: number) {
    this.#limit = limit;
    this.#interval = interval;
  }

  /** The earliest time of the next start, so that no interval has more than the limit. Start at once if that is not after `now`. */
  nextAt(now: number): number {
    while (this.#count > 0 && this.#oldestEnds <= now) {
      this.#oldest = (this.#oldest + 1) % this.#ring.length;
      this.#count -= 1;
    }
    return this.#count < this.#limit ? now : this.#oldestEnds;
  }

  /** Records a start. */
  add(now: number): void {
    if (this.#count === this.#ring.length) this.#grow();
    this.#ring[(this.#oldest + this.#count) % this.#ring.length] = now;
    this.#count += 1;
  }

  /** When the oldest start no longer counts. */
  get #oldestEnds(): number {
    return (this.#ring[this.#oldest] ?? -Infinity) + this.#interval;
  }

  #grow(): void {
    const grown = new Float64Array(this.#ring.length * 2);
    const older = this.#ring.subarray(this.#oldest);
    grown.set(older);
    grown.set(this.#ring.subarray(0, this.#oldest), older.length);
    this.#ring = grown;
    this.#oldest = 0;
  }
}
