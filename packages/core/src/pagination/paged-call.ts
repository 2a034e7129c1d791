import { type Call, type Caller, LazyCall } from "../call.ts";
import type { AnyDeclaration } from "../declaration.ts";
import { typeName } from "../describe.ts";
import { driftIssue } from "../drift.ts";
import { ConfigurationError, PaginationError, ResponseMismatchError } from "../errors.ts";
import type { CallOptions } from "../options.ts";
import { LookAhead } from "./look-ahead.ts";
import { itemsAt, PageFieldError, type PageParams, type Pager, type PageView } from "./pager.ts";

/** How much of a list is collected, and how fast. */
export interface ToArrayOptions {
  /** The most items to collect: a list can be longer than memory. `Infinity` says that this one is not. */
  readonly limit: number;
  /** How many pages may be fetched at once, where the vendor says the total; else one after another. @default 1 */
  readonly concurrency?: number;
}

/**
 * A call that gives a list. Await it for one page as the vendor sends it; iterate it for the items of all pages, each
 * page fetched when the one before is used up.
 */
export interface PagedCall<Reply, Item> extends Call<Reply>, AsyncIterable<Item> {
  /** The pages, each as the vendor sends it. */
  pages(): AsyncIterable<Reply>;
  /**
   * Collects items.
   *
   * @throws PaginationError when a page or cursor comes twice, or after 10 000 pages.
   */
  toArray(options: ToArrayOptions): Promise<Item[]>;
}

/** After so many pages a list is taken for endless. */
const mostPages = 10_000;

const nothingBefore: PageView["before"] = { pages: 0, items: 0 };

interface Page<Reply> extends PageView {
  readonly reply: Reply;
}

function sameItems(first: readonly unknown[], second: readonly unknown[]): boolean {
  if (first.length === 0 || first.length !== second.length) return false;
  // Nearly always the first items differ already, so that whole pages are hardly ever written out.
  return (
    JSON.stringify(first[0]) === JSON.stringify(second[0]) && JSON.stringify(first) === JSON.stringify(second)
  );
}

/** The first entries of something that may have no end. */
function firstOf<Entry>(entries: Iterable<Entry>, most: number): readonly Entry[] {
  const found: Entry[] = [];
  if (most <= 0) return found;
  for (const entry of entries) {
    found.push(entry);
    if (found.length >= most) break;
  }
  return found;
}

/** See `PagedCall`. */
export class LazyPagedCall<Reply, Item> extends LazyCall<Reply> implements PagedCall<Reply, Item> {
  readonly #client: Caller;
  readonly #declaration: AnyDeclaration;
  readonly #pager: Pager;
  readonly #params: PageParams;
  readonly #options: CallOptions | undefined;

  constructor(
    client: Caller,
    declaration: AnyDeclaration,
    pager: Pager,
    params: object | undefined,
    options: CallOptions | undefined,
  ) {
    super(() => client["~execute"](declaration, params, options));
    this.#client = client;
    this.#declaration = declaration;
    this.#pager = pager;
    this.#params = { ...params };
    this.#options = options;
  }

