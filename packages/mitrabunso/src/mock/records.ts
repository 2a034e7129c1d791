/** A price as a mock is given it at its start. */
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

/** A shop, for the names in lists. */
export interface MockShop {
  /** The shop's id, a UUID. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
}

/** What a mock holds at its start; each list that is given replaces the mock's own. */
export interface MitrabunsoSeed {
  /** The prices. @default 36 of a first product, one of a second */
  readonly prices?: readonly MockPrice[];
  /** The shops. @default 3 of them; a price may name any other, which has no name */
  readonly shops?: readonly MockShop[];
}

/** What of a price can be given and changed. */
export type MockPriceValues = Omit<MockPrice, "id" | "product">;
