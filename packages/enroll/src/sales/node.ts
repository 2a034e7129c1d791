/**
 * From sale to enrollment: receives a shop's webhooks durably, and enrolls whoever has paid.
 *
 * @packageDocumentation
 */
export { nodeHandler } from "./handler.node.ts";
export { scalevSales, type ScalevSalesOptions } from "./scalev-sales.node.ts";
export type { SalesReceiver } from "./scalev-sales.ts";
export { openInbox } from "./sqlite-inbox.node.ts";
export type * from "./public-types.ts";
