import { countAt, numberedPages, numberParam, type Pager, type PageParams, type PageView } from "./pager.ts";

/** The fields of a list that is read by page number. */
export interface PageNumberPagerOptions {
  /** Where the items stand in a reply. */
  readonly items: string;
  /** Where the number of all items stands, if the vendor says it. */
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
  const next = ({ params, reply, items: found, before }: PageView): PageParams | "end" => {
    const number = numberParam(params, page, first);
    const realSize = before.pages === 0 ? found.length : before.items / before.pages;
    const read = (number - first) * realSize + found.length;
    const smallest = Math.min(numberParam(params, size, pageSize), pageSize);
    const isLast = total === undefined ? found.length < smallest : read >= countAt(reply, total);
    return isLast || found.length === 0 ? "end" : { ...params, [page]: number + 1 };
  };
  if (total === undefined) return { items, next };
  return {
    items,
    next,
    rest({ params, reply, items: found }) {
      const end = countAt(reply, total);
      if (found.length === 0) return [];
      const last = first - 1 + Math.ceil(end / found.length);
      return numberedPages(params, page, numberParam(params, page, first) + 1, last);
    },
    identity: (params) => params[page],
  };
}
