import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import {
  listSitePagesFields,
  pageBlock,
  sitePagesParams,
  sitePageSummaryFields,
  sitePageTitle,
} from "../shared/page-schemas.ts";
import type {
  ListSitePagesParams,
  PageBlock,
  SitePageLayout,
  SitePagesParams,
  SitePageSummary,
  SitePageTitle,
} from "../shared/page-shapes.ts";
import type { Page } from "../pagination.ts";
import { maybeNumber, maybeText, message, page, saved } from "../shared/replies.ts";
import type { Id, Message, Saved } from "../shared/shapes.ts";

/** A page of a portal. All fields are missing when the vendor has no such page. */
export interface PortalPage {
  readonly id?: number | null | undefined;
  readonly title?: string | null | undefined;
  /** Its URL slug, such as "about-us". */
  readonly slug?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. Not the blocks that are written. */
  readonly content?: string | null | undefined;
  readonly layout?: SitePageLayout | null | undefined;
}

/** A page of a portal in a list. */
export interface PortalPageSummary extends SitePageSummary {
  /** What it shows; in the sample a plain text. Never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
}

/** Whose pages to list. */
export interface ListPortalPagesParams extends ListSitePagesParams {
  readonly portalId: Id;
}

/** Which page to read. */
export interface GetPortalPageParams {
  /** The page's id. */
  readonly id: Id;
}

/** A page to create. */
export interface CreatePortalPageParams {
  readonly title: string;
  /** What it shows; sent as a list, unlike in `portals.updatePage`. */
  readonly content?: readonly PageBlock[] | undefined;
  /** The portal that it is for. */
  readonly portalId: Id;
}

/** The new values of a page. */
export interface UpdatePortalPageParams {
  /** The page's id. */
  readonly id: Id;
  readonly title: string;
  /** What it shows; sent as a JSON string, unlike in `portals.createPage`. */
  readonly content?: readonly PageBlock[] | undefined;
}

/** Which pages to look for. */
export interface LookupPortalPagesParams {
  /** Only those of this portal; -1, or none, for those of all. */
  readonly portalId?: Id | undefined;
  /** A part of the title. */
  readonly search_term?: string | undefined;
}

const portalPage = () =>
  z.looseObject({
    id: maybeNumber(),
    title: maybeText(),
    slug: maybeText(),
    content: maybeText(),
    layout: maybeText(),
  });

const portalPageSummary = () => z.looseObject({ ...sitePageSummaryFields(), content: maybeText() });

/** Lists the pages of a portal with their content, page by page. */
export const listPages = listOperation<ListPortalPagesParams, Page<PortalPageSummary>, PortalPageSummary>({
  name: "portals.listPages",
  method: "GET",
  path: "/portal/page/list/{portalId}",
  params: () => z.strictObject({ portalId: id(), ...listSitePagesFields() }),
  response: () => page(portalPageSummary()),
});

/**
 * Reads a page of a portal.
 *
 * @returns The page. For an unknown id the vendor documents an empty reply and no error: it then has no `id`, or is
 * empty.
 */
export const getPage = operation<GetPortalPageParams, PortalPage | undefined>({
  name: "portals.getPage",
  method: "GET",
  path: "/portal/page/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => z.optional(portalPage()),
});

/** Creates a page of a portal, in the name of the user whose token is used, and returns its id. */
export const createPage = operation<CreatePortalPageParams, Saved>({
  name: "portals.createPage",
  method: "POST",
  path: "/portal/page",
  params: () => z.strictObject({ title: text(), content: z.optional(z.array(pageBlock())), portalId: id() }),
  response: () => saved(),
});

/** Changes title and content of a portal's page. */
export const updatePage = operation<UpdatePortalPageParams, Saved>({
  name: "portals.updatePage",
  method: "PUT",
  path: "/portal/page/{id}",
  encode: { content: "json" },
  params: () => z.strictObject({ id: id(), title: text(), content: z.optional(z.array(pageBlock())) }),
  response: () => saved(),
});

/** Takes pages off portals by turning them into drafts; `portals.restorePages` brings them back. */
export const softDeletePages = operation<SitePagesParams, Message>({
  name: "portals.softDeletePages",
  method: "DELETE",
  path: "/portal/page/soft-delete",
  params: () => sitePagesParams(),
  response: () => message(),
});

/**
 * Deletes pages permanently: nothing brings them back. To take them off the portal only, use `portals.softDeletePages`.
 */
export const hardDeletePages = operation<SitePagesParams, Message>({
  name: "portals.hardDeletePages",
  method: "DELETE",
  path: "/portal/page/hard-delete",
  params: () => sitePagesParams(),
  response: () => message(),
});

/** Publishes pages again that `portals.softDeletePages` turned into drafts. */
export const restorePages = operation<SitePagesParams, Message>({
  name: "portals.restorePages",
  method: "PUT",
  path: "/portal/page/restore",
  params: () => sitePagesParams(),
  response: () => message(),
});

/** Finds pages of a portal by a part of their title, for a list to choose from. */
export const lookupPages = operation<LookupPortalPagesParams, readonly SitePageTitle[]>({
  name: "portals.lookupPages",
  method: "GET",
  path: "/portal/page/lookup",
  params: () => z.strictObject({ portalId: z.optional(id()), search_term: z.optional(text()) }),
  response: () => z.array(sitePageTitle()),
});
