/**
 * The menus of the site's public pages, with their entries. Those of a portal are `portals.listMenus` and
 * `portals.saveMenu`.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "./operation.ts";
import { id } from "./fields.ts";
import { menu, menuItem, newMenuItemFields } from "./shared/menu-schemas.ts";
import type { Menu, MenuItem, NewMenuItem } from "./shared/menu-shapes.ts";
import { message } from "./shared/replies.ts";
import type { Id, Message } from "./shared/shapes.ts";

/** Whose entries to list. */
export interface ListMenuItemsParams {
  /** The menu's id. */
  readonly id: Id;
}

/** A menu with its new entries. */
export interface MenuToSave {
  /** The menu's id. */
  readonly id?: Id | undefined;
  /** All its entries: the existing ones are deleted. */
  readonly items?: readonly NewMenuItem[] | undefined;
  /** Any other field that menus have: the vendor shows an example, no list of fields. */
  readonly [field: string]: unknown;
}

/** The menus to save. */
export interface SaveMenuItemsParams {
  readonly menuList: readonly MenuToSave[];
}

const menuToSave = () =>
  z.looseObject({
    id: z.optional(id()),
    items: z.optional(z.array(z.looseObject(newMenuItemFields()))),
  });

/** Lists all menus with their entries, in one reply. If it takes parameters, the vendor's page has lost their names. */
export const list = operation<NoParams, readonly Menu[]>({
  name: "menus.list",
  method: "GET",
  path: "/menu/list",
  response: () => z.array(menu()),
});

/** Lists the entries of one menu; its name is only in `menus.list`. */
export const listItems = operation<ListMenuItemsParams, readonly MenuItem[]>({
  name: "menus.listItems",
  method: "GET",
  path: "/menu/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => z.array(menuItem()),
});

/**
 * Replaces the entries of menus: existing entries are permanently deleted, so read them first and send all that should
 * stay. What happens to a menu that the list omits is not documented.
 */
export const saveItems = operation<SaveMenuItemsParams, Message>({
  name: "menus.saveItems",
  method: "POST",
  path: "/menu",
  params: () => z.strictObject({ menuList: z.array(menuToSave()) }),
  response: () => message(),
});
