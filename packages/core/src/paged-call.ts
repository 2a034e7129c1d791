import { type Call, LazyCall } from "./call.ts";
import type { Caller } from "./client.ts";
import type { AnyDeclaration } from "./declaration.ts";
import { checkOptions, type OptionNames } from "./check-options.ts";
import { describe, typeName } from "./describe.ts";
import { ResponseMismatchError } from "./call-errors.ts";
import { ConfigurationError, PaginationError } from "./errors.ts";
import { LookAhead } from "./look-ahead.ts";
import type { CallOptions } from "./options.ts";
import { areSame, PageTally } from "./page-tally.ts";
import {
  itemsAt,
  type ListLength,
  PageFieldError,
  type PageParams,
  type Pager,
  type PageView,
} from "./pagers.ts";

/** How many items of a list to collect, and how fast. */
export interface ToArrayOptions {
  /** The most items to collect, because a list may not fit in memory. Use `Infinity` if you know that it does. */
  readonly limit: number;
  /** How many pages may be fetched at once, if the vendor reports the total; else one after another. @default 1 */
  readonly concurrency?: number;
}

/**
 * A call that returns a list. Await it for one page, as the vendor sends it. Iterate it for the items of all pages; each
 * page is fetched when the previous one is used up.
 *
 * An iteration ends with `PaginationError` if the number of items contradicts the vendor's total.
 */
export interface PagedCall<Reply, Item> extends Call<Reply>, AsyncIterable<Item> {
  /** Iterates the pages, each as the vendor sends it. */
  pages(): AsyncIterable<Reply>;
  /**
   * Collects the same items as an iteration, in the same order, however many pages are fetched at once.
   *
   * @throws PaginationError when a page or cursor is repeated, after 10 000 pages, or when items may be missing or
   * repeated because their number contradicts the vendor's total or numbered pages differ in length.
   */
  toArray(options: ToArrayOptions): Promise<Item[]>;
}

const toArrayOptionNames = { limit: true, concurrency: true } as const satisfies OptionNames<ToArrayOptions>;

/** A list with more pages is taken for endless. */
const mostPages = 10_000;

/** A fetched page that a walk has not reached yet. */
interface FetchedPage<Reply> extends Omit<PageView, "before"> {
  readonly reply: Reply;
  readonly status: number;
  /** How long the whole list is according to this page. */
  readonly length: ListLength;
}

type Page<Reply> = FetchedPage<Reply> & PageView;

const nothing: ListLength = {};

function isRepeated(last: readonly unknown[], items: readonly unknown[]): boolean {
  if (items.length === 0 || items.length !== last.length) return false;
  // The first items almost always differ already.
  return areSame(last[0], items[0]) && areSame(last, items);
}

/** The first entries of an iterable that may be endless. */
function firstOf<Entry>(entries: Iterable<Entry>, most: number): readonly Entry[] {
  const found: Entry[] = [];
  if (most <= 0) return found;
  for (const entry of entries) {
    found.push(entry);
    if (found.length >= most) break;
  }
  return found;
}

/**
 * Iterates the items of pages. Not a generator, which would create several promises per item: an item that is already fetched
 * costs one.
 */
class ItemIterator<Item> implements AsyncIterableIterator<Item, undefined> {
  readonly #pages: AsyncGenerator<PageView, void, undefined>;
  #items: readonly Item[] = [];
  #position = 0;
  /** How many earlier calls of `next` or `return` are pending; they go first. */
  #waiting = 0;
  #last = Promise.resolve();

