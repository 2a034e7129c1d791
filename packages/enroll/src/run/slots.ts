/** Adds a function to a list and waits until it is called. */
function nextCall(list: (() => void)[]): Promise<void> {
  return new Promise((resolve) => {
    list.push(resolve);
  });
}

/** Limits how many tasks run at once; starting one more waits, so that a source is read no faster than it is sent. */
export class Slots {
  readonly #size: number;
  #taken = 0;
  #waiting: (() => void)[] = [];
  #idle: (() => void)[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Starts a task as soon as a slot is free; resolves when it has started. The task must handle its own errors. */
  async start(task: () => Promise<void>): Promise<void> {
    while (this.#taken >= this.#size) await nextCall(this.#waiting);
    this.#taken += 1;
    void task().finally(() => {
      this.#taken -= 1;
      this.#waiting.shift()?.();
      if (this.#taken === 0) for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  /** Waits until no task is running. */
  async idle(): Promise<void> {
    if (this.#taken > 0) await nextCall(this.#idle);
  }
}
