/**
 * Rows that become orders at Skilvul. Requires `@kelaskit/skilvul`.
 *
 * @packageDocumentation
 */
export {
  type SkilvulItemKind,
  type SkilvulOrderRow,
  skilvulOrders,
  type SkilvulOrdersOptions,
} from "./skilvul-orders.ts";
