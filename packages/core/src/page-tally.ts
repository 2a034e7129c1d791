import type { ListLength, PageView } from "./pagers.ts";

/** A page, as a tally counts it. */
export interface TallyPage {
  /** How many items it has. */
  readonly count: number;
  /** How many items the whole list has according to this page, if it reports that. */
  readonly total: number | undefined;
}

/** An item as text. Replies are JSON, except for numbers that are declared as bigint. */
function textOf(item: unknown): string {
  return JSON.stringify(item, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

/** Whether two values of a reply are equal; stops at the first difference. */
export function areSame(first: unknown, second: unknown): boolean {
  const pairs: (readonly [unknown, unknown])[] = [[first, second]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [left, right] = pair;
    if (Object.is(left, right)) continue;
    if (typeof left !== "object" || typeof right !== "object" || left === null || right === null)
      return false;
    const names = Object.keys(left);
    if (names.length !== Object.keys(right).length || Array.isArray(left) !== Array.isArray(right))
      return false;
    for (let index = names.length - 1; index >= 0; index -= 1) {
      const name = names[index] ?? "";
      if (!Object.hasOwn(right, name)) return false;
      pairs.push([Reflect.get(left, name), Reflect.get(right, name)]);
    }
  }
  return true;
}

/**
 * Counts what a walk has read and compares it with the vendor's total, because a list that changes while it is read
 * silently loses or repeats items. If the total changes on the way, the count must lie between its values.
 */
export class PageTally {
  readonly #itemsSkipped: number;
  /** How many numbered pages come before the walk; `undefined` if pages have no numbers. */
  readonly #pagesSkipped: number | undefined;
  #pages = 0;
  #items = 0;
  /** The lengths of the walk's first and last page. */
  #firstCount = 0;
  #lastCount = 0;
  /** The last page that had items: its position in the walk, and its length. */
  #lastFilled = { page: 0, count: 0 };
  /** Whether numbered pages other than the last differ in length. */
  #isUneven = false;
  /** The smallest and the largest number of items in the walk according to its pages. */
  #least: number | undefined;
  #most: number | undefined;

  /** @param length The part of the list before the walk's first page. */
  constructor({ items = 0, pages }: ListLength) {
    this.#itemsSkipped = items;
    this.#pagesSkipped = pages;
  }

  get before(): PageView["before"] {
    return { pages: this.#pages, items: this.#items };
  }

  /** Counts a page. Returns the reason if the list cannot be read further. */
  add({ count, total }: TallyPage): string | undefined {
    const expected = total === undefined ? undefined : this.#expected(count, total);
    if (expected !== undefined) {
      this.#least = Math.min(expected, this.#least ?? expected);
      this.#most = Math.max(expected, this.#most ?? expected);
    }
    this.#items += count;
    if (this.#pages === 0) this.#firstCount = count;
    else if (this.#pagesSkipped !== undefined && count > 0) {
      this.#isUneven ||= this.#lastCount !== this.#firstCount || !this.#isInPlace(count, expected);
    }
    this.#pages += 1;
    this.#lastCount = count;
    if (count > 0) this.#lastFilled = { page: this.#pages, count };
    return this.#isUneven && this.#most === undefined ? this.#unevenReason() : undefined;
  }

  /** Whether a page is as long as the first, or shorter and the last according to its own total. */
  #isInPlace(count: number, expected = this.#items): boolean {
    return count === this.#firstCount
      ? this.#items <= expected
      : count < this.#firstCount && this.#items === expected;
  }

  /** Returns the reason if the list is not complete at its end. */
  reasonAtEnd(): string | undefined {
    const [items, least, most] = [this.#items, this.#least, this.#most];
    if (least === undefined || most === undefined) return undefined;
    if (items >= least && items <= most)
      return this.#isUneven && least !== most ? this.#unevenReason() : undefined;
    const reported = least === most ? `${least}` : `${least} to ${most}`;
    const [had, trouble] =
      items < least ? [`only ${items}`, "some are missing"] : [`${items}`, "some may be repeated"];
    return `the pages had ${had} items, but the vendor reports ${reported}: ${trouble}. Read the list again, because it may have changed meanwhile; if that does not help, the vendor's total is wrong: iterate the list to get every item before this error`;
  }

  /**
   * Returns the reason if the items so far cannot be proven to be the list's first ones: if pages are numbered and
   * the vendor's page size changes, pages overlap, leave gaps or swap places.
   */
  reasonToDoubt(items: readonly unknown[], limit: number): string | undefined {
    if (this.#pagesSkipped === undefined) return undefined;
    if (this.#isUneven) {
      const isWhole = this.#items === this.#least && this.#items === this.#most && this.#items <= limit;
      // As many items as the total, all different, are all items.
      const isProven = isWhole && new Set(items.map((item) => textOf(item))).size === items.length;
      return isProven ? undefined : this.#unevenReason();
    }
    return this.#repeatsItems(items) ? this.#unevenReason() : undefined;
  }

  /** Whether the last items repeat those that the last page would have if its length were the vendor's new page size. */
  #repeatsItems(items: readonly unknown[]): boolean {
    const { page, count } = this.#lastFilled;
    if (this.#pagesSkipped !== 0 || count === this.#firstCount) return false;
    const start = items.length - count;
    const place = (page - 1) * count;
    return items
      .slice(start)
      .every((item, index) => place + index >= start || areSame(item, items[place + index]));
  }

  /** How many items the walk has if the whole list has `total`; `undefined` while that is not known. */
  #expected(count: number, total: number): number | undefined {
    const skipped = this.#pagesSkipped ?? 0;
    if (skipped <= 0) return Math.max(0, total - this.#itemsSkipped);
    if (this.#pages === 0) {
      // This page may be the last one, and shorter than those before it.
      return (skipped + 1) * count >= total ? Math.max(0, total - skipped * count) : undefined;
    }
    const size = (total - this.#items) / skipped;
    if (this.#pages === 1 && count === 0 && Number.isInteger(size) && size >= this.#items) return this.#items;
    return Math.max(0, total - skipped * this.#firstCount);
  }

  #unevenReason(): string {
    return `the vendor's pages differ in length (the first had ${this.#firstCount} items, the last ${this.#lastFilled.count}), so numbered pages may overlap or leave gaps. Request smaller pages, within the vendor's limit`;
  }
}
