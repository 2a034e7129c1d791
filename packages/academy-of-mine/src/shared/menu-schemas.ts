import * as z from "#zod";
import { id } from "../fields.ts";
import { maybe, maybeFlag, maybeNumber, maybeText } from "./replies.ts";

/** See `MenuItem`. */
export const menuItem = () =>
  z.looseObject({
    label: maybeText(),
    type: maybeText(),
    custom_link: maybeText(),
    page_id: maybeNumber(),
    display_order: maybeNumber(),
    css_class: maybeText(),
    restrictions: maybe(z.array(z.unknown())),
    open_in_new_tab: maybeFlag(),
    level: maybeNumber(),
    isCollapsed: maybeFlag(),
    hyperlink: maybeText(),
  });

/** See `Menu`. */
export const menu = () =>
  z.looseObject({ id: z.number(), name: maybeText(), items: maybe(z.array(menuItem())) });

/** The fields of `NewMenuItem`. */
export const newMenuItemFields = () => ({
  label: z.optional(z.string()),
  icon: z.optional(z.string()),
  type: z.optional(z.string()),
  page_id: z.optional(id()),
  custom_link: z.optional(z.string()),
  css_class: z.optional(z.string()),
  restrictions: z.optional(z.array(z.unknown())),
  open_in_new_tab: z.optional(z.boolean()),
  level: z.optional(z.number()),
});
