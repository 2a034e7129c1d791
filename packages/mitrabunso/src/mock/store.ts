import { checkMockOptions } from "@kelaskit/core/testing";
import { type VendorDate, writeDate } from "../dates.ts";
import type { Price } from "../prices.ts";
import { defaultSeed, mockId } from "./fixtures.ts";
import type { MitrabunsoSeed, MockPriceValues, MockShop } from "./records.ts";

function dateObject(moment: Date): VendorDate {
  const milliseconds = String(moment.getUTCMilliseconds()).padStart(3, "0");
  return { date: `${writeDate(moment)}.${milliseconds}000`, timezone_type: 3, timezone: "Asia/Bangkok" };
}

/** Numbers are sent as text, as the vendor does. */
function onWire({ price, shop, startDate, endDate }: MockPriceValues) {
  return { price: String(price), shop, startDate, endDate };
}

/** The data of a mock, for assertions. */
export class MitrabunsoStore {
  /** The user who sends the requests. */
  readonly userId: string;
  /** Shops by id. */
  readonly shops: ReadonlyMap<string, MockShop>;
  readonly #seed: Required<MitrabunsoSeed>;
  #prices = new Map<string, Price>();
  #newPrices = 0;

  constructor(seed: MitrabunsoSeed, userId: string) {
    checkMockOptions("createMockMitrabunso: seed", seed, defaultSeed);
    const data = { ...defaultSeed, ...seed };
    this.#seed = data;
    this.userId = userId;
    this.shops = new Map(data.shops.map((shop) => [shop.id, shop]));
    this.reset();
  }

  /** Restores the initial data; its prices are created now. */
  reset(): void {
    this.#newPrices = 0;
    this.#prices = new Map(
      this.#seed.prices.map((price) => [price.id, this.#newRow(price.id, price.product, price)]),
    );
  }

  /** The prices by id, as the vendor sends them, without the names that only lists contain. */
  get prices(): ReadonlyMap<string, Price> {
    return this.#prices;
  }

  #newRow(id: string, product: string, values: MockPriceValues): Price {
    const now = dateObject(new Date());
    return {
      deleted_at: null,
      status: "1",
      id,
      product,
      ...onWire(values),
      shopName: null,
      created: now,
      updated: now,
      createdBy: this.userId,
      updatedBy: "",
      createdByName: null,
      updatedByName: null,
    };
  }

  /** The prices of a product, with the names of shops and users. */
  listOf(product: string): readonly Price[] {
    const nameOf = (userId: unknown): string | null => (userId === this.userId ? "Pengguna Contoh" : null);
    return [...this.#prices.values()]
      .filter((price) => price.product === product)
      .map((price) => ({
        ...price,
        shopName: this.shops.get(price.shop)?.name ?? null,
        createdByName: nameOf(price.createdBy),
        updatedByName: nameOf(price.updatedBy),
      }));
  }

  /** Creates a price. */
  add(product: string, values: MockPriceValues): Price {
    this.#newPrices += 1;
    // Numbers of their own, so that a new price never replaces one of the seed.
    const price = this.#newRow(mockId("price", 900_000 + this.#newPrices), product, values);
    this.#prices.set(price.id, price);
    return price;
  }

  /** Updates a price. */
  change(price: Price, values: MockPriceValues): Price {
    const changed = {
      ...price,
      ...onWire(values),
      updated: dateObject(new Date()),
      updatedBy: this.userId,
    };
    this.#prices.set(price.id, changed);
    return changed;
  }

  /** Deletes a price. */
  remove(price: Price): void {
    this.#prices.delete(price.id);
  }
}
