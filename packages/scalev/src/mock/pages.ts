import type { Page, CursorParams } from "../pagination.ts";
import { errorReply } from "./reply.ts";

/** The vendor's maximum page size. */
const longestPage = 25;

function toCursor(start: number): string {
  return btoa(`item:${start}`);
}

/** The position of a cursor; undefined for an unknown one. */
function readCursor(cursor: string, length: number): number | undefined {
  try {
    const start = Number(/^item:(\d+)$/.exec(atob(cursor))?.[1] ?? "none");
    return start <= length ? start : undefined;
  } catch {
    // Not base64.
    return undefined;
  }
}

/** Returns one page with its cursors; a wrong cursor is answered with 400, as the vendor documents. */
export function pageOf<Item>(items: readonly Item[], params: CursorParams): Page<Item> | Response {
  const size = Math.min(params.page_size ?? longestPage, longestPage);
  const cursor = params.next_cursor ?? params.previous_cursor;
  const start = cursor === undefined ? 0 : readCursor(cursor, items.length);
  if (start === undefined) return errorReply(400, "Invalid cursor");
  const end = start + size;
  return {
    data: items.slice(start, end),
    is_paginated: true,
    has_next: end < items.length,
    has_previous: start > 0,
    next_cursor: end < items.length ? toCursor(end) : null,
    previous_cursor: start > 0 ? toCursor(Math.max(0, start - size)) : null,
    page_size: size,
  };
}
