import { offsetPager, type Pager } from "@kelaskit/core/vendor";

/** How many items a page holds when the caller does not say; the vendor wants a number with every request and names none. */
export const pageSize = 50;

/** The vendor's lists: offset and limit are the last variables of the path, the number of all items stands in `total`. */
/* @__NO_SIDE_EFFECTS__ */
export function listPager(): Pager {
  return offsetPager({ items: "data", total: "total", limit: "limit", offset: "offset", pageSize });
}
