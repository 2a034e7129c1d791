/**
 * A Skilvul in memory, for tests.
 *
 * @packageDocumentation
 */
export { createMockSkilvul, type MockSkilvul, type MockSkilvulOptions } from "./server.ts";
export type {
  MockItems,
  MockOrder,
  MockRecord,
  MockUser,
  SkilvulSeed,
  SkilvulStore,
  SortedItems,
} from "./store.ts";
