import { offsetPager, type Pager } from "@kelaskit/core/vendor";

/**
 * The pages of the catalog: `limit` and `offset`, with the total number of items. The reference lists (provinces,
 * cities, schools) have a total too, but the vendor shows no way to page through them.
 */
/* @__NO_SIDE_EFFECTS__ */
export function catalogPager(items: string, total: string): Pager {
  return offsetPager({ items, total, limit: "limit", offset: "offset", pageSize: 10 });
}
