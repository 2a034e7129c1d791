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
  /** The page's size when the caller gives none. */
  readonly pageSize: number;
}

/** Pages by number. Ends at the total where the vendor says it, else at a page that is not full. */
/* @__NO_SIDE_EFFECTS__ */
export function pageNumberPager(options: PageNumberPagerOptions): Pager {
  const { items, total, page, size, first = 1, pageSize } = options;
  const sizeOf = (params: PageParams): number => numberParam(params, size, pageSize);
  const next = ({ params, reply, items: found }: PageView): PageParams | "end" => {
    const number = numberParam(params, page, first);
    const read = (number - first + 1) * sizeOf(params);
    const isLast = total === undefined ? found.length < sizeOf(params) : read >= countAt(reply, total);
    return isLast || found.length === 0 ? "end" : { ...params, [page]: number + 1 };
  };
  if (total === undefined) return { items, next };
  return {
    items,
    next,
    rest({ params, reply }) {
      const pages: PageParams[] = [];
      const last = first - 1 + Math.ceil(countAt(reply, total) / sizeOf(params));
      for (let number = numberParam(params, page, first) + 1; number <= last; number += 1) {
        pages.push({ ...params, [page]: number });
      }
      return pages;
    },
  };
}
