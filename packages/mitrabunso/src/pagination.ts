import { offsetPager, type Pager } from "@kelaskit/core/vendor";

/** The default page size. The vendor requires a size in every request and documents no default. */
export const pageSize = 50;

/** The vendor's lists: offset and limit are the last variables of the path, the total number of items is in `total`. */
/* @__NO_SIDE_EFFECTS__ */
export function listPager(): Pager {
  return offsetPager({ items: "data", total: "total", limit: "limit", offset: "offset", pageSize });
}
