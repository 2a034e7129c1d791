/**
 * The Scalev client: customers' courses and progress, login, orders, catalog, the seller's products and orders, webhooks.
 *
 * @packageDocumentation
 */
export {
  createScalev,
  createScalevClient,
  type Scalev,
  type ScalevClient,
  type ScalevOptions,
} from "./client.ts";
export {
  LoginRequiredError,
  WebhookError,
  type WebhookErrorCode,
  type WebhookErrorOptions,
} from "./errors.ts";
export * as auth from "./auth.ts";
export * as me from "./me.ts";
export * as orders from "./orders.ts";
export * as courses from "./courses.ts";
export * as catalog from "./catalog.ts";
export * as businessStores from "./business-stores.ts";
export * as businessProducts from "./business-products.ts";
export * as businessOrders from "./business-orders.ts";
export * as businessVariants from "./business-variants.ts";
export { type CustomerTokens, type LoginReply, needsOtp, type OtpChallenge } from "./auth.ts";
export type { BusinessPageParams, BusinessParams } from "./business.ts";
export type {
  BusinessOrder,
  BusinessOrderLine,
  BusinessOrderStore,
  OrderSearchField,
} from "./business-orders.ts";
export type { BusinessProduct, BusinessVariant } from "./business-products.ts";
export type { BusinessStore } from "./business-stores.ts";
export type { VariantCourse, VariantCustomer } from "./business-variants.ts";
export type { BundleCard, CatalogItem, Product, ProductCard, Variant } from "./catalog.ts";
export type { CourseAccess, CourseContent, CourseProgress, CourseSection } from "./courses.ts";
export type { SessionTokens } from "./credentials.ts";
export type { CustomerProfile, ProfileReply, ProfileStore } from "./me.ts";
export { myCourses, type MyCourse, type MyCoursesOptions, type SkippedCourse } from "./my-courses.ts";
export type {
  CourierService,
  DestinationAddress,
  FinancialEntity,
  Money,
  Order,
  OrderCustomer,
  OrderLine,
  OrderStore,
  OrderTimes,
  PaymentAccount,
} from "./order.ts";
export type { CursorParams, Page, PageParams } from "./pagination.ts";
export { verifyWebhook, type WebhookOptions } from "./webhooks.ts";
export {
  webhookAppHeader,
  type WebhookDelivery,
  type WebhookHeaders,
  webhookSignatureHeader,
} from "./webhook-delivery.ts";
export type * from "./webhook-events.ts";
