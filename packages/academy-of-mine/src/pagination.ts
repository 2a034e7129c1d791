import { type Pager, pageNumberPager } from "@kelaskit/core/vendor";

/** How many records a page contains when the call does not specify it. */
export const defaultPageSize = 50;

/** A page of a list in the vendor's usual form. */
export interface Page<Item> {
  /** The total number of records. */
  readonly recordsTotal?: number | null | undefined;
  /** How many match the search: the length of the list over all pages. */
  readonly recordsFiltered: number;
  /** The records of this page. */
  readonly records: readonly Item[];
}

/** Which page of a list to read. Iterating reads all of them; the client adds both when the call does not. */
export interface PageParams {
  /** How many records a page contains. @default 50 */
  readonly page_size?: number | undefined;
  /** The number of the page. @default 1 */
  readonly page_number?: number | undefined;
}

/** Where a list differs from the vendor's usual form. */
interface RecordsPagerOptions {
  /** Where the items are in a reply. @default "records" */
  readonly items?: string;
  /** Where the length of the list is. @default "recordsFiltered" */
  readonly total?: string;
  /** The parameter for the page's number. @default "page_number" */
  readonly page?: string;
  /** The parameter for the page's size. @default "page_size" */
  readonly size?: string;
}

/** Pages of a list whose reply contains its length. */
/* @__NO_SIDE_EFFECTS__ */
export function recordsPager(options?: RecordsPagerOptions): Pager {
  return pageNumberPager({
    items: "records",
    total: "recordsFiltered",
    page: "page_number",
    size: "page_size",
    pageSize: defaultPageSize,
    ...options,
  });
}

/**
 * Pages of a list whose reply does not contain its length. The vendor's cap on a page's size is not known either: only an
 * empty page is the end, or a repetition of the last one, if the vendor answers so beyond it.
 *
 * @param items Where the items are in a reply; empty if the reply itself is the list.
 */
/* @__NO_SIDE_EFFECTS__ */
export function unknownLengthPager(items: string): Pager {
  const pager = pageNumberPager({ items, page: "page_number", size: "page_size", pageSize: 1 });
  return { ...pager, repeatedPageEnds: true };
}
