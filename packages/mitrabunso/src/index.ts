/**
 * The Mitrabunso client: prices of products.
 *
 * @packageDocumentation
 */
export {
  createMitrabunso,
  createMitrabunsoClient,
  type Mitrabunso,
  type MitrabunsoOptions,
} from "./client.ts";
export { readDate, type VendorDate, writeDate } from "./dates.ts";
export * as prices from "./prices.ts";
export type {
  CreatePriceParams,
  DeletePriceReply,
  ListPricesParams,
  ListPricesReply,
  Price,
  PriceParams,
  PriceReply,
  PriceValues,
  UpdatePriceParams,
} from "./prices.ts";
