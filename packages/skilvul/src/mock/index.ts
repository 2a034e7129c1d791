/**
 * A Skilvul in memory, for tests.
 *
 * @packageDocumentation
 */
export { createMockSkilvul, type MockSkilvul, type MockSkilvulOptions } from "./server.ts";
export type { MockItems, MockOrder, MockRecord, MockUser, SkilvulSeed } from "./records.ts";
export { mockSsoReturn, type MockSsoReturnOptions } from "./sso.ts";
export type { SkilvulStore, SortedItems } from "./store.ts";
