/**
 * A Scalev in memory, for tests.
 *
 * @packageDocumentation
 */
export { mockUuid } from "./fixtures.ts";
export { createMockScalev, type MockScalev, type MockScalevOptions } from "./server.ts";
export type { MockCustomer, ScalevSeed } from "./records.ts";
export type { ScalevStore } from "./store.ts";
export { mockSale, type MockSaleEvent, type MockSaleOptions, type MockSaleStep } from "./sale.ts";
export { mockWebhook, type MockWebhookOptions, signWebhook } from "./webhooks.ts";
