import { fieldAt, PageFieldError, type Pager } from "./pager.ts";

/** The fields of a list that is read by cursor. */
export interface CursorPagerOptions {
  /** Where the items stand in a reply. */
  readonly items: string;
  /** The parameter for the cursor. */
  readonly cursor: string;
  /** Where the next page's cursor stands in a reply; missing, null or empty at the end. */
  readonly next: string;
  /** Where a reply says whether a page follows, if the vendor says so: false ends the list, true without a cursor is an error. */
  readonly hasNext?: string;
}

/** Pages by an opaque cursor. An empty page with a next cursor goes on: the vendor may have filtered it. */
/* @__NO_SIDE_EFFECTS__ */
export function cursorPager({ items, cursor, next, hasNext }: CursorPagerOptions): Pager {
  return {
    items,
    next({ params, reply }) {
      const value = fieldAt(reply, next);
      const follows = hasNext === undefined ? undefined : fieldAt(reply, hasNext);
      if (follows === false) return "end";
      if (value === undefined || value === null || value === "") {
        // The rest of the list would be lost without a word.
        if (follows === true) throw new PageFieldError(next, "a cursor", value);
        return "end";
      }
      if (typeof value !== "string" && typeof value !== "number")
        throw new PageFieldError(next, "a cursor", value);
      return { ...params, [cursor]: value };
    },
    identity: (params) => params[cursor],
  };
}
