import { type Pager, pageNumberPager } from "@kelaskit/core/vendor";

/** How many records a page holds where the call does not say it. */
export const defaultPageSize = 50;

/** A page of a list, as most of the vendor's lists have it. */
export interface Page<Item> {
  /** How many records there are in all. */
  readonly recordsTotal?: number | null | undefined;
  /** How many of them the search leaves: the length of the list over all pages. */
  readonly recordsFiltered: number;
  /** The records of this page. */
  readonly records: readonly Item[];
}

/** Which page of a list to read. Iterating reads all of them; the client gives both where the call does not. */
export interface PageParams {
  /** How many records a page holds. @default 50 */
  readonly page_size?: number | undefined;
  /** The number of the page. @default 1 */
  readonly page_number?: number | undefined;
}

/** Where a list differs from the vendor's usual form. */
export interface RecordsPagerOptions {
  /** Where the items stand in a reply; empty where the reply itself is the list. @default "records" */
  readonly items?: string;
  /** Where the length of the list stands, `undefined` where the reply does not say it. @default "recordsFiltered" */
  readonly total?: string | undefined;
  /** The parameter for the page's number. @default "page_number" */
  readonly page?: string;
  /** The parameter for the page's size. @default "page_size" */
  readonly size?: string;
}

/** Pages of a list whose reply says how long it is. */
/* @__NO_SIDE_EFFECTS__ */
export function recordsPager(options: RecordsPagerOptions = {}): Pager {
  const { items = "records", page = "page_number", size = "page_size" } = options;
  const total = "total" in options ? options.total : "recordsFiltered";
  const names = { items, page, size };
  if (total !== undefined) return pageNumberPager({ ...names, total, pageSize: defaultPageSize });
  // Nothing says where the list ends, nor how far the vendor caps a page: only an empty page is the end, or the last
  // one again, should the vendor answer so beyond it.
  return { ...pageNumberPager({ ...names, pageSize: 1 }), repeatedPageEnds: true };
}
