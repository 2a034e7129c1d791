import { laravelPager, type Pager } from "@kelaskit/core/vendor";

/**
 * A page of a list. The vendor's page prints `current_page` and `data` only; the others are what its other lists on the
 * same host have (deduced), so that each may be missing.
 */
export interface Page<Item> {
  /** The number of this page, from 1. */
  readonly current_page: number;
  /** The items of this page. */
  readonly data: readonly Item[];
  /** The number of the last page. */
  readonly last_page?: number | undefined;
  /** Where the next page is; null on the last one. */
  readonly next_page_url?: string | null | undefined;
  /** Where the page before is; null on the first one. */
  readonly prev_page_url?: string | null | undefined;
  /** Where the first page is. */
  readonly first_page_url?: string | null | undefined;
  /** Where the last page is. */
  readonly last_page_url?: string | null | undefined;
  /** The list's address without a page. */
  readonly path?: string | null | undefined;
  /** How many items a page holds; in digits on some of the vendor's lists. */
  readonly per_page?: number | string | null | undefined;
  /** How many items there are on all pages. */
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
  /** Where it leads; null where there is nothing. */
  readonly url?: string | null | undefined;
  /** What stands on the button, as HTML. */
  readonly label?: string | null | undefined;
  /** Whether it is this page. */
  readonly active?: boolean | null | undefined;
}

/** Pages of plans: the paginator stands under `data`, and its items under `data.data`. */
/* @__NO_SIDE_EFFECTS__ */
export function planPager(): Pager {
  return laravelPager({ root: "data" });
}

/**
 * Lists whose sample shows the items alone under `data`. Walked until a page is empty or comes again, so that nothing is
 * missed should the vendor part a long list, and nothing comes twice should it not know `page`.
 */
/* @__NO_SIDE_EFFECTS__ */
export function plainPager(): Pager {
  return laravelPager();
}
