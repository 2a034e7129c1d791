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
export interface RecordsPagerOptions {
  /** Where the items are in a reply; empty if the reply itself is the list. @default "records" */
  readonly items?: string;
  /** Where the length of the list is, `undefined` if the reply does not contain it. @default "recordsFiltered" */
  readonly total?: string | undefined;
  /** The parameter for the page's number. @default "page_number" */
  readonly page?: string;
  /** The parameter for the page's size. @default "page_size" */
  readonly size?: string;
}

/** Pages of a list whose reply contains its length. */
/* @__NO_SIDE_EFFECTS__ */
export function recordsPager(options: RecordsPagerOptions = {}): Pager {
  const { items = "records", page = "page_number", size = "page_size" } = options;
  const total = "total" in options ? options.total : "recordsFiltered";
  const names = { items, page, size };
  if (total !== undefined) return pageNumberPager({ ...names, total, pageSize: defaultPageSize });
  // Neither the end of the list nor the vendor's cap on a page's size is known: only an empty page is the end, or a
  // repetition of the last one, if the vendor answers so beyond it.
  return { ...pageNumberPager({ ...names, pageSize: 1 }), repeatedPageEnds: true };
}
