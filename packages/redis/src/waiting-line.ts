/** Somebody who waits for leave to send. */
export interface Waiter {
  readonly priority: number;
  readonly resolve: (release: () => void) => void;
  readonly reject: (reason: unknown) => void;
}

/** Those of this process who wait: the highest priority first, and among equals whoever came first. */
export class WaitingLine {
  #waiters: Waiter[] = [];
  #wake: (() => void) | undefined;

  get size(): number {
    return this.#waiters.length;
  }

  /** Waits for leave. The wait ends with the signal, whose reason is then thrown. */
  join(signal: AbortSignal, priority: number): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        signal.removeEventListener("abort", abort);
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        // Nobody waits any more, so that nothing has to stay awake.
        if (this.size === 0) this.wake();
      };
      const waiter: Waiter = {
        priority,
        resolve: (release) => {
          end();
          resolve(release);
        },
        reject: (reason) => {
          end();
          reject(
            reason instanceof Error
              ? reason
              : new Error("The wait for leave to send ended.", { cause: reason }),
          );
        },
      };
      const abort = (): void => {
        end();
        // The caller's own reason, whatever it is.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        reject(signal.reason);
      };
      signal.addEventListener("abort", abort, { once: true });
      const place = this.#waiters.findIndex((other) => other.priority < priority);
      this.#waiters.splice(place === -1 ? this.#waiters.length : place, 0, waiter);
    });
  }

  /** Who goes next. It stays in the line until it is resolved. */
  next(): Waiter | undefined {
    return this.#waiters[0];
  }

  rejectAll(reason: unknown): void {
    for (const waiter of this.#waiters.slice()) waiter.reject(reason);
  }

  /** Sleeps for some milliseconds, or until it is woken. */
  async sleep(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  /** Ends a sleep at once. */
  wake(): void {
    this.#wake?.();
  }
}
