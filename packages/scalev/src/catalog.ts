import { operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { anyObject, id, maybeCount, maybeFlag, maybeText, price } from "./fields.ts";
import { pageFields, pageParams } from "./page-schemas.ts";
import { forwardPager, onlyOneCursor, type Page, type PageParams } from "./pagination.ts";

/** The prices of the cheapest and the most expensive variant. Decimal strings or numbers: the vendor allows both. */
export interface PriceRange {
  /** The lowest price. */
  readonly min?: string | number | undefined;
  /** The highest price. */
  readonly max?: string | number | undefined;
}

/** The category of a product. */
export interface Taxonomy {
  /** The category's number. */
  readonly id?: number | undefined;
  /** Its name. */
  readonly name?: string | undefined;
  /** The names of the path from the root category. */
  readonly full_path?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** The fields that products and bundles share in a list. */
export interface CatalogCard {
  /** The product's number; for a bundle, the number of its price option. */
  readonly id: number;
  /** The slug, for `catalog.getProduct`. */
  readonly slug: string;
  /** The name. */
  readonly name: string;
  /** The seller's description; it may contain HTML. */
  readonly description?: string | null | undefined;
  /** The URL of a thumbnail. */
  readonly meta_thumbnail?: string | null | undefined;
  /** Whether there are several variants; deduced from the name, the vendor documents nothing more. */
  readonly is_multiple?: boolean | null | undefined;
  /** The name of the first option of its variants, such as "Size". */
  readonly option1_name?: string | null | undefined;
  /** The name of the second option. */
  readonly option2_name?: string | null | undefined;
  /** The name of the third option. */
  readonly option3_name?: string | null | undefined;
  /** Whether it can be bought now. */
  readonly in_stock: boolean;
  /** The prices of its variants. */
  readonly price_range: PriceRange | null;
  /** The URLs of images. */
  readonly images: readonly string[];
  /** The category. */
  readonly taxonomy?: Taxonomy | null | undefined;
  /** In ISO 8601. */
  readonly created_at?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A product in a list. */
export interface ProductCard extends CatalogCard {
  /** Distinguishes products from bundles. */
  readonly entity_type: "product";
  /** The kind of item; the vendor lists no values. */
  readonly item_type: string;
}

/** A bundle of products in a list, for one of its prices. */
export interface BundleCard extends CatalogCard {
  /** Distinguishes bundles from products. */
  readonly entity_type: "bundle_price_option";
  /** The number of the price option. */
  readonly bundle_price_option_id: number;
  /** The bundle's number. */
  readonly bundle_id: number;
}

/** A product or a bundle; `entity_type` distinguishes them. */
export type CatalogItem = ProductCard | BundleCard;

/** A variant of a product, such as a size, color or edition. */
export interface Variant {
  /** The variant's number, used by the lines of orders. */
  readonly id?: number | undefined;
  /** The variant's UUID, used by `courses.getAccess`. */
  readonly uuid?: string | null | undefined;
  /** The variant's unique id, `variant_…`, used by webhooks. */
  readonly unique_id?: string | null | undefined;
  /** The seller's own code. */
  readonly sku?: string | null | undefined;
  /** The name. */
  readonly name?: string | null | undefined;
  /** The names of the product and the variant. */
  readonly fullname?: string | null | undefined;
  /** The seller's description; it may contain HTML. */
  readonly description?: string | null | undefined;
  /** The description with markup. */
  readonly rich_description?: string | null | undefined;
  /** The value of the first option, such as "XL". */
  readonly option1_value?: string | null | undefined;
  /** The value of the second option. */
  readonly option2_value?: string | null | undefined;
  /** The value of the third option. */
  readonly option3_value?: string | null | undefined;
  /** The kind of item; the vendor lists no values. */
  readonly item_type?: string | undefined;
  /** The currency of the price. */
  readonly currency?: string | null | undefined;
  /** The price: a decimal string or a number; the vendor allows both. */
  readonly price?: string | number | undefined;
  /** Whether it is paid once or repeatedly; the vendor lists no values. */
  readonly pricing_type?: string | null | undefined;
  /** The unit of a recurring payment. */
  readonly interval?: string | null | undefined;
  /** How many of these units are between two payments. */
  readonly interval_count?: number | null | undefined;
  /** The URLs of images. */
  readonly images?: readonly string[] | undefined;
  /** Whether its stock is tracked. */
  readonly is_inventory?: boolean | null | undefined;
  /** Whether it is for sale. */
  readonly is_active?: boolean | null | undefined;
  /** The unit is not documented. */
  readonly weight?: number | null | undefined;
  /** The seller's metadata. */
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A product with its variants. */
export interface Product extends ProductCard {
  /** The description with markup. */
  readonly rich_description?: string | null | undefined;
  /** Its variants. */
  readonly variants?: readonly Variant[] | undefined;
}

/** Which page of the catalog. */
export type ListItemsParams = PageParams;

/** A page of the catalog. */
export type ItemPage = Page<CatalogItem>;

/** Which product to get. */
export interface GetProductParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The product's slug, from `catalog.listItems`. */
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
 * Lists the products and bundles of the store. Await it for one page; iterate it for the items of all pages.
 *
 * The paging parameters are deduced: the vendor documents them for lists in general, not for this one.
 *
 * @throws NotFoundError when the store or the storefront key is unknown.
 * @see https://docs.scalev.com
 */
export const listItems = pagedOperation<ListItemsParams, ItemPage, CatalogItem>({
  name: "catalog.listItems",
  method: "GET",
  path: "/v3/stores/{storeId}/public/items",
  evidence: "documented",
  auth: "storefront",
  clientParams: ["storeId"],
  params: pageParams,
  rules: onlyOneCursor,
  response: () =>
    z.looseObject({
      // Closed, unlike other values of replies, because it determines the shape of the item.
      data: z.array(
        z.discriminatedUnion("entity_type", [z.looseObject(productCard()), z.looseObject(bundleCard())]),
      ),
      ...pageFields(),
    }),
  pager: forwardPager(),
});

/**
 * Gets a product with its variants.
 *
 * @throws NotFoundError when there is no such product, or the store or the storefront key is unknown.
 * @see https://docs.scalev.com
 */
export const getProduct = operation<GetProductParams, Product>({
  name: "catalog.getProduct",
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
