import * as z from "#zod";
import { operation } from "../operation.ts";
import { decimal, id, ids, text } from "../fields.ts";
import { maybe, maybeNumber, maybeText, message, namedOption, saved } from "../shared/replies.ts";
import type { Id, Message, NamedOption, Saved } from "../shared/shapes.ts";
import type { PriceFrequency, ProductStatus, ProductType, TrialInterval } from "./kinds.ts";

/**
 * What a product is made and changed with.
 *
 * Amounts are numbers or decimal in a string, such as "80.00" or "3500". The vendor documents neither their unit nor
 * their currency, which is most likely that of the shop.
 */
export interface ProductFields {
  readonly title: string;
  readonly description: string;
  /** The URL of a picture. */
  readonly featuredImageUrl?: string | undefined;
  readonly type: ProductType;
  /** The price from `saleStartDate` to `saleEndDate`. */
  readonly sale_price?: number | string | undefined;
  /** For example, "2025-04-01 00:00:00"; the zone is not documented. */
  readonly saleStartDate?: string | undefined;
  /** For example, "2025-04-10 00:00:00". */
  readonly saleEndDate?: string | undefined;
  readonly status: ProductStatus;
  /** Ids of product categories. */
  readonly categories?: readonly Id[] | undefined;
  /** Whether the price depends on the quantity. */
  readonly dynamic_pricing?: boolean | undefined;
  readonly seo_title?: string | undefined;
  readonly seo_description?: string | undefined;
  /** The membership that a buyer gets. */
  readonly membership_id?: Id | undefined;
  /** The length of a subscription's free trial, counted in `free_trial_frequency`. */
  readonly free_trial_value?: number | string | undefined;
  readonly free_trial_frequency?: TrialInterval | undefined;
  /** The minimum number of pieces in an order. */
  readonly minPurchaseQuantity?: number | string | undefined;
  /** "taxable" in one of the vendor's samples and "10%" in another: its values are not documented. */
  readonly saleTax?: string | undefined;
  /** A tax class of `ecommerceSettings.listTaxClasses`. */
  readonly taxClassId?: Id | undefined;
}

/** A product to create. */
export interface CreateProductParams extends ProductFields {
  /** The price outside of sales. */
  readonly regular_price: number | string;
  /** What a subscription costs each time. Required for every type; what it does for the others is not documented. */
  readonly subscription_price: number | string;
  /** How often a subscription is paid. Required for every type. */
  readonly price_frequency: PriceFrequency;
  /** When it ends, such as "2020-10-29 0:00:00"; returned as `expiry_date`. */
  readonly expiry?: string | undefined;
  /** Ids of the courses that a buyer gets. The sample shows a placeholder; `products.update` takes objects. */
  readonly courses?: readonly Id[] | undefined;
  /** Ids of the course categories whose courses a buyer gets. */
  readonly courseCategories?: readonly Id[] | undefined;
  /** Ids of the learning paths that a buyer gets. The sample shows a placeholder. */
  readonly learningPaths?: readonly Id[] | undefined;
  /** Ids of the learning path categories whose learning paths a buyer gets. */
  readonly learningPathCategories?: readonly Id[] | undefined;
  /** After how much a subscription ends; what it is counted in is not documented. Comes back as a time. */
  readonly subscription_expire_after?: number | string | undefined;
  /** Its place in the catalog. */
  readonly catalog_rank?: number | string | undefined;
  /** The id of a shipping class, most likely. No operation lists them. */
  readonly shippingClass?: Id | undefined;
}

/** A course of a product, in the form of the entries in `products.get`. */
export interface ProductCourseChoice {
  /** The course's id. */
  readonly value: Id;
  /** The course's name, as `products.get` returns it; the vendor's sample sends none. */
  readonly label?: string | undefined;
}

/** The price of one piece for a range of quantities. */
export interface DynamicPriceRule {
  /** The minimum quantity of the range. */
  readonly minQty?: number | undefined;
  /** The maximum quantity of the range; not in the sample of a request, only in that of a reply. */
  readonly maxQty?: number | undefined;
  /** The price of one piece, such as 90. */
  readonly perPrice?: number | undefined;
}

/** The new values of a product. */
export interface UpdateProductParams extends ProductFields {
  readonly id: Id;
  /** The price outside of sales. */
  readonly regular_price?: number | string | undefined;
  /** What a subscription costs each time. */
  readonly subscription_price?: number | string | undefined;
  /** How often a subscription is paid. */
  readonly price_frequency?: PriceFrequency | undefined;
  /** The courses that a buyer gets. */
  readonly courses?: readonly ProductCourseChoice[] | undefined;
  /** Ids of products to show next to it. */
  readonly relatedProducts?: readonly Id[] | undefined;
  /** Quantity prices, for a `dynamic_pricing` of true. */
  readonly dynamicPrices?: readonly DynamicPriceRule[] | undefined;
}

/** The new slug of a product. */
export interface UpdateProductSlugParams {
  readonly id: Id;
  /** The URL slug of the page, such as `about-us`. */
  readonly slug: string;
}

/** Products to put in stock or out of stock. */
export interface QuickEditProductsParams {
  readonly product_ids: readonly Id[];
  /** True to end their sale, false to start it. */
  readonly outofstock: boolean;
}

