import { onAbort } from "./abort-listeners.ts";
import type { PageParams } from "./pagers.ts";

/** What a look-ahead needs to fetch pages before the walk reaches them. */
export interface LookAheadOptions<Page> {
  /** The pages that the walk will probably request, in its order. */
  readonly expected: Iterable<PageParams>;
  /** Fetches a page. */
  readonly fetch: (params: PageParams, signal: AbortSignal) => Promise<Page>;
  /** How many pages may be fetched at once. */
  readonly concurrency: number;
  /** Aborts all fetches. */
  readonly signal: AbortSignal | undefined;
}

/** A page that the walk has not reached yet. */
interface PageAhead<Page> {
  readonly params: PageParams;
  readonly stop: AbortController;
  readonly page: Promise<Page>;
}

/** How many fetched pages may wait for the walk, per concurrent fetch: a slow page must not immediately stop those behind it. */
const waitingPerRequest = 4;

function areSameParams(first: PageParams, second: PageParams): boolean {
  const names = Object.keys(first);
  return (
    names.length === Object.keys(second).length && names.every((name) => Object.is(first[name], second[name]))
  );
}

/**
 * Fetches pages in parallel before a walk requests them. The walk decides which pages the list has: a page that it does not
 * need is dropped, even if it failed.
 */
export class LookAhead<Page> {
  readonly #options: LookAheadOptions<Page>;
  readonly #expected: Iterator<PageParams>;
  /** The pages that the walk has not taken yet, in its order. */
  readonly #ahead: PageAhead<Page>[] = [];
  readonly #underWay = new Set<AbortController>();
  readonly #forgetCaller: (() => void) | undefined;
  #isEnding: boolean;

  constructor(options: LookAheadOptions<Page>) {
    const { expected, signal } = options;
    this.#options = options;
    this.#expected = expected[Symbol.iterator]();
    this.#isEnding = signal?.aborted === true;
    if (signal !== undefined) {
      this.#forgetCaller = onAbort(signal, () => {
        this.#end(signal.reason);
      });
    }
    this.#fetchMore();
  }

  /**
   * The page that the walk requests next; `undefined` once it requests another than the expected one, after which nothing
   * more is fetched ahead.
   */
  take(params: PageParams): Promise<Page> | undefined {
    const [next] = this.#ahead;
    if (next === undefined || !areSameParams(next.params, params)) {
      this.dispose();
      return undefined;
    }
    this.#ahead.shift();
    this.#fetchMore();
    return next.page;
  }

  /** Aborts unfinished fetches. */
  dispose(): void {
    this.#end();
    this.#forgetCaller?.();
  }

  #end(reason?: unknown): void {
    this.#isEnding = true;
    this.#ahead.length = 0;
    for (const stop of this.#underWay) stop.abort(reason);
  }

  #fetchMore(): void {
    const { concurrency } = this.#options;
    while (
      !this.#isEnding &&
      this.#underWay.size < concurrency &&
      this.#ahead.length < concurrency * waitingPerRequest
    ) {
      const next = this.#expected.next();
      if (next.done === true) return;
      this.#fetch(next.value);
    }
  }

  #fetch(params: PageParams): void {
    const stop = new AbortController();
    const page = this.#options.fetch(params, stop.signal);
    const ahead = { params, page, stop };
    this.#ahead.push(ahead);
    this.#underWay.add(stop);
    page.then(
      () => {
        this.#underWay.delete(stop);
        this.#fetchMore();
      },
      () => {
        this.#underWay.delete(stop);
        if (!stop.signal.aborted) this.#dropBehind(ahead);
      },
    );
  }

  /** The walk reaches the pages behind a failed one only through it, and gets the failure there. */
  #dropBehind(failed: PageAhead<Page>): void {
    this.#isEnding = true;
    for (const { stop } of this.#ahead.splice(this.#ahead.indexOf(failed) + 1)) stop.abort();
  }
}
