import type { PageParams } from "./pager.ts";

/** What a look-ahead needs to fetch pages before the walk comes to them. */
export interface LookAheadOptions<Page> {
  /** The pages that will be asked for, as far as is known; may be shorter or longer than the list really is. */
  readonly expected: Iterable<PageParams>;
  /** What tells one page's parameters from another's. */
  readonly identity: (params: PageParams) => unknown;
  /** Fetches a page. */
  readonly fetch: (params: PageParams, signal: AbortSignal) => Promise<Page>;
  /** How many pages may be under way at once. */
  readonly concurrency: number;
  /** Ends everything that is under way. */
  readonly signal: AbortSignal | undefined;
}

/** For each page under way, so many may wait for the walk: a slow page must not stop those behind it at once. */
const waitingPerRequest = 4;

/**
 * Fetches pages before a walk asks for them, several at once. The walk decides which pages the list has; what was fetched
 * in vain is dropped. Once the walk goes another way than expected, pages are fetched one after another.
 */
export class LookAhead<Page> {
  readonly #options: LookAheadOptions<Page>;
  readonly #expected: Iterator<PageParams>;
  readonly #stop = new AbortController();
  readonly #fetched = new Map<unknown, Promise<Page>>();
  readonly #failure: Promise<never>;
  #fail: (error: unknown) => void = () => undefined;
  #underWay = 0;
  #isOver = false;

  constructor(options: LookAheadOptions<Page>) {
    this.#options = options;
    this.#expected = options.expected[Symbol.iterator]();
    this.#failure = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    // Whoever waits for a page hears of it; afterwards nobody does.
    this.#failure.catch(() => undefined);
    const { signal } = options;
    signal?.addEventListener("abort", this.#onCallerAbort, { once: true });
    if (signal?.aborted === true) this.#onCallerAbort();
  }

  readonly #onCallerAbort = (): void => {
    this.#stop.abort(this.#options.signal?.reason);
  };

  /** Gives a page that the walk asks for; the first failure of any page is the failure of all. */
  async take(params: PageParams): Promise<Page> {
    this.#fetchMore();
    const key = this.#options.identity(params);
    const found = this.#fetched.get(key);
    if (found === undefined) {
      this.#isOver = true;
      this.#fetched.clear();
      return this.#options.fetch(params, this.#stop.signal);
    }
    const page = await Promise.race([found, this.#failure]);
    this.#fetched.delete(key);
    return page;
  }

  /** Ends what is still under way. */
  dispose(): void {
    this.#isOver = true;
    this.#stop.abort();
    this.#options.signal?.removeEventListener("abort", this.#onCallerAbort);
  }

  #fetchMore(): void {
    const { concurrency, identity } = this.#options;
    while (
      !this.#isOver &&
      this.#underWay < concurrency &&
      this.#fetched.size < concurrency * waitingPerRequest
    ) {
      const next = this.#expected.next();
      if (next.done === true) return;
      this.#fetched.set(identity(next.value), this.#fetch(next.value));
    }
  }

  #fetch(params: PageParams): Promise<Page> {
    this.#underWay += 1;
    const page = this.#options.fetch(params, this.#stop.signal);
    page.then(
      () => {
        this.#underWay -= 1;
        this.#fetchMore();
      },
      (error: unknown) => {
        // A page that the walk went past may fail: it is not part of the list.
        if (!this.#isOver) this.#fail(error);
      },
    );
    return page;
  }
}
