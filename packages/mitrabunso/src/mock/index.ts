/**
 * A Mitrabunso in memory, for tests.
 *
 * @packageDocumentation
 */
export { createMockMitrabunso, type MockMitrabunso, type MockMitrabunsoOptions } from "./server.ts";
export type { MitrabunsoSeed, MockPrice, MockPriceValues, MockShop } from "./records.ts";
export type { MitrabunsoStore } from "./store.ts";
