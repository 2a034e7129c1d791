import { type RunControl, unlessAborted } from "./control.ts";

/** Calls the functions of a run's user. Where one throws, or gives a promise that rejects, the run is stopped cleanly. */
export class UserFunctions {
  readonly #control: RunControl;
  readonly #underWay = new Set<Promise<void>>();

  constructor(control: RunControl) {
    this.#control = control;
  }

  /** A function that calls one of them, where there is one. @param name Its name, for the error. */
  wrap<Argument>(
    name: string,
    work: ((argument: Argument) => unknown) | undefined,
  ): (argument: Argument) => void {
    const stop = (cause: unknown): void => {
      const words = cause instanceof Error ? cause.message : String(cause);
      this.#control.stop({ reason: `${name} has failed: ${words.replace(/\.$/, "")}.`, cause });
    };
    return (argument) => {
      try {
        const result = work?.(argument);
        if (result instanceof Promise) this.#follow(result.then(() => undefined, stop));
      } catch (error) {
        stop(error);
      }
    };
  }

  /** Waits for those that have not come to their end, unless everything is given up. */
  async settled(): Promise<void> {
    await unlessAborted(Promise.all(this.#underWay), this.#control.callSignal);
  }

  #follow(promise: Promise<void>): void {
    this.#underWay.add(promise);
    void promise.then(() => this.#underWay.delete(promise));
  }
}
