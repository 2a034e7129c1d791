import { callUserFunction } from "@kelaskit/core/vendor";

/** Calls the functions of a user. One that throws, or gives a promise that rejects, fails nothing but is told of. */
export class UserFunctions {
  readonly #failed: (name: string, thrown: unknown) => void;
  readonly #underWay = new Set<Promise<void>>();

  /** @param failed Hears which function has failed, and what it threw. */
  constructor(failed: (name: string, thrown: unknown) => void) {
    this.#failed = failed;
  }

  /** A function that calls one of them, where there is one. @param name Its name, for `failed`. */
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

  /** Waits for those that have not come to their end. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #follow(end: Promise<void>): void {
    this.#underWay.add(end);
    void end.then(() => this.#underWay.delete(end));
  }
}
