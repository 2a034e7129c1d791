import type { NoParams } from "@kelaskit/core/vendor";
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
import { lookupOption, maybe, maybeFlag, maybeText, message, page, saved } from "../shared/replies.ts";
import type { Id, LookupOption, Message, OpenEnum, Saved } from "../shared/shapes.ts";

/** Who may open a page that only logged-in users see. `pages.lookupRestrictions` lists the values with display text. */
export type PageAudience = OpenEnum<"all" | "user_category" | "user_type">;

/** A page of the site. */
export interface SitePage extends SitePageTitle {
  /** Its URL slug. */
  readonly slug?: string | null | undefined;
  /** What it shows. The vendor's sample is an empty list; that it contains the written blocks is deduced. */
  readonly content?: readonly PageBlock[] | null | undefined;
  readonly layout?: SitePageLayout | null | undefined;
  /** The title for search engines. */
  readonly seo_title?: string | null | undefined;
  /** The description for search engines. */
  readonly seo_description?: string | null | undefined;
  /** The URL of the picture for search engines. */
  readonly seo_thumbnail_url?: string | null | undefined;
  /** Whether only logged-in users see it. */
  readonly restrictedToLoginUser?: boolean | null | undefined;
  readonly accessibleBy?: PageAudience | null | undefined;
  /** Undocumented; empty in the sample. */
  readonly metas?: readonly unknown[] | null | undefined;
  /** The categories of users who may open it, such as "Student". */
  readonly userCategory?: readonly string[] | null | undefined;
  /** The types of users who may open it, such as "Teacher". */
  readonly userType?: readonly string[] | null | undefined;
}

/** Which page to read. */
export interface GetSitePageParams {
  /** The page's id. */
  readonly id: Id;
}

/** A page to create. */
export interface CreateSitePageParams {
  readonly title: string;
  /** What it shows; sent as a JSON string. */
  readonly content?: readonly PageBlock[] | undefined;
  readonly layout: SitePageLayout;
  /** The title for search engines. */
  readonly seo_title?: string | undefined;
  /** The description for search engines. */
  readonly seo_description?: string | undefined;
  /** The URL of the picture for search engines. */
  readonly seo_thumbnail_url?: string | undefined;
  /** Whether only logged-in users see it. */
  readonly restrictedToLoginUser?: boolean | undefined;
  /**
   * Who of the logged-in users. Marked as required although the vendor needs it for a restricted page only: `all`
   * otherwise.
   */
  readonly accessibleBy: PageAudience;
  /**
   * Categories of users, such as "Student". Marked as required although needed for `user_category` only: empty
   * otherwise.
   */
  readonly userCategory: readonly string[];
  /** Types of users, such as "Teacher". Marked as required although needed for `user_type` only: empty otherwise. */
  readonly userType: readonly string[];
}

/** The new values of a page. */
export interface UpdateSitePageParams extends CreateSitePageParams {
  /** The page's id. */
  readonly id: Id;
}

/** A page's new address. */
export interface UpdateSlugParams {
  /** The page's id. */
  readonly id: Id;
  /** The URL slug of the page, such as "about-us"; sent in the query. */
  readonly slug: string;
}

/** A message from the contact form. */
export interface ContactFormParams {
  readonly firstName: string;
  readonly lastName: string;
  /** The e-mail address of the person who asks. */
  readonly email: string;
  readonly phoneNo: string;
  /** The question. */
  readonly content: string;
  /** The e-mail address that the message goes to. @default the administrator's, according to the vendor */
  readonly toEmail?: string | undefined;
}

/** An entry of the menu of a learner's dashboard. */
export interface DashboardMenuItem {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** Its URL slug, such as "dashboard". */
  readonly slug?: string | null | undefined;
}

/** What a learner's dashboard can lead to. */
export interface LearnerDashboard {
  /** The pages that the user may open. */
  readonly pages?: readonly SitePageTitle[] | null | undefined;
  readonly menus?: readonly DashboardMenuItem[] | null | undefined;
}

const sitePage = () =>
  z.looseObject({
    id: z.number(),
    title: maybeText(),
    slug: maybeText(),
    content: maybe(z.array(pageBlock())),
    layout: maybeText(),
    seo_title: maybeText(),
    seo_description: maybeText(),
    seo_thumbnail_url: maybeText(),
    restrictedToLoginUser: maybeFlag(),
    accessibleBy: maybeText(),
    metas: maybe(z.array(z.unknown())),
    userCategory: maybe(z.array(z.string())),
    userType: maybe(z.array(z.string())),
  });

