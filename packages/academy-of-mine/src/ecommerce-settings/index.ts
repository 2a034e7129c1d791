/**
 * Settings of the portal's shop: its address and currency, invoices, product pages and abandoned carts, taxes and
 * shipping.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./carts.ts";
export * from "./general.ts";
export * from "./shipping.ts";
export * from "./shipping-zones.ts";
export * from "./tax.ts";
