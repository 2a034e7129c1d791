import * as z from "#zod";
import { maybeFlag, maybeNumber, maybeText } from "./fields.ts";

const link = () =>
  z.looseObject({
    url: maybeText(),
    label: maybeText(),
    active: maybeFlag(),
  });

/** The numbers of a page, as lists on the institution's own domain have them in `meta`. */
export const metaFields = () => ({
  current_page: maybeNumber(),
  last_page: maybeNumber(),
  path: maybeText(),
  per_page: z.optional(z.nullable(z.union([z.number(), z.string()]))),
  total: maybeNumber(),
  from: maybeNumber(),
  to: maybeNumber(),
  links: z.optional(z.nullable(z.array(link()))),
});

/** Every field of a page except its items. */
export const pageFields = () => ({
  ...metaFields(),
  current_page: z.int(),
  // Never null in Laravel, and the pager relies on it.
  last_page: z.optional(z.int()),
  next_page_url: maybeText(),
  prev_page_url: maybeText(),
  first_page_url: maybeText(),
  last_page_url: maybeText(),
});
