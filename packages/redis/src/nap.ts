/** A wait that somebody else can end. One is taken at a time. */
export class Nap {
  #end: (() => void) | undefined;

  /** Waits for some milliseconds, or until the nap is ended. */
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

  /** Ends the nap, if one is taken, at once. */
  end(): void {
    this.#end?.();
  }
}
