import type { PageParams } from "../pagination.ts";
import type { Id, OpenEnum, Ordering } from "./shapes.ts";

/** How wide a page is, and what surrounds it. `pages.lookupLayouts` lists the values with display text. */
export type SitePageLayout = OpenEnum<"full_width" | "no_header" | "fixed_width">;

/** A block of a page's content. The vendor shows one example, of the type `text`, and no list of types. */
export interface PageBlock {
  /** The kind of block, such as `text`. */
  readonly type?: string | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly text?: string | undefined;
  /** What other kinds of blocks contain. */
  readonly [field: string]: unknown;
}

/** A page to choose or to link to. */
export interface SitePageTitle {
  readonly id: number;
  readonly title?: string | null | undefined;
}

/** A page in a list. */
export interface SitePageSummary extends SitePageTitle {
  /** Its URL slug, such as "home-page". */
  readonly slug?: string | null | undefined;
  /** The name of the person who created it. */
  readonly author?: string | null | undefined;
  /** For example, "2021-01-01 12:00:00". The zone is not documented. */
  readonly created_at?: string | null | undefined;
}

/** What to search pages by. The vendor names one column. */
export interface SitePageSearch {
  /** The page's title. */
  readonly pageName?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which pages to list. */
export interface ListSitePagesParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  /**
   * What to search by. The vendor's page calls it an integer and shows 0, although other lists take an object: both are
   * accepted.
   */
  readonly search_param?: SitePageSearch | number | undefined;
  /** Which kind of pages. The vendor shows 0 and does not say what it means. */
  readonly type?: number | undefined;
}

/** Which pages an action is for. */
export interface SitePagesParams {
  /** Their ids. */
  readonly page_ids: readonly Id[];
}
