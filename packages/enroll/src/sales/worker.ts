/**
 * From sale to enrollment, where there is no `node:sqlite`: in Cloudflare Workers, with an inbox in a Durable Object.
 *
 * @packageDocumentation
 */
export { EnrollmentStateError, InvalidEnrollmentError, ServiceFullError } from "../service/errors.ts";
export {
  type DurableObjectCursor,
  type DurableObjectSql,
  type DurableObjectStorage,
  durableObjectInbox,
} from "./durable-object-inbox.ts";
export { scalevSales, type ScalevSalesOptions, type SalesReceiver } from "./scalev-sales.ts";
export type * from "./public-types.ts";