  async #fetch(
    params: PageParams,
    options: CallOptions | undefined,
    before: PageView["before"] = nothingBefore,
  ): Promise<Page<Reply>> {
    const { data, response } = await this.#client["~execute"]<Reply>(this.#declaration, params, options);
    return this.#strictly(response.status, () => ({
      params,
      reply: data,
      items: itemsAt(data, this.#pager.items),
      before,
    }));
  }

  /** The fields that pagination reads are checked whatever the validation mode: a wrong one would lose items silently. */
  #strictly<Result>(status: number, read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof PageFieldError)) throw error;
      const { name, method, path } = this.#declaration;
      const received = typeName(error.received);
      throw new ResponseMismatchError(
        `${method} ${path} ${status}: the list cannot be walked: ${error.path} is ${received}, expected ${error.expected}.`,
        { vendor: this.#client.vendor, operation: name, method, path, attempts: 1, outcome: "no-effect" },
        { status, issues: [driftIssue(error.path, error.expected, received)] },
      );
    }
  }

  #failure(pages: number, reason: string): PaginationError {
    return new PaginationError(this.#client.vendor, this.#declaration.name, pages, reason);
  }

  /** The pages one after another; the first, and some of the others, may have been fetched already. */
  async *#walk(
    first?: Page<Reply>,
    lookAhead?: LookAhead<Page<Reply>>,
  ): AsyncGenerator<Page<Reply>, void, undefined> {
    const { identity, repeatedPageEnds } = this.#pager;
    const seen = new Set<unknown>();
    let last: readonly unknown[] = [];
    let before = nothingBefore;
    let params = this.#params;
    for (let pages = 1; pages <= mostPages; pages += 1) {
      let page: Page<Reply>;
      if (pages === 1 && first !== undefined) page = first;
      else if (lookAhead === undefined) page = await this.#fetch(params, this.#options, before);
      else page = { ...(await lookAhead.take(params)), before };
      if (sameItems(last, page.items)) {
        if (repeatedPageEnds === true) return;
        throw this.#failure(
          pages,
          `page ${pages} is the same as the one before: the vendor does not move on, and going on would repeat its items`,
        );
      }
      yield page;
      const next = this.#strictly(200, () => this.#pager.next(page));
      if (next === "end") return;
      const identified = identity?.(next);
      if (identified !== undefined) {
        if (seen.has(identified)) {
          throw this.#failure(
            pages,
            `the cursor after page ${pages} has come before: the list would go round in a circle`,
          );
        }
        seen.add(identified);
      }
      last = page.items;
      before = { pages, items: before.items + page.items.length };
      params = next;
    }
    throw this.#failure(
      mostPages,
      `the list has more than ${mostPages} pages: ask for larger pages or a narrower list`,
    );
  }

  async *pages(): AsyncGenerator<Reply, void, undefined> {
    for await (const { reply } of this.#walk()) yield reply;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    // The declaration says what the items are; validation has compared them with it.
    for await (const { items } of this.#walk()) yield* items as readonly Item[];
  }

  async toArray({ limit, concurrency = 1 }: ToArrayOptions): Promise<Item[]> {
    if (!(limit >= 0) || !(concurrency >= 1)) {
      throw new ConfigurationError(
        `toArray: expected a limit of 0 or more and a concurrency of 1 or more, got ${String(limit)} and ${String(concurrency)}.`,
      );
    }
    if (limit === 0) return [];
    return concurrency > 1 && this.#pager.rest !== undefined
      ? this.#collectInParallel(limit, concurrency)
      : this.#collect(limit, this.#walk());
  }

  async #collect(limit: number, walk: AsyncIterable<Page<Reply>>): Promise<Item[]> {
    const found: Item[] = [];
    for await (const { items } of walk) {
      for (const item of items as readonly Item[]) {
        found.push(item);
        if (found.length >= limit) return found;
      }
    }
    return found;
  }

  /** Fetches the first page, then walks the others, which are fetched side by side before the walk comes to them. */
  async #collectInParallel(limit: number, concurrency: number): Promise<Item[]> {
    const { rest, identity } = this.#pager;
    const first = await this.#fetch(this.#params, this.#options);
    if (first.items.length >= limit) return this.#collect(limit, this.#walk(first));
    const expected = this.#strictly(200, () => rest?.(first));
    if (expected === undefined || identity === undefined) return this.#collect(limit, this.#walk(first));
    const needed = Math.ceil(limit / Math.max(1, first.items.length)) - 1;
    const pages = firstOf(expected, Math.min(needed, mostPages));
    if (pages.length >= mostPages) {
      throw this.#failure(
        1,
        `the list has more than ${mostPages} pages: ask for larger pages or a narrower list`,
      );
    }
    const lookAhead = new LookAhead({
      expected: pages,
      identity,
      fetch: (params, signal) => this.#fetch(params, { ...this.#options, signal }),
      concurrency,
      signal: this.#options?.signal,
    });
    try {
      return await this.#collect(limit, this.#walk(first, lookAhead));
    } finally {
      lookAhead.dispose();
    }
  }
}