  constructor(pages: AsyncGenerator<PageView, void, undefined>) {
    this.#pages = pages;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    const isAtHand = this.#waiting === 0 && this.#position < this.#items.length;
    return isAtHand ? Promise.resolve(this.#take()) : this.#inTurn(() => this.#takeFetched());
  }

  return(): Promise<IteratorResult<Item, undefined>> {
    return this.#inTurn(async () => {
      this.#items = [];
      await this.#pages.return();
      return { done: true, value: undefined };
    });
  }

  async #inTurn<Result>(step: () => Promise<Result>): Promise<Result> {
    const before = this.#last;
    let end: (() => void) | undefined;
    // Not the result itself: if two wait for a promise, an error's stack shows neither.
    this.#last = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#waiting += 1;
    try {
      await before;
      return await step();
    } finally {
      this.#waiting -= 1;
      end?.();
    }
  }

  #take(): IteratorResult<Item, undefined> {
    // The declaration defines the type of the items; validation has compared them with it.
    const value = this.#items[this.#position] as Item;
    this.#position += 1;
    return { done: false, value };
  }

  async #takeFetched(): Promise<IteratorResult<Item, undefined>> {
    while (this.#position >= this.#items.length) {
      const page = await this.#pages.next();
      if (page.done === true) return { done: true, value: undefined };
      this.#items = page.value.items as readonly Item[];
      this.#position = 0;
    }
    return this.#take();
  }
}

/** See `PagedCall`. */
export class LazyPagedCall<Reply, Item> extends LazyCall<Reply> implements PagedCall<Reply, Item> {
  readonly #caller: Caller;
  readonly #declaration: AnyDeclaration;
  readonly #pager: Pager;
  readonly #params: PageParams;
  readonly #options: CallOptions | undefined;

  constructor(
    caller: Caller,
    declaration: AnyDeclaration,
    pager: Pager,
    params: object | undefined,
    options: CallOptions | undefined,
  ) {
    super(caller, declaration, (isUnread) => caller["~execute"](declaration, params, options, isUnread));
    this.#caller = caller;
    this.#declaration = declaration;
    this.#pager = pager;
    this.#params = { ...params };
    this.#options = options;
  }

