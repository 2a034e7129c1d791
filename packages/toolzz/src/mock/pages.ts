import type { Page } from "../pagination.ts";
import type { ReportLinks } from "../reports.ts";

/** The default page size: that of Laravel and of the vendor's other lists. */
const usualSize = 15;

/** Which page to return, and with which keys. */
export interface PageOptions {
  /** The page's number, from 1. */
  readonly page?: number | undefined;
  /** The page's size. */
  readonly per_page?: number | undefined;
  /** The URL of the list. */
  readonly path: string;
  /** All keys of Laravel, or the two that the vendor prints. */
  readonly keys: "laravel" | "documented";
}

/** The items of one page. */
export function itemsOf<Item>(items: readonly Item[], page = 1, size = usualSize): readonly Item[] {
  return items.slice((page - 1) * size, page * size);
}

/** One page of a paginator. */
export function pageOf<Item>(items: readonly Item[], options: PageOptions): Page<Item> {
  const { page = 1, per_page: size = usualSize, path, keys } = options;
  const data = itemsOf(items, page, size);
  if (keys === "documented") return { current_page: page, data };
  const last = Math.max(1, Math.ceil(items.length / size));
  const urlOf = (number: number): string | null =>
    number >= 1 && number <= last ? `${path}?page=${number}` : null;
  const first = (page - 1) * size;
  return {
    current_page: page,
    data,
    first_page_url: urlOf(1),
    from: data.length === 0 ? null : first + 1,
    last_page: last,
    last_page_url: urlOf(last),
    links: [
      { url: urlOf(page - 1), label: "&laquo; Previous", active: false },
      { url: urlOf(page), label: String(page), active: true },
      { url: urlOf(page + 1), label: "Next &raquo;", active: false },
    ],
    next_page_url: urlOf(page + 1),
    path,
    per_page: size,
    prev_page_url: urlOf(page - 1),
    to: data.length === 0 ? null : first + data.length,
    total: items.length,
  };
}

/** One page of a list on the institution's own domain. */
export interface ReportPage<Row> {
  readonly data: readonly Row[];
  readonly links: ReportLinks;
  readonly meta: Pick<
    Page<Row>,
    "current_page" | "from" | "last_page" | "links" | "path" | "per_page" | "to"
  > & { readonly total: number };
}

/** One page of a list on the institution's own domain: 20 rows by default, as in the vendor's sample. */
export function reportPage<Row>(
  rows: readonly Row[],
  {
    page,
    perPage = 20,
    path,
  }: { readonly page?: number | undefined; readonly perPage?: number | undefined; readonly path: string },
): ReportPage<Row> {
  const whole = pageOf(rows, { page, per_page: perPage, path, keys: "laravel" });
  const { data, current_page, from, last_page, links, per_page, to } = whole;
  return {
    data,
    links: {
      first: whole.first_page_url,
      last: whole.last_page_url,
      prev: whole.prev_page_url,
      next: whole.next_page_url,
    },
    meta: { current_page, from, last_page, links, path, per_page, to, total: rows.length },
  };
}
