import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { lookupOption, maybeNumber, maybeText, saved } from "../shared/replies.ts";
import type { Id, LookupOption, OpenEnum, Saved } from "../shared/shapes.ts";

/** Which part of a page a layout is for. */
export type PageLayoutContext = OpenEnum<"page" | "section" | "row" | "module">;

/** A ready-made part of a page: not the `layout` of a page, which `pages.lookupLayouts` lists. */
export interface PageLayout {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** Where it comes from: `predefined` by the vendor in the sample; how those of users are marked is not documented. */
  readonly type?: string | null | undefined;
  /** What it is for, such as "category 1"; `pages.lookupCategories` lists what seem to be the values. */
  readonly category?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly data?: string | null | undefined;
  /** The portal that it belongs to. */
  readonly portal_id?: number | null | undefined;
}

/** What to search layouts by. */
export interface PageLayoutSearch {
  /** The layout's name. */
  readonly title?: string | undefined;
  readonly category?: readonly string[] | undefined;
  /** Any other column. */
  readonly [column: string]: unknown;
}

/**
 * Which layouts to list. The vendor prints the search twice: as an object, and as separate fields with a dot in their
 * names. Which of the two its server reads is not known; pass both to be safe.
 */
export interface ListPageLayoutsParams {
  readonly context: PageLayoutContext;
  /** Required by the vendor, who shows no example: sent as JSON text. */
  readonly search: PageLayoutSearch;
  /** The layout's name. */
  readonly "search.title"?: string | undefined;
  /** Categories; sent as `search.category=a&search.category=b`, as the vendor shows it. */
  readonly "search.category"?: readonly string[] | undefined;
}

/** A layout to save. */
export interface CreatePageLayoutParams {
  readonly name: string;
  readonly context: PageLayoutContext;
  /** The HTML of the layout. */
  readonly data: string;
  /** The portal that it is for. */
  readonly portalId: Id;
}

/** A piece of HTML to put into pages. */
export interface PageSnippet {
  readonly name?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly html?: string | null | undefined;
}

const pageLayout = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    type: maybeText(),
    category: maybeText(),
    data: maybeText(),
    portal_id: maybeNumber(),
  });

/**
 * Lists the ready-made layouts for one part of a page. The vendor's text refers to a list, its sample is a single
 * layout: check the reply with `Array.isArray`.
 */
export const listLayouts = operation<ListPageLayoutsParams, readonly PageLayout[] | PageLayout>({
  name: "pages.listLayouts",
  method: "GET",
  path: "/page/layout/list",
  encode: { search: "json" },
  params: () =>
    z.strictObject({
      context: text(),
      search: z.looseObject({ title: z.optional(z.string()), category: z.optional(z.array(z.string())) }),
      "search.title": z.optional(text()),
      "search.category": z.optional(z.array(z.string())),
    }),
  response: () => z.union([z.array(pageLayout()), pageLayout()]),
});

/** Saves a part of a page as a reusable layout. No operation changes or deletes one. */
export const createLayout = operation<CreatePageLayoutParams, Saved>({
  name: "pages.createLayout",
  method: "POST",
  path: "/page/layout",
  params: () => z.strictObject({ name: text(), context: text(), data: text(), portalId: id() }),
  response: () => saved(),
});

/** Returns the snippets that pages can be built from, by their identifiers. */
export const listSnippets = operation<NoParams, Readonly<Record<string, PageSnippet>>>({
  name: "pages.listSnippets",
  method: "GET",
  path: "/page/snippet/list",
  response: () => z.record(z.string(), z.looseObject({ name: maybeText(), html: maybeText() })),
});

/** Lists what pages and their parts are filed under, such as `faq` and `testimonial`. */
export const lookupCategories = operation<NoParams, readonly LookupOption[]>({
  name: "pages.lookupCategories",
  method: "GET",
  path: "/page/category/lookup",
  response: () => z.array(lookupOption()),
});
