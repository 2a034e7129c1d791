/** Parameters of a page's request, as they will be sent. */
export type PageParams = Readonly<Record<string, unknown>>;

/** A page that has come, as a pager sees it. */
export interface PageView {
  /** The parameters that it was asked for with. */
  readonly params: PageParams;
  /** The reply. */
  readonly reply: unknown;
  /** The page's items. */
  readonly items: readonly unknown[];
  /** The pages that came before it in this walk. */
  readonly before: {
    /** How many pages there were. */
    readonly pages: number;
    /** How many items they had together. */
    readonly items: number;
  };
}

/** Where a list goes on after a page: with the next page's parameters, or nowhere. */
export type NextPage = PageParams | "end";

/** A part of a list, or all of it, measured in items or in pages, as far as either is known. */
export interface ListLength {
  /** How many items. */
  readonly items?: number | undefined;
  /** How many pages. */
  readonly pages?: number | undefined;
}

/** How the pages of a list follow each other. Data and a few functions; `offsetPager` and its siblings create them. */
export interface Pager {
  /** Where the items are in a reply, as in `products` or `data.data`; empty where the reply itself is the list. */
  readonly items: string;
  /** Where the list goes on after a page. Throws `PageFieldError` when a field it needs is not what it must be. */
  readonly next: (page: PageView) => NextPage;
  /**
   * The parameters of the pages after the first, exactly as `next` will give them if no page is shorter than the first;
   * without it pages can only be fetched one after another. Yield them from a generator: a total is the vendor's word,
   * and may be any number.
   */
  readonly rest?: (first: PageView) => Iterable<PageParams> | undefined;
  /**
   * How long a reply says that the whole list is. A walk compares what it has read with `items`, and uses pages fetched
   * side by side only as long as each says the same.
   */
  readonly length?: (reply: unknown) => ListLength;
  /**
   * How much of the list comes before the page with these parameters: `items` where a page is asked for by position,
   * `pages` where it is asked for by number. A number is a position only while all pages are equally long; a walk
   * checks that.
   */
  readonly startsAfter?: (params: PageParams) => ListLength;
  /** What identifies the page that is asked for next, where it could come twice: a cursor. */
  readonly identity?: (params: PageParams) => unknown;
  /** A page that equals the one before means the end, for vendors that ignore a page number beyond it. */
  readonly repeatedPageEnds?: boolean;
}

/** A field that pagination reads is missing or of another type: going on could lose items. */
export class PageFieldError extends Error {
  readonly path: string;
  readonly expected: string;
  readonly received: unknown;

  constructor(path: string, expected: string, received: unknown) {
    super(`${path} is not ${expected}.`);
    this.path = path;
    this.expected = expected;
    this.received = received;
  }
}

/** The list at a path. */
export function itemsAt(reply: unknown, path: string): readonly unknown[] {
  const value = fieldAt(reply, path);
  if (Array.isArray(value)) return value;
  throw new PageFieldError(path === "" ? "the reply" : path, "a list", value);
}

