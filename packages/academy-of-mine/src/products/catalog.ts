import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, ordering, pageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybeFlag, maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum, Ordering } from "../shared/shapes.ts";
import type { PriceFrequency, ProductStatus, ProductType } from "./kinds.ts";

/** A product as the portal's catalog shows it. */
export interface CatalogProduct {
  readonly id: number;
  readonly title?: string | null | undefined;
  /** The URL slug of its page. */
  readonly slug?: string | null | undefined;
  /** The price to show, most likely the sale price while there is one; neither unit nor currency is documented. */
  readonly displayPrice?: number | null | undefined;
  readonly status?: ProductStatus | null | undefined;
  /** `SIMPLE` in the sample, the same as `type`. */
  readonly label?: string | null | undefined;
  /** The label as display text, such as "Simple". */
  readonly display_label?: string | null | undefined;
  readonly canBePurchased?: boolean | null | undefined;
  readonly seo_description?: string | null | undefined;
  /** The price; neither unit nor currency is documented. */
  readonly price?: number | null | undefined;
  readonly type?: ProductType | null | undefined;
  /** How often the price is paid; the sample has it for a `SIMPLE` product, too. */
  readonly price_frequency?: PriceFrequency | null | undefined;
  readonly webinarsCount?: number | null | undefined;
  readonly modulesCount?: number | null | undefined;
  /** For example, 4.5; the scale is not documented. */
  readonly averageRating?: number | null | undefined;
}

/** A product that was found, as an entry of a search box. */
export interface ProductMatch {
  readonly id: number;
  /** The product's title. */
  readonly name?: string | null | undefined;
  /** The path of its page in the portal, such as `/product/product-1`. */
  readonly value?: string | null | undefined;
}

/** A webinar of a course that a product gives access to. */
export interface ProductWebinar {
  readonly id: number;
  /** As `YYYY-MM-DD`. */
  readonly startDate?: string | null | undefined;
  /** As `YYYY-MM-DD`. */
  readonly endDate?: string | null | undefined;
  /** For example, "09:00:00"; the zone is not documented. */
  readonly startTime?: string | null | undefined;
  /** For example, "17:00:00". */
  readonly endTime?: string | null | undefined;
  readonly location_id?: number | null | undefined;
  /** The location's name. */
  readonly location?: string | null | undefined;
}

/** Columns to search the catalog by. The vendor shows these. */
export interface CatalogSearch {
  readonly title?: string | undefined;
  /** Ids of products in one string. The sample's is empty: what separates them is not documented. */
  readonly ids?: string | undefined;
  readonly selectedPrice?: readonly OpenEnum<"Paid" | "Free">[] | undefined;
  /** Product categories. Empty in the sample: whether ids or names is not documented. */
  readonly selectedProductCategories?: readonly unknown[] | undefined;
  /** Kinds of courses. Empty in the sample: their values are not documented. */
  readonly selectedCourseType?: readonly unknown[] | undefined;
  readonly [column: string]: unknown;
}

/** Which part of the catalog to list. */
export interface ListCatalogParams extends PageParams {
  /** Required here, unlike in most lists. */
  readonly order_by: Ordering;
  /** Sent as JSON text. Required here; what an empty object matches is not documented. */
  readonly search_param: CatalogSearch;
}

/** What to look for. */
export interface SearchProductsParams {
  /** A part of a name. */
  readonly search_term: string;
}

/** Which webinars of a product to list. */
export interface ProductWebinarSearch {
  /** From which day to which, both as `YYYY-MM-DD`. */
  readonly dates?: readonly [string, string] | undefined;
  /** A location's id. */
  readonly location?: Id | undefined;
  readonly [column: string]: unknown;
}

/** Whose webinars to list. */
export interface ListProductWebinarsParams {
  readonly product_id: Id;
  /** Sent as JSON text. */
  readonly search_param?: ProductWebinarSearch | undefined;
}

const catalogProduct = () =>
  z.looseObject({
    id: z.number(),
    title: maybeText(),
    slug: maybeText(),
    displayPrice: maybeNumber(),
    status: maybeText(),
    label: maybeText(),
    display_label: maybeText(),
    canBePurchased: maybeFlag(),
    seo_description: maybeText(),
    price: maybeNumber(),
    type: maybeText(),
    price_frequency: maybeText(),
    webinarsCount: maybeNumber(),
    modulesCount: maybeNumber(),
    averageRating: maybeNumber(),
  });

const catalogSearch = () =>
  z.looseObject({
    title: z.optional(z.string()),
    ids: z.optional(z.string()),
    selectedPrice: z.optional(z.array(text())),
    selectedProductCategories: z.optional(z.array(z.unknown())),
    selectedCourseType: z.optional(z.array(z.unknown())),
  });

const productMatch = () => z.looseObject({ id: z.number(), name: maybeText(), value: maybeText() });

const productWebinar = () =>
  z.looseObject({
    id: z.number(),
    startDate: maybeText(),
    endDate: maybeText(),
    startTime: maybeText(),
    endTime: maybeText(),
    location_id: maybeNumber(),
    location: maybeText(),
  });

const productWebinarSearch = () =>
  z.looseObject({
    dates: z.optional(z.tuple([text(), text()])),
    location: z.optional(id()),
  });

/**
 * Lists products as the portal offers them to learners, with price, rating and contents: await it for one page,
 * iterate it for all. Sorting and search must be given. `products.list` is the administrator's list.
 */
export const listCatalog = listOperation<ListCatalogParams, Page<CatalogProduct>, CatalogProduct>({
  name: "products.listCatalog",
  method: "GET",
  path: "/product/catalog/list",
  params: () => z.strictObject({ ...pageParams(), order_by: ordering(), search_param: catalogSearch() }),
  response: () => page(catalogProduct()),
});

/**
 * Finds products by a part of their names or of the names of the courses and learning paths in them. Not paged.
 * `products.lookup` looks at the products' own names only.
 */
export const search = operation<SearchProductsParams, readonly ProductMatch[]>({
  name: "products.search",
  method: "GET",
  path: "/product/search",
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.array(productMatch()),
});

/**
 * Lists the webinars of the courses in a product, by the name of the course: an object whose keys are the names, so
 * two courses of the same name cannot be told apart. A course without webinars has an empty list. Not paged.
 */
export const listWebinars = operation<
  ListProductWebinarsParams,
  Readonly<Record<string, readonly ProductWebinar[]>>
>({
  name: "products.listWebinars",
  method: "GET",
  path: "/product/webinar/list",
  encode: { search_param: "json" },
  params: () => z.strictObject({ product_id: id(), search_param: z.optional(productWebinarSearch()) }),
  response: () => z.record(z.string(), z.array(productWebinar())),
});
