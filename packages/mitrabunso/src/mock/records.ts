/** A price in the initial data of a mock. */
export interface MockPrice {
  /** The price's id, a UUID. */
  readonly id: string;
  /** The product's id. */
  readonly product: string;
  /** The shop's id. */
  readonly shop: string;
  /** A whole number. */
  readonly price: number;
  /** `YYYY-MM-DD HH:mm:ss` in Asia/Bangkok. */
  readonly startDate: string;
  /** `YYYY-MM-DD HH:mm:ss` in Asia/Bangkok. */
  readonly endDate: string;
}

/** A shop, for its name in lists. */
export interface MockShop {
  /** The shop's id, a UUID. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
}

/** The initial data of a mock; each list that you give replaces the default one. */
export interface MitrabunsoSeed {
  /** The prices. @default 36 of a first product, one of a second */
  readonly prices?: readonly MockPrice[];
  /** The shops. @default 3 of them; a price may refer to others, which have no name */
  readonly shops?: readonly MockShop[];
}

/** The values of a price that can be set and changed. */
export type MockPriceValues = Omit<MockPrice, "id" | "product">;