  /** Fetches a page; the walk adds what came before it. */
  async #fetch(
    params: PageParams,
    options: CallOptions | undefined = this.#options,
  ): Promise<FetchedPage<Reply>> {
    this.isUsed();
    const { data, response } = await this.#caller["~execute"]<Reply>(this.#declaration, params, options);
    const { status } = response;
    return this.#strictly(status, () => {
      const items = itemsAt(data, this.#pager.items);
      return { params, reply: data, status, items, length: this.#pager.length?.(data) ?? nothing };
    });
  }

  /** Checks the fields that pagination reads in every validation mode: a wrong one would silently lose items. */
  #strictly<Result>(status: number, read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof PageFieldError)) throw error;
      const { name, method, path } = this.#declaration;
      const { path: field, expected } = error;
      const received = typeName(error.received);
      const message = `${field}: expected ${expected}, got ${received}`;
      throw new ResponseMismatchError(
        `${this.#caller.vendor} ${name}: ${method} ${path} ${status}: cannot paginate: ${field} is ${received}, expected ${expected}.`,
        { vendor: this.#caller.vendor, operation: name, method, path, attempts: 1, outcome: "no-effect" },
        { status, issues: [{ field, expected, received, message }] },
      );
    }
  }

  #failure(pages: number, reason: string): PaginationError {
    return new PaginationError(this.#caller.vendor, this.#declaration.name, pages, reason);
  }

  #newTally(): PageTally {
    return new PageTally(this.#pager.startsAfter?.(this.#params) ?? nothing);
  }

  /** Yields the pages one after another; the first and some of the others may have been fetched already. */
  async *#walk(
    tally = this.#newTally(),
    first?: FetchedPage<Reply>,
    lookAhead?: LookAhead<FetchedPage<Reply>>,
  ): AsyncGenerator<Page<Reply>, void, undefined> {
    const { identity, repeatedPageEnds } = this.#pager;
    const seen = new Set<unknown>();
    let last: Page<Reply> | undefined;
    let params = this.#params;
    for (let pages = 1; ; pages += 1) {
      const fetched = last === undefined ? first : await this.#takeAhead(lookAhead, params, last.length);
      const page = { ...(fetched ?? (await this.#fetch(params))), before: tally.before };
      if (last !== undefined && isRepeated(last.items, page.items)) {
        if (repeatedPageEnds === true) break;
        throw this.#failure(
          pages,
          `page ${pages} is identical to the previous page; stopped to avoid duplicates`,
        );
      }
      const reason = tally.add({ count: page.items.length, total: page.length.items });
      if (reason !== undefined) throw this.#failure(pages, reason);
      yield page;
      const next = this.#strictly(page.status, () => this.#pager.next(page));
      if (next === "end") break;
      if (pages === mostPages) throw this.#tooManyPages(pages);
      const identified = identity?.(next);
      if (identified !== undefined) {
        if (seen.has(identified)) {
          throw this.#failure(
            pages,
            `the cursor after page ${pages} was already used; stopped to avoid an endless loop`,
          );
        }
        seen.add(identified);
      }
      last = page;
      params = next;
    }
    const reason = tally.reasonAtEnd();
    if (reason !== undefined) throw this.#failure(tally.before.pages, reason);
  }

  /** Takes a page that was fetched ahead, unless it shows that the list has changed since the previous page. */
  async #takeAhead(
    lookAhead: LookAhead<FetchedPage<Reply>> | undefined,
    params: PageParams,
    length: ListLength,
  ): Promise<FetchedPage<Reply> | undefined> {
    const page = await lookAhead?.take(params);
    if (page === undefined) return undefined;
    if (page.length.items === length.items && page.length.pages === length.pages) return page;
    lookAhead?.dispose();
    return undefined;
  }

  #tooManyPages(read: number): PaginationError {
    return this.#failure(
      read,
      `the list has more than ${mostPages} pages: request larger pages or narrow the list`,
    );
  }

  async *pages(): AsyncGenerator<Reply, void, undefined> {
    for await (const { reply } of this.#walk()) yield reply;
  }

  [Symbol.asyncIterator](): AsyncIterator<Item, undefined> {
    return new ItemIterator(this.#walk());
  }

  async toArray(options: ToArrayOptions): Promise<Item[]> {
    this.isUsed();
    const { limit, concurrency } = this.#checked(options);
    if (limit === 0) return [];
    return concurrency > 1 && this.#pager.rest !== undefined
      ? this.#collectInParallel(limit, concurrency)
      : this.#collect(limit);
  }

  #checked(options: ToArrayOptions): Required<ToArrayOptions> {
    const owner = `${this.#caller.vendor} ${this.#declaration.name}: toArray()`;
    checkOptions(owner, options, toArrayOptionNames);
    const { limit, concurrency = 1 } = options;
    if (limit >= 0 && concurrency >= 1) return { limit, concurrency };
    throw new ConfigurationError(
      `${owner} expected a limit of 0 or more and a concurrency of 1 or more, got ${describe(limit)} and ${describe(concurrency)}.`,
    );
  }

  async #collect(
    limit: number,
    first?: FetchedPage<Reply>,
    lookAhead?: LookAhead<FetchedPage<Reply>>,
  ): Promise<Item[]> {
    const found: Item[] = [];
    const tally = this.#newTally();
    for await (const { items } of this.#walk(tally, first, lookAhead)) {
      for (const item of items as readonly Item[]) found.push(item);
      if (found.length >= limit) break;
    }
    const reason = tally.reasonToDoubt(found, limit);
    if (reason !== undefined) throw this.#failure(tally.before.pages, reason);
    return found.slice(0, limit);
  }

  /** Fetches the first page, then walks the others, which are fetched in parallel before the walk reaches them. */
  async #collectInParallel(limit: number, concurrency: number): Promise<Item[]> {
    const first = await this.#fetch(this.#params);
    if (first.items.length >= limit) return this.#collect(limit, first);
    const view = { ...first, before: { pages: 0, items: 0 } };
    const expected = this.#strictly(first.status, () => this.#pager.rest?.(view));
    if (expected === undefined) return this.#collect(limit, first);
    const needed = Math.ceil(limit / Math.max(1, first.items.length)) - 1;
    const pages = firstOf(expected, Math.min(needed, mostPages));
    if (pages.length >= mostPages) throw this.#tooManyPages(1);
    const lookAhead = new LookAhead({
      expected: pages,
      fetch: (params, signal) => this.#fetch(params, { ...this.#options, signal }),
      concurrency,
      signal: this.#options?.signal,
    });
    try {
      return await this.#collect(limit, first, lookAhead);
    } finally {
      lookAhead.dispose();
    }
  }
}
