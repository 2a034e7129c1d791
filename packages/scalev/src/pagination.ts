import { cursorPager, type Pager, type RuleIssue } from "@kelaskit/core/vendor";

/** Which page of a list, and how long. */
export interface PageParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** How many items a page holds; 25 at most where the vendor says so. @default 25 */
  readonly page_size?: number | undefined;
  /** The `next_cursor` of the page before. */
  readonly next_cursor?: string | undefined;
  /** The `previous_cursor` of the page after. */
  readonly previous_cursor?: string | undefined;
}

/** A page of a list. */
export interface Page<Item> {
  /** The items of this page. */
  readonly data: readonly Item[];
  /** True: the list has pages. */
  readonly is_paginated: boolean;
  /** Whether a page follows. */
  readonly has_next?: boolean | undefined;
  /** Whether a page stands before. */
  readonly has_previous?: boolean | undefined;
  /** Leads to the next page; null on the last. */
  readonly next_cursor?: string | null | undefined;
  /** Leads to the page before; null on the first. */
  readonly previous_cursor?: string | null | undefined;
  /** How many items a page holds. */
  readonly page_size?: number | undefined;
}

/** A page has one place. */
export function onlyOneCursor({ next_cursor, previous_cursor }: PageParams): readonly RuleIssue[] {
  return next_cursor === undefined || previous_cursor === undefined
    ? []
    : [{ field: "previous_cursor", expected: "must not be given together with next_cursor" }];
}

/** Pages by opaque cursors. A walk goes forward, from whichever page it was started on. */
/* @__NO_SIDE_EFFECTS__ */
export function customerPager(): Pager {
  const pager = cursorPager({
    items: "data",
    cursor: "next_cursor",
    next: "next_cursor",
    hasNext: "has_next",
  });
  return {
    ...pager,
    next(page) {
      const next = pager.next(page);
      if (next === "end") return next;
      const { previous_cursor: _, ...forward } = next;
      return forward;
    },
  };
}
