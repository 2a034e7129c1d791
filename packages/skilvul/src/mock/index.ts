/**
 * A Skilvul in memory, for tests.
 *
 * @packageDocumentation
 */
export { createMockSkilvul, type MockSkilvul, type MockSkilvulOptions } from "./server.ts";
export type { SkilvulStore } from "./store.ts";
export type { MockItems, MockOrder, MockRecord, MockUser, SkilvulSeed, SortedItems } from "./records.ts";