const sitePageFields = () => ({
  title: text(),
  content: z.optional(z.array(pageBlock())),
  layout: text(),
  seo_title: z.optional(text()),
  seo_description: z.optional(text()),
  seo_thumbnail_url: z.optional(text()),
  restrictedToLoginUser: z.optional(z.boolean()),
  accessibleBy: text(),
  userCategory: z.array(z.string()),
  userType: z.array(z.string()),
});

const dashboardMenuItem = () => z.looseObject({ id: z.number(), name: maybeText(), slug: maybeText() });

/** Lists the pages of the site, page by page. */
export const list = listOperation<ListSitePagesParams, Page<SitePageSummary>, SitePageSummary>({
  name: "pages.list",
  method: "GET",
  path: "/page/list",
  params: () => z.strictObject(listSitePagesFields()),
  response: () => page(z.looseObject(sitePageSummaryFields())),
});

/** Reads a page with its content and who may open it. */
export const get = operation<GetSitePageParams, SitePage>({
  name: "pages.get",
  method: "GET",
  path: "/page/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => sitePage(),
});

/**
 * Creates a page and returns its id. The vendor says that it belongs to a portal and documents no field for which one;
 * for that there is `portals.createPage`.
 */
export const create = operation<CreateSitePageParams, Saved>({
  name: "pages.create",
  method: "POST",
  path: "/page",
  encode: { content: "json" },
  params: () => z.strictObject(sitePageFields()),
  response: () => saved(),
});

/** Changes a page, its text for search engines and who may open it. Its address is changed with `pages.updateSlug`. */
export const update = operation<UpdateSitePageParams, Saved>({
  name: "pages.update",
  method: "PUT",
  path: "/page/{id}",
  encode: { content: "json" },
  params: () => z.strictObject({ id: id(), ...sitePageFields() }),
  response: () => saved(),
});

/**
 * Changes the address of a page, so links to the old one may break. If another page already has the address, a number
 * is appended.
 *
 * @returns The address that the page really got, such as "about-us-1". The vendor prints it as a bare JSON text; should
 * it come without its quotes, the call ends in a `ResponseMismatchError` although the address is changed.
 */
export const updateSlug = operation<UpdateSlugParams, string>({
  name: "pages.updateSlug",
  method: "PUT",
  path: "/page/update-slug/{id}",
  query: ["slug"],
  params: () => z.strictObject({ id: id(), slug: text() }),
  response: () => z.string(),
});

/** Takes pages off the site by turning them into drafts; `pages.restore` brings them back. */
export const softDelete = operation<SitePagesParams, Message>({
  name: "pages.softDelete",
  method: "DELETE",
  path: "/page/soft-delete",
  params: () => sitePagesParams(),
  response: () => message(),
});

/** Deletes pages permanently: nothing brings them back. To take them off the site only, use `pages.softDelete`. */
export const hardDelete = operation<SitePagesParams, Message>({
  name: "pages.hardDelete",
  method: "DELETE",
  path: "/page/hard-delete",
  params: () => sitePagesParams(),
  response: () => message(),
});

/** Publishes pages again that `pages.softDelete` turned into drafts. */
export const restore = operation<SitePagesParams, Message>({
  name: "pages.restore",
  method: "PUT",
  path: "/page/restore",
  params: () => sitePagesParams(),
  response: () => message(),
});

/**
 * Sends a question from the site's contact form by e-mail to administrators and instructors, or to an address of your
 * choice.
 */
export const submitContactForm = operation<ContactFormParams, Message>({
  name: "pages.submitContactForm",
  method: "POST",
  path: "/page/submit-contact-form",
  params: () =>
    z.strictObject({
      firstName: text(),
      lastName: text(),
      email: text(),
      phoneNo: text(),
      content: text(),
      toEmail: z.optional(text()),
    }),
  response: () => message(),
});

/** Returns the menu of a learner's dashboard, and the pages that are open to everyone or to the user's type. */
export const getLearnerDashboard = operation<NoParams, LearnerDashboard>({
  name: "pages.getLearnerDashboard",
  method: "GET",
  path: "/page/learner-dashboard",
  response: () =>
    z.looseObject({
      pages: maybe(z.array(sitePageTitle())),
      menus: maybe(z.array(dashboardMenuItem())),
    }),
});

/**
 * Lists the values of a page's `layout`. Not the layouts of `pages.listLayouts`, which are ready-made parts of pages.
 */
export const lookupLayouts = operation<NoParams, readonly LookupOption[]>({
  name: "pages.lookupLayouts",
  method: "GET",
  path: "/page/layout/lookup",
  response: () => z.array(lookupOption()),
});

/** Lists the values of a page's `accessibleBy`. */
export const lookupRestrictions = operation<NoParams, readonly LookupOption[]>({
  name: "pages.lookupRestrictions",
  method: "GET",
  path: "/page/restriction/lookup",
  response: () => z.array(lookupOption()),
});
