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

/** How the pages of a list follow each other. Data and two functions; `offsetPager` and its siblings make them. */
export interface Pager {
  /** Where the items stand in a reply, as in `products` or `data.data`; empty where the reply itself is the list. */
  readonly items: string;
  /** Where the list goes on after a page. Throws `PageFieldError` when a field it needs is not what it must be. */
  readonly next: (page: PageView) => NextPage;
  /**
   * The parameters of the pages after the first, where the total is known; without it pages can only be walked. Made as
   * they are asked for, with a generator: a total is the vendor's word, and may be any number. Needs `identity`.
   */
  readonly rest?: (first: PageView) => Iterable<PageParams> | undefined;
  /** What identifies the page that is asked for next, where it must not come twice: a cursor, an offset, a number. */
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

/** The value at a dotted path of a reply. */
export function fieldAt(reply: unknown, path: string): unknown {
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

/** Whether `countAt` finds a number at a path. */
export function isCountAt(reply: unknown, path: string): boolean {
  return Number.isSafeInteger(toCount(fieldAt(reply, path)));
}

/** A whole number at a path: as a number or in digits, since vendors write totals both ways. */
export function countAt(reply: unknown, path: string): number {
  const value = fieldAt(reply, path);
  const count = toCount(value);
  if (count === undefined) throw new PageFieldError(path, "a whole number", value);
  if (Number.isSafeInteger(count)) return count;
  throw new PageFieldError(path, `a whole number of at most ${Number.MAX_SAFE_INTEGER}`, value);
}

/** The list at a path. */
export function itemsAt(reply: unknown, path: string): readonly unknown[] {
  const value = fieldAt(reply, path);
  if (Array.isArray(value)) return value;
  throw new PageFieldError(path === "" ? "the reply" : path, "a list", value);
}

/** A number among the parameters, as its caller gave it. */
export function numberParam(params: PageParams, name: string, fallback: number): number {
  const value = params[name];
  return typeof value === "number" ? value : fallback;
}

/** The parameters of pages from one number to another. */
export function* numberedPages(
  params: PageParams,
  name: string,
  from: number,
  to: number,
): Generator<PageParams> {
  for (let number = from; number <= to; number += 1) yield { ...params, [name]: number };
}
