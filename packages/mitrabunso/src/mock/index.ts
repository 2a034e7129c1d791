/**
 * A Mitrabunso in memory, for tests.
 *
 * @packageDocumentation
 */
export { createMockMitrabunso, type MockMitrabunso, type MockMitrabunsoOptions } from "./server.ts";
export type { MitrabunsoSeed, MitrabunsoStore, MockPrice, MockPriceValues, MockShop } from "./store.ts";
