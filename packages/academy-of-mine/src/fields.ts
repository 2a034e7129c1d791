import * as z from "#zod";

/** A text that must not be empty. */
export const text = () => z.string().check(z.minLength(1));

/** An id, as a number or in digits; -1 means "no portal" where the vendor says so. */
export const id = () => z.union([z.int(), text()]);

/** Ids, in the given order. */
export const ids = () => z.array(id());

/** An amount or a count that the vendor's pages write as a number in some places and as digits in others. */
export const decimal = () => z.union([z.number(), text()]);

/** Which page of a list; see `PageParams`. The vendor requires both: the client adds them when the call does not. */
export const pageParams = () => ({
  page_size: z.int().check(z.gte(1)),
  page_number: z.int().check(z.gte(1)),
});

/** How a list is sorted; see `Ordering`. */
export const ordering = () => z.strictObject({ colName: text(), direction: z.enum(["asc", "desc"]) });

/** Which page of a list, and how the list is sorted. */
export const sortedPageParams = () => ({ ...pageParams(), order_by: z.optional(ordering()) });
