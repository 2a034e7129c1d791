import { callUserFunction } from "@kelaskit/core/vendor";
import type { SourceOptions } from "./options.ts";

/** Passes a source's notes to `onNote`, each once however often the source is read. */
export class Notes {
  readonly #onNote: SourceOptions["onNote"];
  readonly #told = new Set<string>();
  readonly #underWay: Promise<void>[] = [];
  #failure: { readonly thrown: unknown } | undefined;

  constructor({ onNote }: SourceOptions) {
    this.#onNote = onNote;
  }

  /** Passes a note on. Throws what `onNote` threw. */
  readonly take = (note: string): void => {
    const onNote = this.#onNote;
    if (onNote === undefined || this.#told.has(note)) return;
    this.#told.add(note);
    const end = callUserFunction(
      () => onNote(note),
      (thrown) => {
        this.#failure ??= { thrown };
      },
    );
    if (end !== undefined) this.#underWay.push(end);
    this.#throwFailure();
  };

  /** Waits until `onNote` has finished. Throws what it threw. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.thrown;
  }
}