/** Which product to copy. */
export interface CloneProductParams {
  readonly productId: Id;
}

/** Which products to delete. */
export interface DeleteProductsParams {
  readonly delete_ids: readonly Id[];
}

/** Which products were deleted, and which stayed. */
export interface DeletedProducts {
  /** The vendor's message, with the reason why some stayed. */
  readonly message?: string | null | undefined;
  readonly deletedProductsCount?: number | null | undefined;
  readonly unDeletedProductsCount?: number | null | undefined;
  /** The products that stayed. */
  readonly unDeletedProducts?: readonly NamedOption[] | null | undefined;
}

const productFields = () => ({
  title: text(),
  description: text(),
  featuredImageUrl: z.optional(z.string()),
  type: text(),
  sale_price: z.optional(decimal()),
  saleStartDate: z.optional(text()),
  saleEndDate: z.optional(text()),
  status: text(),
  categories: z.optional(ids()),
  dynamic_pricing: z.optional(z.boolean()),
  seo_title: z.optional(z.string()),
  seo_description: z.optional(z.string()),
  membership_id: z.optional(id()),
  free_trial_value: z.optional(decimal()),
  free_trial_frequency: z.optional(text()),
  minPurchaseQuantity: z.optional(decimal()),
  saleTax: z.optional(text()),
  taxClassId: z.optional(id()),
});

const courseChoice = () => z.strictObject({ value: id(), label: z.optional(z.string()) });

const dynamicPriceRule = () =>
  z.strictObject({
    minQty: z.optional(z.number()),
    maxQty: z.optional(z.number()),
    perPrice: z.optional(z.number()),
  });

/**
 * Creates a product. Nothing documented delays its sale: with the status `IN-STOCK`, expect it to be on sale
 * immediately.
 *
 * The vendor requires the subscription's price and frequency for every type. Related products and quantity prices are
 * not accepted here: use `products.update`.
 */
export const create = operation<CreateProductParams, Saved>({
  name: "products.create",
  method: "POST",
  path: "/product",
  params: () =>
    z.strictObject({
      ...productFields(),
      regular_price: decimal(),
      subscription_price: decimal(),
      price_frequency: text(),
      expiry: z.optional(text()),
      courses: z.optional(ids()),
      courseCategories: z.optional(ids()),
      learningPaths: z.optional(ids()),
      learningPathCategories: z.optional(ids()),
      subscription_expire_after: z.optional(decimal()),
      catalog_rank: z.optional(decimal()),
      shippingClass: z.optional(id()),
    }),
  response: () => saved(),
});

/**
 * Changes a product. How a new price affects running subscriptions is not documented.
 *
 * Whether omitted optional fields are kept or cleared is not documented either: send what `products.get` returns.
 * Learning paths, the end of the product and its place in the catalog cannot be sent. The vendor's sample puts most
 * texts into a second pair of quotation marks; they are sent without.
 *
 * @throws NotFoundError when there is no such product; a status 400 is documented beside it, without its cause.
 */
export const update = operation<UpdateProductParams, Message>({
  name: "products.update",
  method: "PUT",
  path: "/product/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      ...productFields(),
      regular_price: z.optional(decimal()),
      subscription_price: z.optional(decimal()),
      price_frequency: z.optional(text()),
      courses: z.optional(z.array(courseChoice())),
      relatedProducts: z.optional(ids()),
      dynamicPrices: z.optional(z.array(dynamicPriceRule())),
    }),
  response: () => message(),
});

/**
 * Changes the URL of a product's page. A redirect from the old URL is not documented: expect links to break. If another
 * product has the slug, the vendor appends a number to it.
 *
 * @returns The slug that the product has now, such as `about-us-1`: a text and not an object.
 */
export const updateSlug = operation<UpdateProductSlugParams, string>({
  name: "products.updateSlug",
  method: "PUT",
  path: "/product/update-slug/{id}",
  query: ["slug"],
  params: () => z.strictObject({ id: id(), slug: text() }),
  response: () => z.string(),
});

/**
 * Takes several products out of sale, or puts them back. Which status the latter gives, `IN-STOCK` most likely, is
 * not documented.
 */
export const quickEdit = operation<QuickEditProductsParams, Message>({
  name: "products.quickEdit",
  method: "PUT",
  path: "/product/quick-edit",
  params: () => z.strictObject({ product_ids: ids(), outofstock: z.boolean() }),
  response: () => message(),
});

/**
 * Copies a product with its courses, categories and whatever else is tied to it. The reply does not contain the copy's
 * id, and whether the copy is on sale immediately is not documented: look for it with `products.list`.
 */
export const clone = operation<CloneProductParams, Message>({
  name: "products.clone",
  method: "POST",
  path: "/product/clone",
  params: () => z.strictObject({ productId: id() }),
  response: () => message(),
});

/**
 * Deletes products permanently, except those with an active subscription: these are kept, and the reply of status 200
 * names them. Look at `unDeletedProducts`.
 */
const remove = operation<DeleteProductsParams, DeletedProducts>({
  name: "products.delete",
  method: "DELETE",
  path: "/product",
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () =>
    z.looseObject({
      message: maybeText(),
      deletedProductsCount: maybeNumber(),
      unDeletedProductsCount: maybeNumber(),
      unDeletedProducts: maybe(z.array(namedOption())),
    }),
});
export { remove as delete };
