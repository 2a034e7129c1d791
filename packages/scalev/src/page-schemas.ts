import * as z from "#zod";

/** The parameters of every list. */
export const pageParams = () =>
  z.strictObject({
    storeId: z.string().check(z.minLength(1)),
    page_size: z.optional(z.int().check(z.gte(1))),
    next_cursor: z.optional(z.string().check(z.minLength(1))),
    previous_cursor: z.optional(z.string().check(z.minLength(1))),
  });

/** The fields beside `data` in every list's reply. */
export const pageFields = () => ({
  is_paginated: z.boolean(),
  has_next: z.optional(z.boolean()),
  has_previous: z.optional(z.boolean()),
  next_cursor: z.optional(z.nullable(z.string())),
  previous_cursor: z.optional(z.nullable(z.string())),
  page_size: z.optional(z.int()),
});
