import { defaultLogger } from "./logging.ts";

/** Whether the result of a call has been requested. */
export interface CallUse {
  isUsed: boolean;
}

interface Watched extends CallUse {
  readonly name: string;
}

/**
 * Warns about calls that were never awaited and therefore never sent. A call that is used in the turn in which it was created,
 * as nearly all are, costs a list entry; only the others are watched until they are garbage-collected.
 */
export class ForgottenCalls {
  readonly #warned = new Set<string>();
  readonly #registry = new FinalizationRegistry<Watched>((use) => {
    this.#warn(use);
  });
  #calls: object[] = [];
  #uses: Watched[] = [];

  add(call: object, { vendor }: { readonly vendor: string }, operation: { readonly name: string }): CallUse {
    const use: Watched = { name: `${vendor} ${operation.name}`, isUsed: false };
    // `await` uses the call in a microtask that is queued after the call is created: read the list in the microtask after that.
    if (this.#calls.length === 0) {
      void Promise.resolve()
        .then(() => undefined)
        .then(() => {
          this.#look();
        });
    }
    this.#calls.push(call);
    this.#uses.push(use);
    return use;
  }

  #look(): void {
    const [calls, uses] = [this.#calls, this.#uses];
    this.#calls = [];
    this.#uses = [];
    for (const [index, use] of uses.entries()) {
      const call = calls[index];
      if (!use.isUsed && call !== undefined) this.#registry.register(call, use);
    }
  }

  #warn({ name, isUsed }: Watched): void {
    if (isUsed || this.#warned.has(name)) return;
    this.#warned.add(name);
    const words =
      `${name} was called but never sent, because it was not awaited: a call is sent when it is awaited or iterated. ` +
      "Add `await` before it. The lint rule no-floating-promises of typescript-eslint and oxlint finds such calls.";
    defaultLogger().warn(words);
  }
}
