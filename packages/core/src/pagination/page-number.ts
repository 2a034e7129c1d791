import { countAt, numberParam, type Pager, type PageParams, type PageView } from "./pager.ts";

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
  /** The page's size when the caller gives none; a vendor that caps the size never gives less. */
  readonly pageSize: number;
}

/**
 * Pages by number. Ends at the total where the vendor says it, else at a page that no cap explains. A page that is
 * shorter than asked for, but not than usual, may be a capped one: the list is then taken for longer rather than
 * shorter than it is, which costs a request and loses no item.
 */
/* @__NO_SIDE_EFFECTS__ */
export function pageNumberPager(options: PageNumberPagerOptions): Pager {
  const { items, total, page, size, first = 1, pageSize } = options;
  const askedSize = (params: PageParams): number => numberParam(params, size, pageSize);
  /** The size that the vendor counts its pages by. */
  const realSize = ({ params, items: found }: PageView): number =>
    found.length >= pageSize ? Math.min(found.length, askedSize(params)) : askedSize(params);
  const next = (view: PageView): PageParams | "end" => {
    const { params, reply, items: found } = view;
    const number = numberParam(params, page, first);
    const read = (number - first + 1) * realSize(view);
    const smallest = Math.min(askedSize(params), pageSize);
    const isLast = total === undefined ? found.length < smallest : read >= countAt(reply, total);
    return isLast || found.length === 0 ? "end" : { ...params, [page]: number + 1 };
  };
  if (total === undefined) return { items, next };
  return {
    items,
    next,
    rest(view) {
      const { params, reply } = view;
      const pages: PageParams[] = [];
      const last = first - 1 + Math.ceil(countAt(reply, total) / realSize(view));
      for (let number = numberParam(params, page, first) + 1; number <= last; number += 1) {
        pages.push({ ...params, [page]: number });
      }
      return pages;
    },
  };
}
