/** Parameters of a page's request, as they will be sent. */
export type PageParams = Readonly<Record<string, unknown>>;

/** A fetched page, as a pager sees it. */
export interface PageView {
  /** The parameters of its request. */
  readonly params: PageParams;
  /** The reply. */
  readonly reply: unknown;
  /** The page's items. */
  readonly items: readonly unknown[];
  /** The pages before it in this walk. */
  readonly before: {
    /** How many pages there were. */
    readonly pages: number;
    /** How many items they had together. */
    readonly items: number;
  };
}

/** What follows a page: the next page's parameters, or the end of the list. */
export type NextPage = PageParams | "end";

/** The length of a list or a part of it, in items or pages, if known. */
export interface ListLength {
  /** How many items. */
  readonly items?: number | undefined;
  /** How many pages. */
  readonly pages?: number | undefined;
}

/** How a list is paged: data and a few functions, created by `offsetPager` and its siblings. */
export interface Pager {
  /** Where the items are in a reply, such as `products` or `data.data`; empty if the reply itself is the list. */
  readonly items: string;
  /** Returns what follows a page. Throws `PageFieldError` when a field it needs is missing or invalid. */
  readonly next: (page: PageView) => NextPage;
  /**
   * The parameters of the pages after the first, exactly as `next` returns them if no page is shorter than the first;
   * without it, pages can only be fetched one after another. Yield them from a generator, because the vendor's total
   * may be any number.
   */
  readonly rest?: (first: PageView) => Iterable<PageParams> | undefined;
  /**
   * The length of the whole list according to a reply. A walk compares `items` with what it has read, and uses pages fetched
   * in parallel only while each reports the same length.
   */
  readonly length?: (reply: unknown) => ListLength;
  /**
   * How much of the list comes before the page with these parameters: `items` if pages are requested by position,
   * `pages` if by number. A page number determines a position only while all pages are equally long, which a walk
   * checks.
   */
  readonly startsAfter?: (params: PageParams) => ListLength;
  /** Identifies the next page, such as by its cursor, to detect a repetition. */
  readonly identity?: (params: PageParams) => unknown;
  /** Whether a page that equals the previous one means the end, for vendors that ignore page numbers beyond the last. */
  readonly repeatedPageEnds?: boolean;
}

/** A field that pagination reads is missing or of another type: continuing could lose items. */
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

/** A whole number at a path, as a number or a string of digits: vendors write totals both ways. */
function countAt(reply: unknown, path: string): number {
  const value = fieldAt(reply, path);
  const count = toCount(value);
  if (count === undefined) throw new PageFieldError(path, "a whole number", value);
  if (Number.isSafeInteger(count)) return count;
  throw new PageFieldError(path, `a whole number of at most ${Number.MAX_SAFE_INTEGER}`, value);
}

/** Like `countAt`, for a field that may be missing. */
function countIfAny(reply: unknown, path: string): number | undefined {
  const count = toCount(fieldAt(reply, path));
  return Number.isSafeInteger(count) ? count : undefined;
}

/** A numeric parameter, if the caller set it. */
function numberParam(params: PageParams, name: string, fallback: number): number {
  const value = params[name];
  return typeof value === "number" ? value : fallback;
}

/** The same parameters with a series of numbers, a step apart. */
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
  /** Where the total number of items is in a reply, if the vendor reports it. */
  readonly total?: string;
  /** The parameter for the page size. */
  readonly limit: string;
  /** The parameter for the first item's position. */
  readonly offset: string;
  /** The default page size; a vendor that caps the size must never cap it lower. */
  readonly pageSize: number;
}

/**
 * Pages by offset and limit. The next offset is the last one plus the items received, so none are lost if a vendor returns fewer
 * than requested. The list ends at the vendor's total, if reported, else at a page that is shorter than any cap explains.
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
  /** Where the total number of items is in a reply, if the vendor reports it. */
  readonly total?: string;
  /** The parameter for the page number. */
  readonly page: string;
  /** The parameter for the page size. */
  readonly size: string;
  /** The number of the first page. @default 1 */
  readonly first?: number;
  /** The default page size. Without a total, a vendor that caps the size must never cap it lower. */
  readonly pageSize: number;
}

/**
 * Pages by number. If the vendor reports the total, the list ends there, and the page size is that of the previous pages, so no
 * items are lost if a vendor returns fewer than requested. Otherwise the list ends at a page that is shorter than any cap explains.
 * In case of doubt one more page is requested, so that no item is lost.
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
  /** Where a reply reports whether a page follows, if the vendor does: false ends the list, true without a cursor is an error. */
  readonly hasNext?: string;
}

/** Pages by an opaque cursor. An empty page with a next cursor does not end the list: the vendor may have filtered it. */
/* @__NO_SIDE_EFFECTS__ */
export function cursorPager({ items, cursor, next, hasNext }: CursorPagerOptions): Pager {
  return {
    items,
    next({ params, reply }) {
      const value = fieldAt(reply, next);
      const follows = hasNext === undefined ? undefined : fieldAt(reply, hasNext);
      if (follows === false) return "end";
      if (value === undefined || value === null || value === "") {
        // The rest of the list would be silently lost.
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
  /** Where the paginator is in a reply, such as `data`; empty if it is the reply itself. @default "" */
  readonly root?: string;
  /** The parameter for the page number. @default "page" */
  readonly page?: string;
}

/**
 * Pages of a Laravel paginator, in which every key except the items may be missing. The list ends at `next_page_url: null`, else
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
      // If there is a next link, an invalid `last_page` does not matter.
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
