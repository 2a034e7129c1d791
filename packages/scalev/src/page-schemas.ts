import * as z from "#zod";
import { id, maybeText, text } from "./fields.ts";

/** The parameters that choose a page. */
const cursorParams = () => ({
  page_size: z.optional(z.int().check(z.gte(1))),
  next_cursor: z.optional(text()),
  previous_cursor: z.optional(text()),
});

/** The parameters of a list of one store. */
export const pageParams = () => z.strictObject({ storeId: id(), ...cursorParams() });

/** The parameter of every business operation; see `BusinessParams`. */
export const businessParams = () => ({ b_uid: z.optional(text()) });

/** The parameters of a list of the business; see `BusinessPageParams`. */
export const businessPageParams = () => ({ ...businessParams(), ...cursorParams() });

/** Every field of a page except `data`. */
export const pageFields = () => ({
  is_paginated: z.boolean(),
  has_next: z.optional(z.boolean()),
  has_previous: z.optional(z.boolean()),
  next_cursor: maybeText(),
  previous_cursor: maybeText(),
  page_size: z.optional(z.int()),
});
