import * as z from "#zod";
import { operation } from "../operation.ts";
import { id } from "../fields.ts";
import { menu, newMenuItemFields } from "../shared/menu-schemas.ts";
import type { Menu, NewMenuItem } from "../shared/menu-shapes.ts";
import { sitePageTitle } from "../shared/page-schemas.ts";
import type { SitePageTitle } from "../shared/page-shapes.ts";
import { maybe, message } from "../shared/replies.ts";
import type { Id, Message } from "../shared/shapes.ts";

/** The portal whose menus to list. */
export interface ListPortalMenusParams {
  /** Only those of this portal. */
  readonly portalId?: Id | undefined;
}

/** An entry of a portal's menu to save. */
export interface NewPortalMenuItem extends NewMenuItem {
  /** The id of the entry; no sample shows one being read. */
  readonly id?: Id | undefined;
  /** The entries of its submenu. */
  readonly items?: readonly NewPortalMenuItem[] | undefined;
}

/** A portal's menu to save. */
export interface SavePortalMenuParams {
  readonly portalId: Id;
  /** All entries of the menu. */
  readonly menuList: readonly NewPortalMenuItem[];
}

/** Whose pages and menu to read. */
export interface GetMenuAndPagesParams {
  readonly portalId: Id;
}

/** Where a portal's users can go. */
export interface MenuAndPages {
  readonly pages?: readonly SitePageTitle[] | null | undefined;
  /** The labels of the sidebar's entries, such as "My Profile". */
  readonly menus?: readonly string[] | null | undefined;
}

/** Created once and lazily: submenus contain entries of the same form. */
const newPortalMenuItem = () => {
  const item: z.core.$ZodType<NewPortalMenuItem> = z.looseObject({
    ...newMenuItemFields(),
    id: z.optional(id()),
    items: z.optional(z.array(z.lazy(() => item))),
  });
  return item;
};

/** Lists the menus of a portal with their entries, in one reply. */
export const listMenus = operation<ListPortalMenusParams, readonly Menu[]>({
  name: "portals.listMenus",
  method: "GET",
  path: "/portal/menu/list",
  params: () => z.strictObject({ portalId: z.optional(id()) }),
  response: () => z.array(menu()),
});

/**
 * Reads the titles of a portal's pages and the labels of its users' sidebar. Although a POST, it only reads; the vendor
 * also documents a 400.
 */
export const getMenuAndPages = operation<GetMenuAndPagesParams, MenuAndPages>({
  name: "portals.getMenuAndPages",
  method: "POST",
  path: "/portal/menu-and-pages",
  safe: true,
  params: () => z.strictObject({ portalId: id() }),
  response: () =>
    z.looseObject({ pages: maybe(z.array(sitePageTitle())), menus: maybe(z.array(z.string())) }),
});

/**
 * Saves the menu of a portal. Omitted entries are likely deleted, as in `menus.saveItems`; this is not documented. The
 * vendor describes the entries and shows no sample.
 */
export const saveMenu = operation<SavePortalMenuParams, Message>({
  name: "portals.saveMenu",
  method: "POST",
  path: "/portal/menu",
  params: () => z.strictObject({ portalId: id(), menuList: z.array(newPortalMenuItem()) }),
  response: () => message(),
});
