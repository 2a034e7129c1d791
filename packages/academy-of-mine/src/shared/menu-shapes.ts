import type { Id, OpenEnum } from "./shapes.ts";

/**
 * Where an entry of a menu leads: to a page, or to an address of yours. The vendor's page for portals spells the second
 * `custom_link`, its example for the other menus `custom`.
 */
export type MenuItemType = OpenEnum<"page" | "custom_link" | "custom">;

/** An entry of a menu. It has no id of its own in the vendor's samples. */
export interface MenuItem {
  /** The text that is shown. */
  readonly label?: string | null | undefined;
  readonly type?: MenuItemType | null | undefined;
  /** Where it leads when it is not a page, such as "/dashboard". */
  readonly custom_link?: string | null | undefined;
  /** The id of the page that it leads to. */
  readonly page_id?: number | null | undefined;
  /** Its place in the menu, from 1. */
  readonly display_order?: number | null | undefined;
  /** A CSS class that it gets. */
  readonly css_class?: string | null | undefined;
  /** Who sees it. The samples show an empty list and null: its entries are not documented. */
  readonly restrictions?: readonly unknown[] | null | undefined;
  readonly open_in_new_tab?: boolean | null | undefined;
  /** Its depth: 1 for the menu itself. */
  readonly level?: number | null | undefined;
  /** Whether its submenu is closed at first. */
  readonly isCollapsed?: boolean | null | undefined;
  /** The address that it leads to in the end. Missing on most entries of the samples. */
  readonly hyperlink?: string | null | undefined;
}

/** A menu with all its entries. */
export interface Menu {
  readonly id: number;
  /** For example, "Main Menu". */
  readonly name?: string | null | undefined;
  readonly items?: readonly MenuItem[] | null | undefined;
}

/** An entry of a menu to save. Omit fields that are null in an entry that you have read. */
export interface NewMenuItem {
  /** The text to show. */
  readonly label?: string | undefined;
  /** The name of an icon, such as "home-icon". */
  readonly icon?: string | undefined;
  readonly type?: MenuItemType | undefined;
  /** The id of the page that it leads to, where it leads to a page. */
  readonly page_id?: Id | undefined;
  /** Where it leads when it is not a page, such as "/home". */
  readonly custom_link?: string | undefined;
  /** A CSS class for it. */
  readonly css_class?: string | undefined;
  /** Who sees it. The vendor shows an empty list only. */
  readonly restrictions?: readonly unknown[] | undefined;
  readonly open_in_new_tab?: boolean | undefined;
  /** Its depth: 1 for the menu itself. */
  readonly level?: number | undefined;
  /** Any other field that entries have: the vendor shows an example, no list of fields. */
  readonly [field: string]: unknown;
}
