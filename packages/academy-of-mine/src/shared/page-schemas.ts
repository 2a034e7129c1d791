import * as z from "#zod";
import { ids, sortedPageParams } from "../fields.ts";
import { maybeText } from "./replies.ts";

/** See `PageBlock`. */
export const pageBlock = () => z.looseObject({ type: z.optional(z.string()), text: z.optional(z.string()) });

/** See `SitePageTitle`. */
export const sitePageTitle = () => z.looseObject({ id: z.number(), title: maybeText() });

/** The fields of `SitePageSummary`. */
export const sitePageSummaryFields = () => ({
  id: z.number(),
  title: maybeText(),
  slug: maybeText(),
  author: maybeText(),
  created_at: maybeText(),
});

/** The fields of `ListSitePagesParams`. */
export const listSitePagesFields = () => ({
  ...sortedPageParams(),
  search_param: z.optional(z.union([z.looseObject({ pageName: z.optional(z.string()) }), z.number()])),
  type: z.optional(z.int()),
});

/** See `SitePagesParams`. */
export const sitePagesParams = () => z.strictObject({ page_ids: ids() });
