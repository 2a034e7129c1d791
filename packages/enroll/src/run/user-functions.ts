import { callUserFunction } from "@kelaskit/core/vendor";

/** Calls the user's functions. One that throws or rejects does not interrupt the caller, but is reported. */
export class UserFunctions {
  readonly #failed: (name: string, thrown: unknown) => void;
  readonly #underWay = new Set<Promise<void>>();

  /** @param failed Called with the name of a function that failed, and what it threw. */
  constructor(failed: (name: string, thrown: unknown) => void) {
    this.#failed = failed;
  }

  /** A function that calls the user's, if there is one. @param name Its name, for `failed`. */
  wrap<Argument>(
    name: string,
    work: ((argument: Argument) => void | Promise<void>) | undefined,
  ): (argument: Argument) => void {
    if (work === undefined) return () => undefined;
    return (argument) => {
      const end = callUserFunction(
        () => work(argument),
        (thrown) => {
          this.#failed(name, thrown);
        },
      );
      if (end !== undefined) this.#follow(end);
    };
  }

  /** Waits for the promises that are still pending. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #follow(end: Promise<void>): void {
    this.#underWay.add(end);
    void end.then(() => this.#underWay.delete(end));
  }
}