/** The value at a dotted path of a reply. */
function fieldAt(reply: unknown, path: string): unknown {
  let value = reply;
  if (path === "") return value;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

function toCount(value: unknown): number | undefined {
  const count = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof count === "number" && count >= 0 && (Number.isInteger(count) || count === Infinity)
    ? count
    : undefined;
}

/** A whole number at a path: as a number or in digits, since vendors write totals both ways. */
function countAt(reply: unknown, path: string): number {
  const value = fieldAt(reply, path);
  const count = toCount(value);
  if (count === undefined) throw new PageFieldError(path, "a whole number", value);
  if (Number.isSafeInteger(count)) return count;
  throw new PageFieldError(path, `a whole number of at most ${Number.MAX_SAFE_INTEGER}`, value);
}

/** What `countAt` finds where the field may be missing. */
function countIfAny(reply: unknown, path: string): number | undefined {
  const count = toCount(fieldAt(reply, path));
  return Number.isSafeInteger(count) ? count : undefined;
}

/** A number among the parameters, as its caller gave it. */
function numberParam(params: PageParams, name: string, fallback: number): number {
  const value = params[name];
  return typeof value === "number" ? value : fallback;
}

/** The same parameters with one number after another, a step apart. */
function* withNumbers(
  params: PageParams,
  name: string,
  { from, to, step = 1 }: { readonly from: number; readonly to: number; readonly step?: number },
): Generator<PageParams> {
  for (let number = from; number <= to; number += step) yield { ...params, [name]: number };
}

/** The fields of a list that is read by offset and limit. */
export interface OffsetPagerOptions {
  /** Where the items are in a reply. */
  readonly items: string;
  /** Where the number of all items is, if the vendor says it. */
  readonly total?: string;
  /** The parameter for the page's size. */
  readonly limit: string;
  /** The parameter for the first item's position. */
  readonly offset: string;
  /** The page's size when the caller gives none; a vendor that caps the size never gives less. */
  readonly pageSize: number;
}

/**
 * Pages by offset and limit. The next offset is the last plus what came, so that a vendor that gives fewer items than
 * asked for loses none. Ends at the total where the vendor says it, else at a page that no cap explains.
 */
/* @__NO_SIDE_EFFECTS__ */
export function offsetPager({ items, total, limit, offset, pageSize }: OffsetPagerOptions): Pager {
  const next = ({ params, reply, items: found }: PageView): NextPage => {
    const following = numberParam(params, offset, 0) + found.length;
    const smallest = Math.min(numberParam(params, limit, pageSize), pageSize);
    const isLast = total === undefined ? found.length < smallest : following >= countAt(reply, total);
    return isLast || found.length === 0 ? "end" : { ...params, [offset]: following };
  };
  if (total === undefined) return { items, next };
  return {
    items,
    next,
    rest({ params, reply, items: found }) {
      const end = countAt(reply, total);
      if (found.length === 0) return [];
      const from = numberParam(params, offset, 0) + found.length;
      return withNumbers(params, offset, { from, to: end - 1, step: found.length });
    },
    length: (reply) => ({ items: countAt(reply, total) }),
    startsAfter: (params) => ({ items: numberParam(params, offset, 0) }),
  };
}

/** The fields of a list that is read by page number. */
export interface PageNumberPagerOptions {
  /** Where the items are in a reply. */
  readonly items: string;
  /** Where the number of all items is, if the vendor says it. */
  readonly total?: string;
  /** The parameter for the page's number. */
  readonly page: string;
  /** The parameter for the page's size. */
  readonly size: string;
  /** The number of the first page. @default 1 */
  readonly first?: number;
  /** The page's size when the caller gives none. Where there is no total: a vendor that caps the size never gives less. */
  readonly pageSize: number;
}

/**
 * Pages by number. Where the vendor says the total, the list ends there, and the size of a page is what the pages
 * before it had: a vendor that gives fewer items than asked for loses none. Where it does not, the list ends at a page
 * that no cap explains. In doubt it is taken for longer than it is, which costs a request and loses no item.
 */
/* @__NO_SIDE_EFFECTS__ */
export function pageNumberPager(options: PageNumberPagerOptions): Pager {
  const { items, total, page, size, first = 1, pageSize } = options;
  const next = ({ params, reply, items: found, before }: PageView): NextPage => {
    const number = numberParam(params, page, first);
    const realSize = before.pages === 0 ? found.length : before.items / before.pages;
    const read = (number - first) * realSize + found.length;
    const smallest = Math.min(numberParam(params, size, pageSize), pageSize);
    const isLast = total === undefined ? found.length < smallest : read >= countAt(reply, total);
    return isLast || found.length === 0 ? "end" : { ...params, [page]: number + 1 };
  };
  const startsAfter = (params: PageParams): ListLength => ({
    pages: numberParam(params, page, first) - first,
  });
  if (total === undefined) return { items, next, startsAfter };
  return {
    items,
    next,
    rest({ params, reply, items: found }) {
      const end = countAt(reply, total);
      if (found.length === 0) return [];
      const from = numberParam(params, page, first) + 1;
      return withNumbers(params, page, { from, to: first - 1 + Math.ceil(end / found.length) });
    },
    length: (reply) => ({ items: countAt(reply, total) }),
    startsAfter,
  };
}

/** The fields of a list that is read by cursor. */
export interface CursorPagerOptions {
  /** Where the items are in a reply. */
  readonly items: string;
  /** The parameter for the cursor. */
  readonly cursor: string;
  /** Where the next page's cursor is in a reply; missing, null or empty at the end. */
  readonly next: string;
  /** Where a reply says whether a page follows, if the vendor says so: false ends the list, true without a cursor is an error. */
  readonly hasNext?: string;
}

/** Pages by an opaque cursor. An empty page with a next cursor goes on: the vendor may have filtered it. */
/* @__NO_SIDE_EFFECTS__ */
export function cursorPager({ items, cursor, next, hasNext }: CursorPagerOptions): Pager {
  return {
    items,
    next({ params, reply }) {
      const value = fieldAt(reply, next);
      const follows = hasNext === undefined ? undefined : fieldAt(reply, hasNext);
      if (follows === false) return "end";
      if (value === undefined || value === null || value === "") {
        // The rest of the list would be lost without a word.
        if (follows === true) throw new PageFieldError(next, "a cursor", value);
        return "end";
      }
      if (typeof value !== "string" && typeof value !== "number")
        throw new PageFieldError(next, "a cursor", value);
      return { ...params, [cursor]: value };
    },
    identity: (params) => params[cursor],
  };
}

/** The fields of a Laravel paginator. */
export interface LaravelPagerOptions {
  /** Where the paginator is in a reply, as in `data`; empty when it is the reply itself. @default "" */
  readonly root?: string;
  /** The parameter for the page's number. @default "page" */
  readonly page?: string;
}

/**
 * Pages of a Laravel paginator, of which every key but the items may be missing: ends at `next_page_url: null`, else
 * at `last_page`, else at an empty or repeated page.
 */
/* @__NO_SIDE_EFFECTS__ */
export function laravelPager({ root = "", page = "page" }: LaravelPagerOptions = {}): Pager {
  const at = (key: string): string => (root === "" ? key : `${root}.${key}`);
  return {
    items: at("data"),
    repeatedPageEnds: true,
    next({ params, reply, items }) {
      const number = numberParam(params, page, 1);
      const following = { ...params, [page]: number + 1 };
      const nextUrl = fieldAt(reply, at("next_page_url"));
      if (nextUrl === null) return "end";
      if (nextUrl !== undefined) return following;
      if (fieldAt(reply, at("last_page")) !== undefined) {
        return number >= countAt(reply, at("last_page")) ? "end" : following;
      }
      return items.length === 0 ? "end" : following;
    },
    rest({ params, reply }) {
      if (fieldAt(reply, at("last_page")) === undefined) return undefined;
      // Where the link leads on, the number is of no account, right or wrong.
      const hasLink = fieldAt(reply, at("next_page_url")) !== undefined;
      const last = hasLink ? countIfAny(reply, at("last_page")) : countAt(reply, at("last_page"));
      if (last === undefined) return undefined;
      return withNumbers(params, page, { from: numberParam(params, page, 1) + 1, to: last });
    },
    length: (reply) => ({
      items: countIfAny(reply, at("total")),
      pages: countIfAny(reply, at("last_page")),
    }),
    startsAfter: (params) => ({ pages: numberParam(params, page, 1) - 1 }),
  };
}
