import { defaultLogger, noLine } from "./logging.ts";

/** Whether anybody has asked for what a call gives. */
export interface CallUse {
  isUsed: boolean;
}

interface Watched extends CallUse {
  readonly vendor: string;
  readonly operation: string;
}

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * Warns of calls that nobody has awaited, so that they were never sent. A call that is used in the turn in which it was made,
 * as nearly all are, costs an entry in a list; only the others are watched until they are collected.
 */
class ForgottenCalls {
  readonly #warned = new Set<string>();
  readonly #registry = new FinalizationRegistry<Watched>((use) => {
    this.#warn(use);
  });
  #calls: object[] = [];
  #uses: Watched[] = [];

  add(call: object, vendor: string, operation: string): CallUse {
    const use: Watched = { vendor, operation, isUsed: false };
    // An `await` uses what it gets in a microtask that is queued after the call is made: the list is read in the one after.
    if (this.#calls.length === 0) {
      void Promise.resolve()
        .then(noLine)
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

  #warn({ vendor, operation, isUsed }: Watched): void {
    const name = `${vendor} ${operation}`;
    if (isUsed || this.#warned.has(name)) return;
    this.#warned.add(name);
    void defaultLogger().warn(
      `${name} was called and never sent, because nobody awaited it: a call is sent when it is awaited or iterated. ` +
        "Write `await` before it. The lint rule no-floating-promises of typescript-eslint and oxlint finds such calls.",
    );
  }
}

let forgotten: ForgottenCalls | undefined;
let isDecided = false;

/**
 * Watches a call in development: one that is collected before anybody has asked for its result gives a warning, once for each
 * operation. In production it does nothing, and bundlers, which replace `process.env.NODE_ENV`, leave out what it would need.
 */
export function watchUse(call: object, vendor: string, operation: string): CallUse {
  if (!isDecided) {
    isDecided = true;
    try {
      if (process.env.NODE_ENV !== "production" && typeof FinalizationRegistry === "function")
        forgotten = new ForgottenCalls();
    } catch {
      // Without a `process`, or where it must not be read, nothing says that this is a developer's machine.
    }
  }
  return forgotten?.add(call, vendor, operation) ?? { isUsed: false };
}
