import type { Id, Ordering } from "../shared/shapes.ts";
import { readMoment } from "./dates.ts";

/** The page and the order of a list. */
export interface ListQuery {
  readonly page_size?: number | undefined;
  readonly page_number?: number | undefined;
  readonly order_by?: unknown;
}

function isOrdering(value: unknown): value is Ordering {
  return typeof value === "object" && value !== null && "colName" in value && "direction" in value;
}

/** A column's value as a text that sorts; most dates are printed in a form that does not. */
function sortable(value: unknown): string {
  if (typeof value === "string") return readMoment(value) ?? value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

function compare(first: unknown, second: unknown): number {
  if (typeof first === "number" && typeof second === "number") return first - second;
  return sortable(first).localeCompare(sortable(second), "en", { numeric: true });
}

/** The records in the order that is asked for; a column that they do not have changes nothing. */
export function ordered<Item extends object>(items: readonly Item[], ordering: unknown): readonly Item[] {
  if (!isOrdering(ordering)) return items;
  const { colName, direction } = ordering;
  const sorted = items.toSorted((first, second) =>
    compare(Reflect.get(first, colName), Reflect.get(second, colName)),
  );
  return direction === "desc" ? sorted.toReversed() : sorted;
}

/** The items of one page. */
export function pageItems<Item>(
  items: readonly Item[],
  { page_size: size = 50, page_number: number = 1 }: ListQuery,
): readonly Item[] {
  return items.slice((number - 1) * size, number * size);
}

/** One page of records in the vendor's usual form. */
export function pageOf<Item extends object>(
  items: readonly Item[],
  query: ListQuery,
  total = items.length,
): { readonly recordsTotal: number; readonly recordsFiltered: number; readonly records: readonly Item[] } {
  const records = pageItems(ordered(items, query.order_by), query);
  return { recordsTotal: total, recordsFiltered: items.length, records };
}

/** An id as a number; digits count as their number, anything else as no id. */
export function toNumber(id: Id | undefined): number {
  return typeof id === "number" ? id : /^-?\d+$/.test(id ?? "") ? Number(id) : Number.NaN;
}

/** Whether a text has another in it, whatever the case; an absent or empty one is in every text. */
export function hasWords(text: string, words: unknown): boolean {
  return typeof words !== "string" || text.toLowerCase().includes(words.toLowerCase());
}
