/** A wait that can be ended early. Only one can be in progress. */
export class Nap {
  #end: (() => void) | undefined;

  /** Waits for a number of milliseconds, or until `end` is called. */
  async take(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, milliseconds);
    this.#end = () => {
      clearTimeout(timer);
      resolve(undefined);
    };
    await promise;
    this.#end = undefined;
  }

  /** Ends the wait at once, if one is in progress. */
  end(): void {
    this.#end?.();
  }
}
