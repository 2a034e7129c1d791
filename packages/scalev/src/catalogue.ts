import { operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { anyObject, id, maybeCount, maybeFlag, maybeText, price } from "./fields.ts";
import { pageFields, pageParams } from "./page-schemas.ts";
import { customerPager, onlyOneCursor, type Page, type PageParams } from "./pagination.ts";

/** The cheapest and the dearest variant. Decimal texts or numbers: the vendor allows both. */
export interface PriceRange {
  /** The lowest price. */
  readonly min?: string | number | undefined;
  /** The highest price. */
  readonly max?: string | number | undefined;
}

/** Where a product stands in the tree of categories. */
export interface Taxonomy {
  /** The category's number. */
  readonly id?: number | undefined;
  /** Its name. */
  readonly name?: string | undefined;
  /** The names from the root of the tree on. */
  readonly full_path?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** What products and bundles show of themselves in a list. */
export interface CatalogueCard {
  /** The product's number; of a bundle, that of its price option. */
  readonly id: number;
  /** The part of the address by which `catalogue.getProduct` finds a product. */
  readonly slug: string;
  /** The name. */
  readonly name: string;
  /** What the seller writes about it; it may hold HTML. */
  readonly description?: string | null | undefined;
  /** The address of a small picture. */
  readonly meta_thumbnail?: string | null | undefined;
  /** Whether there are several variants; the name is all that the vendor says. */
  readonly is_multiple?: boolean | null | undefined;
  /** What the first choice between variants is called, as in "Size". */
  readonly option1_name?: string | null | undefined;
  /** What the second choice is called. */
  readonly option2_name?: string | null | undefined;
  /** What the third choice is called. */
  readonly option3_name?: string | null | undefined;
  /** Whether it can be bought now. */
  readonly in_stock: boolean;
  /** The prices of its variants. */
  readonly price_range: PriceRange | null;
  /** Addresses of pictures. */
  readonly images: readonly string[];
  /** The category. */
  readonly taxonomy?: Taxonomy | null | undefined;
  /** In ISO 8601. */
  readonly created_at?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A product in a list. */
export interface ProductCard extends CatalogueCard {
  /** Tells products from bundles. */
  readonly entity_type: "product";
  /** What kind of thing it is; the vendor lists no values. */
  readonly item_type: string;
}

/** A bundle of products in a list, for one of its prices. */
export interface BundleCard extends CatalogueCard {
  /** Tells bundles from products. */
  readonly entity_type: "bundle_price_option";
  /** The number of the price option. */
  readonly bundle_price_option_id: number;
  /** The bundle's number. */
  readonly bundle_id: number;
}

/** A product or a bundle; `entity_type` tells which. */
export type CatalogueItem = ProductCard | BundleCard;

/** What is bought of a product: one of its sizes, colours, or editions. */
export interface Variant {
  /** The variant's number: what an order's line names it by. */
  readonly id?: number | undefined;
  /** The variant's UUID: what `courses.getAccess` names it by. */
  readonly uuid?: string | null | undefined;
  /** `variant_…`: what webhooks name it by. */
  readonly unique_id?: string | null | undefined;
  /** The seller's own code. */
  readonly sku?: string | null | undefined;
  /** The name. */
  readonly name?: string | null | undefined;
  /** The names of product and variant together. */
  readonly fullname?: string | null | undefined;
  /** What the seller writes about it; it may hold HTML. */
  readonly description?: string | null | undefined;
  /** The same with markup. */
  readonly rich_description?: string | null | undefined;
  /** The value of the first choice, as in "XL". */
  readonly option1_value?: string | null | undefined;
  /** The value of the second choice. */
  readonly option2_value?: string | null | undefined;
  /** The value of the third choice. */
  readonly option3_value?: string | null | undefined;
  /** What kind of thing it is; the vendor lists no values. */
  readonly item_type?: string | undefined;
  /** The currency of the price. */
  readonly currency?: string | null | undefined;
  /** A decimal text or a number: the vendor allows both. */
  readonly price?: string | number | undefined;
  /** How it is paid, once or again and again; the vendor lists no values. */
  readonly pricing_type?: string | null | undefined;
  /** The unit of a recurring payment. */
  readonly interval?: string | null | undefined;
  /** How many of these units lie between two payments. */
  readonly interval_count?: number | null | undefined;
  /** Addresses of pictures. */
  readonly images?: readonly string[] | undefined;
  /** Whether its stock is counted. */
  readonly is_inventory?: boolean | null | undefined;
  /** Whether it is sold. */
  readonly is_active?: boolean | null | undefined;
  /** The vendor does not say in which unit. */
  readonly weight?: number | null | undefined;
  /** The seller's own data. */
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A product with its variants. */
export interface Product extends ProductCard {
  /** The description with markup. */
  readonly rich_description?: string | null | undefined;
  /** What can be bought of it. */
  readonly variants?: readonly Variant[] | undefined;
}

/** Which page of the catalogue. */
export type ListItemsParams = PageParams;

/** A page of the catalogue. */
export type ItemPage = Page<CatalogueItem>;

/** Which product to get. */
export interface GetProductParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The product's slug, from `catalogue.listItems`. */
  readonly slug: string;
}

const card = () => ({
  id: z.int(),
  slug: z.string(),
  name: z.string(),
  description: maybeText(),
  meta_thumbnail: maybeText(),
  is_multiple: maybeFlag(),
  option1_name: maybeText(),
  option2_name: maybeText(),
  option3_name: maybeText(),
  in_stock: z.boolean(),
  price_range: z.nullable(z.looseObject({ min: z.optional(price()), max: z.optional(price()) })),
  images: z.array(z.string()),
  taxonomy: z.optional(
    z.nullable(
      z.looseObject({
        id: z.optional(z.int()),
        name: z.optional(z.string()),
        full_path: z.optional(z.string()),
      }),
    ),
  ),
  created_at: maybeText(),
});

const productCard = () => ({ ...card(), entity_type: z.literal("product"), item_type: z.string() });

const bundleCard = () => ({
  ...card(),
  entity_type: z.literal("bundle_price_option"),
  bundle_price_option_id: z.int(),
  bundle_id: z.int(),
});

const variant = () =>
  z.looseObject({
    id: z.optional(z.int()),
    uuid: maybeText(),
    unique_id: maybeText(),
    sku: maybeText(),
    name: maybeText(),
    fullname: maybeText(),
    description: maybeText(),
    rich_description: maybeText(),
    option1_value: maybeText(),
    option2_value: maybeText(),
    option3_value: maybeText(),
    item_type: z.optional(z.string()),
    currency: maybeText(),
    price: z.optional(price()),
    pricing_type: maybeText(),
    interval: maybeText(),
    interval_count: maybeCount(),
    images: z.optional(z.array(z.string())),
    is_inventory: maybeFlag(),
    is_active: maybeFlag(),
    weight: maybeCount(),
    metadata: z.optional(z.nullable(anyObject())),
  });

/**
 * Lists what the store sells, products and bundles: await it for one page, iterate it for the items of all pages.
 *
 * The parameters for pages are deduced: the vendor describes them for all lists, and names none for this one.
 *
 * @throws NotFoundError when the store or the storefront key is unknown.
 * @see https://docs.scalev.com
 */
export const listItems = pagedOperation<ListItemsParams, ItemPage, CatalogueItem>({
  name: "catalogue.listItems",
  method: "GET",
  path: "/v3/stores/{storeId}/public/items",
  evidence: "documented",
  auth: "storefront",
  clientParams: ["storeId"],
  params: pageParams,
  rules: onlyOneCursor,
  response: () =>
    z.looseObject({
      // Closed, though replies are open otherwise: it says which of the two shapes an item has.
      data: z.array(
        z.discriminatedUnion("entity_type", [z.looseObject(productCard()), z.looseObject(bundleCard())]),
      ),
      ...pageFields(),
    }),
  pager: customerPager(),
});

/**
 * Gets a product with its variants.
 *
 * @throws NotFoundError when there is no such product, or the store or the storefront key is unknown.
 * @see https://docs.scalev.com
 */
export const getProduct = operation<GetProductParams, Product>({
  name: "catalogue.getProduct",
  method: "GET",
  path: "/v3/stores/{storeId}/public/products/{slug}",
  evidence: "documented",
  auth: "storefront",
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: id(), slug: id() }),
  response: () =>
    z.looseObject({
      ...productCard(),
      rich_description: maybeText(),
      variants: z.optional(z.array(variant())),
    }),
});
