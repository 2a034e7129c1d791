import { cursorPager, type Pager, type RuleIssue } from "@kelaskit/core/vendor";

/** Which page of a list, and its size. */
export interface CursorParams {
  /** How many items a page contains; at most 25 where the vendor documents a limit. @default 25 */
  readonly page_size?: number | undefined;
  /** The `next_cursor` of the previous page. */
  readonly next_cursor?: string | undefined;
  /** The `previous_cursor` of the next page. */
  readonly previous_cursor?: string | undefined;
}

/** Which page of a list of one store, and its size. */
export interface PageParams extends CursorParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
}

/** A page of a list. */
export interface Page<Item> {
  /** The items of this page. */
  readonly data: readonly Item[];
  /** True: the list is paged. */
  readonly is_paginated: boolean;
  /** Whether there is a next page. */
  readonly has_next?: boolean | undefined;
  /** Whether there is a previous page. */
  readonly has_previous?: boolean | undefined;
  /** The cursor of the next page; null on the last. */
  readonly next_cursor?: string | null | undefined;
  /** The cursor of the previous page; null on the first. */
  readonly previous_cursor?: string | null | undefined;
  /** How many items a page contains. */
  readonly page_size?: number | undefined;
}

/** Refuses both cursors in one request. */
export function onlyOneCursor({ next_cursor, previous_cursor }: CursorParams): readonly RuleIssue[] {
  return next_cursor === undefined || previous_cursor === undefined
    ? []
    : [{ field: "previous_cursor", expected: "must not be given together with next_cursor" }];
}

/** Pages by opaque cursors. Iterating goes forward from the page it starts on. */
/* @__NO_SIDE_EFFECTS__ */
export function forwardPager(): Pager {
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
