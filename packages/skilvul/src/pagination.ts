import { offsetPager, type Pager } from "@kelaskit/core/vendor";

/**
 * The catalogue's pages: `limit` and `offset`, with the number of all items beside them. The reference lists (provinces,
 * cities, schools) say a total too, but the vendor shows no way to page through them.
 */
/* @__NO_SIDE_EFFECTS__ */
export function cataloguePager(items: string, total: string): Pager {
  return offsetPager({ items, total, limit: "limit", offset: "offset", pageSize: 10 });
}
