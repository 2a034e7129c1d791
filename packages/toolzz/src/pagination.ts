import { laravelPager, pageNumberPager, type Pager } from "@kelaskit/core/vendor";

/**
 * A page of a list. The vendor prints only `current_page` and `data`; the other fields are those of its other lists on the
 * same host (deduced), so each may be missing.
 */
export interface Page<Item> {
  /** The number of this page, from 1. */
  readonly current_page: number;
  /** The items of this page. */
  readonly data: readonly Item[];
  /** The number of the last page. */
  readonly last_page?: number | undefined;
  /** The URL of the next page; null on the last one. */
  readonly next_page_url?: string | null | undefined;
  /** The URL of the previous page; null on the first one. */
  readonly prev_page_url?: string | null | undefined;
  /** The URL of the first page. */
  readonly first_page_url?: string | null | undefined;
  /** The URL of the last page. */
  readonly last_page_url?: string | null | undefined;
  /** The URL of the list, without a page. */
  readonly path?: string | null | undefined;
  /** How many items a page contains; a string of digits on some of the vendor's lists. */
  readonly per_page?: number | string | null | undefined;
  /** The total number of items. */
  readonly total?: number | null | undefined;
  /** The position of the page's first item, from 1; null on an empty page. */
  readonly from?: number | null | undefined;
  /** The position of the page's last item. */
  readonly to?: number | null | undefined;
  /** Links for page buttons. */
  readonly links?: readonly PageLink[] | null | undefined;
}

/** A link for a page button. */
export interface PageLink {
  /** The URL of the page; null where there is none. */
  readonly url?: string | null | undefined;
  /** The label of the button, as HTML. */
  readonly label?: string | null | undefined;
  /** Whether it is the current page. */
  readonly active?: boolean | null | undefined;
}

/** Pages whose paginator is in `data`, and its items in `data.data`. */
/* @__NO_SIDE_EFFECTS__ */
export function dataPager(): Pager {
  return laravelPager({ root: "data" });
}

/** Pages of contents: the paginator is in `contents`. */
/* @__NO_SIDE_EFFECTS__ */
export function contentsPager(): Pager {
  return laravelPager({ root: "contents" });
}

/** Pages of the library, with their total. The default size is that of the vendor's sample. */
/* @__NO_SIDE_EFFECTS__ */
export function libraryPager(): Pager {
  return pageNumberPager({ items: "items", total: "total", page: "page", size: "limit", pageSize: 10 });
}

/** Pages on the institution's own domain, with their total in `meta`. The default size is that of the vendor's sample. */
/* @__NO_SIDE_EFFECTS__ */
export function metaPager(): Pager {
  return pageNumberPager({ items: "data", total: "meta.total", page: "page", size: "perPage", pageSize: 20 });
}

/**
 * Lists whose sample shows only the items, in `data`. Read until a page is empty or repeated: nothing is missed if the
 * vendor splits a long list, and nothing is duplicated if it ignores `page`.
 */
/* @__NO_SIDE_EFFECTS__ */
export function plainPager(): Pager {
  return laravelPager();
}
