import { countAt, type Pager, numberParam, type PageParams, type PageView } from "./pager.ts";

/** The fields of a list that is read by offset and limit. */
export interface OffsetPagerOptions {
  /** Where the items stand in a reply. */
  readonly items: string;
  /** Where the number of all items stands, if the vendor says it. */
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
  const walk = ({ params, reply, items: found }: PageView): PageParams | "end" => {
    const next = numberParam(params, offset, 0) + found.length;
    const smallest = Math.min(numberParam(params, limit, pageSize), pageSize);
    const isLast = total === undefined ? found.length < smallest : next >= countAt(reply, total);
    return isLast || found.length === 0 ? "end" : { ...params, [offset]: next };
  };
  if (total === undefined) return { items, next: walk };
  return {
    items,
    next: walk,
    rest(first) {
      const step = first.items.length;
      const end = countAt(first.reply, total);
      if (step === 0) return [];
      return (function* pages(): Generator<PageParams> {
        // The size is what the first page gave: a vendor may cap what is asked for.
        for (let start = numberParam(first.params, offset, 0) + step; start < end; start += step) {
          yield { ...first.params, [offset]: start, [limit]: step };
        }
      })();
    },
    identity: (params) => params[offset],
  };
}
