import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, ids, sortedPageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import {
  labeledOption,
  maybe,
  maybeFlag,
  maybeNumber,
  maybeText,
  namedOption,
  page,
} from "../shared/replies.ts";
import type { Id, LabeledOption, NamedOption, Ordering } from "../shared/shapes.ts";
import type { PriceFrequency, ProductStatus, ProductType, TrialInterval } from "./kinds.ts";

/** A product in the administrator's list. */
export interface ListedProduct {
  readonly id: number;
  readonly title?: string | null | undefined;
  /** The price outside of sales; neither unit nor currency is documented. */
  readonly regular_price?: number | null | undefined;
  readonly type?: ProductType | null | undefined;
  readonly status?: ProductStatus | null | undefined;
  /** For example, "2021-01-01 12:00:00". */
  readonly created_at?: string | null | undefined;
  /** Its place in the catalog. */
  readonly catalog_rank?: number | null | undefined;
}

/** A product to choose from. It has a title where the vendor's other lookups have a name. */
export interface ProductOption {
  readonly id: number;
  readonly title?: string | null | undefined;
  /** Whether an order of it needs an address to ship to. */
  readonly isShippingRequired?: boolean | null | undefined;
}

/** The price of one piece for a range of quantities. */
export interface DynamicPrice {
  /** The minimum quantity of the range. */
  readonly minQty?: number | null | undefined;
  /** The maximum quantity of the range. */
  readonly maxQty?: number | null | undefined;
  /** The price of one piece; neither unit nor currency is documented. */
  readonly perPrice?: number | null | undefined;
}

/** A learning path of a product, with its courses. */
export interface ProductLearningPath {
  /** The learning path's id. */
  readonly value: number;
  /** The learning path's name. */
  readonly label?: string | null | undefined;
  readonly learningPathCourses?: readonly NamedOption[] | null | undefined;
}

/** The color of prices on the portal's product pages. */
export interface ProductPriceColor {
  /** A color of CSS, such as `#fff`. */
  readonly backgroundColor?: string | null | undefined;
}

/** Colors of the portal's product pages. */
export interface ProductColors {
  readonly product_price_color?: ProductPriceColor | null | undefined;
}

/**
 * A product. The vendor documents neither unit nor currency of its amounts; requests show decimals such as "100.00".
 *
 * The vendor's text also promises its featured image and its learning path categories; the sample has neither.
 */
export interface Product {
  readonly id: number;
  readonly title?: string | null | undefined;
  /** The URL slug of its page. */
  readonly slug?: string | null | undefined;
  /** HTML perhaps: sanitize it before you show it. */
  readonly description?: string | null | undefined;
  /** The price outside of sales. */
  readonly regular_price?: number | null | undefined;
  readonly type?: ProductType | null | undefined;
  /** The price from `saleStartDate` to `saleEndDate`. */
  readonly sale_price?: number | null | undefined;
  /** For example, "2021-01-01 12:00:00"; the zone is not documented. */
  readonly saleStartDate?: string | null | undefined;
  /** For example, "2021-01-15 12:00:00". */
  readonly saleEndDate?: string | null | undefined;
  readonly status?: ProductStatus | null | undefined;
  /** When it ends, such as "2021-01-31 12:00:00"; `expiry` in `products.create`. */
  readonly expiry_date?: string | null | undefined;
  /** Whether `dynamicPrices` apply. */
  readonly dynamic_pricing?: boolean | null | undefined;
  readonly seo_title?: string | null | undefined;
  readonly seo_description?: string | null | undefined;
  /** The price to show; the sale price in the sample. */
  readonly displayPrice?: number | null | undefined;
  readonly canBePurchased?: boolean | null | undefined;
  /** `SIMPLE` in the sample, the same as `type`. */
  readonly label?: string | null | undefined;
  /** The label as display text, such as "Simple". */
  readonly display_label?: string | null | undefined;
  /** What a subscription costs each time. */
  readonly subscription_price?: number | null | undefined;
  readonly price_frequency?: PriceFrequency | null | undefined;
  /** The length of the free trial, counted in `free_trial_frequency`. */
  readonly free_trial_value?: number | null | undefined;
  /** `MONTHLY` in the sample, although `MONTHS` is what can be sent. */
  readonly free_trial_frequency?: TrialInterval | null | undefined;
  /** A time in the sample, "2021-01-31 12:00:00", although a number is what can be sent. */
  readonly subscription_expire_after?: string | null | undefined;
  /** The membership that a buyer gets. */
  readonly membership_id?: number | null | undefined;
  /** `PHYSICAL` in the sample; its other values are not documented. */
  readonly contentAccessType?: string | null | undefined;
  /** Its place in the catalog. */
  readonly catalog_rank?: number | null | undefined;
  /** A setting of the whole portal; see `ecommerceSettings.getProductSettings`, which has it in another form. */
  readonly globalProductSettingColor?: ProductColors | null | undefined;
  /** 0 in the sample; whether a rate or a flag is not documented. */
  readonly saleTax?: number | null | undefined;
  readonly taxClassId?: number | null | undefined;
  /** For example, 4.5; the scale is not documented. */
  readonly averageRating?: number | null | undefined;
  /** The minimum number of pieces in an order. */
  readonly minPurchaseQuantity?: number | null | undefined;
  readonly webinarsCount?: number | null | undefined;
  readonly modulesCount?: number | null | undefined;
  readonly dynamicPrices?: readonly DynamicPrice[] | null | undefined;
  /** Ids of its product categories. */
  readonly categories?: readonly number[] | null | undefined;
  /** Ids of products that are shown next to it. */
  readonly relatedProducts?: readonly number[] | null | undefined;
  /** The courses that a buyer gets; `value` is the id. */
  readonly courses?: readonly LabeledOption[] | null | undefined;
  /** Ids of the course categories whose courses a buyer gets. */
  readonly courseCategories?: readonly number[] | null | undefined;
  /** Its courses that an instructor leads; `value` is the id. */
  readonly instructorLedCourse?: readonly LabeledOption[] | null | undefined;
  readonly learningPaths?: readonly ProductLearningPath[] | null | undefined;
  /** The courses from `courseCategories` (deduced from the name); `value` is the id. */
  readonly categoryCourses?: readonly LabeledOption[] | null | undefined;
  /** The learning paths from its categories of learning paths (deduced from the name). */
  readonly categoryLearningPaths?: readonly ProductLearningPath[] | null | undefined;
}

