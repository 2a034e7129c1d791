import * as z from "#zod";
import { id, maybeText, text } from "./fields.ts";

/** The parameters of every list. */
export const pageParams = () =>
  z.strictObject({
    storeId: id(),
    page_size: z.optional(z.int().check(z.gte(1))),
    next_cursor: z.optional(text()),
    previous_cursor: z.optional(text()),
  });

/** Every field of a page except `data`. */
export const pageFields = () => ({
  is_paginated: z.boolean(),
  has_next: z.optional(z.boolean()),
  has_previous: z.optional(z.boolean()),
  next_cursor: maybeText(),
  previous_cursor: maybeText(),
  page_size: z.optional(z.int()),
});