/** Columns to search products by. The vendor shows these. */
export interface ProductSearch {
  readonly title?: string | undefined;
  /** Any of these states. */
  readonly productStatus?: readonly ProductStatus[] | undefined;
  readonly productCategoryIds?: readonly Id[] | undefined;
  readonly [column: string]: unknown;
}

/** Which products to list. */
export interface ListProductsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  /** Sent as JSON text. */
  readonly search_param?: ProductSearch | undefined;
}

/** Which products to offer for choice. */
export interface LookupProductsParams {
  /** A part of the title. */
  readonly search_term: string;
}

/** Which product to read. */
export interface GetProductParams {
  readonly id: Id;
}

const listedProduct = () =>
  z.looseObject({
    id: z.number(),
    title: maybeText(),
    regular_price: maybeNumber(),
    type: maybeText(),
    status: maybeText(),
    created_at: maybeText(),
    catalog_rank: maybeNumber(),
  });

const productOption = () =>
  z.looseObject({ id: z.number(), title: maybeText(), isShippingRequired: maybeFlag() });

const productColors = () =>
  z.looseObject({ product_price_color: maybe(z.looseObject({ backgroundColor: maybeText() })) });

const dynamicPrice = () =>
  z.looseObject({ minQty: maybeNumber(), maxQty: maybeNumber(), perPrice: maybeNumber() });

const learningPath = () =>
  z.looseObject({
    value: z.number(),
    label: maybeText(),
    learningPathCourses: maybe(z.array(namedOption())),
  });

const maybeIds = () => maybe(z.array(z.number()));
const maybeCourses = () => maybe(z.array(labeledOption()));
const maybeLearningPaths = () => maybe(z.array(learningPath()));

const product = () =>
  z.looseObject({
    id: z.number(),
    title: maybeText(),
    slug: maybeText(),
    description: maybeText(),
    regular_price: maybeNumber(),
    type: maybeText(),
    sale_price: maybeNumber(),
    saleStartDate: maybeText(),
    saleEndDate: maybeText(),
    status: maybeText(),
    expiry_date: maybeText(),
    dynamic_pricing: maybeFlag(),
    seo_title: maybeText(),
    seo_description: maybeText(),
    displayPrice: maybeNumber(),
    canBePurchased: maybeFlag(),
    label: maybeText(),
    display_label: maybeText(),
    subscription_price: maybeNumber(),
    price_frequency: maybeText(),
    free_trial_value: maybeNumber(),
    free_trial_frequency: maybeText(),
    subscription_expire_after: maybeText(),
    membership_id: maybeNumber(),
    contentAccessType: maybeText(),
    catalog_rank: maybeNumber(),
    globalProductSettingColor: maybe(productColors()),
    saleTax: maybeNumber(),
    taxClassId: maybeNumber(),
    averageRating: maybeNumber(),
    minPurchaseQuantity: maybeNumber(),
    webinarsCount: maybeNumber(),
    modulesCount: maybeNumber(),
    dynamicPrices: maybe(z.array(dynamicPrice())),
    categories: maybeIds(),
    relatedProducts: maybeIds(),
    courses: maybeCourses(),
    courseCategories: maybeIds(),
    instructorLedCourse: maybeCourses(),
    learningPaths: maybeLearningPaths(),
    categoryCourses: maybeCourses(),
    categoryLearningPaths: maybeLearningPaths(),
  });

const productSearch = () =>
  z.looseObject({
    title: z.optional(z.string()),
    productStatus: z.optional(z.array(text())),
    productCategoryIds: z.optional(ids()),
  });

/**
 * Lists all products with their regular prices, also those that cannot be bought: await it for one page, iterate it
 * for all. What learners see is `products.listCatalog`.
 */
export const list = listOperation<ListProductsParams, Page<ListedProduct>, ListedProduct>({
  name: "products.list",
  method: "GET",
  path: "/product/list",
  params: () => z.strictObject({ ...sortedPageParams(), search_param: z.optional(productSearch()) }),
  response: () => page(listedProduct()),
});

/** Finds products by a part of their titles, for a list to choose from. Not paged. */
export const lookup = operation<LookupProductsParams, readonly ProductOption[]>({
  name: "products.lookup",
  method: "GET",
  path: "/product/lookup",
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.array(productOption()),
});

/** Reads one product with its prices and with all that a buyer gets. */
export const get = operation<GetProductParams, Product>({
  name: "products.get",
  method: "GET",
  path: "/product/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => product(),
});
