import type { MitrabunsoSeed } from "./records.ts";

const kinds = { user: "aaaaaaaa", product: "bbbbbbbb", price: "cccccccc", shop: "dddddddd" };

/** A UUID whose first digit names its kind: `bbbbbbbb-0000-4000-8000-000000000001` is the first product. */
export function mockId(kind: keyof typeof kinds, number: number): string {
  return `${kinds[kind]}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

const shops = ["Toko Contoh Daring", "Toko Contoh Pusat", "Toko Contoh Cabang"].map((name, index) => ({
  id: mockId("shop", index + 1),
  name,
}));

/** The first product has a price for each shop in each month of 2030, 36 in all; the second has one. */
const prices = [
  ...Array.from({ length: 12 }, (_, month) => String(month + 1).padStart(2, "0")).flatMap((month) =>
    shops.map((shop, index) => ({
      product: mockId("product", 1),
      shop: shop.id,
      price: 25_000 + 500 * index + 100 * Number(month),
      startDate: `2030-${month}-01 00:00:00`,
      endDate: `2030-${month}-28 23:59:00`,
    })),
  ),
  {
    product: mockId("product", 2),
    shop: mockId("shop", 1),
    price: 80_000,
    startDate: "2030-01-01 00:00:00",
    endDate: "2030-12-31 23:59:00",
  },
].map((price, index) => ({ id: mockId("price", index + 1), ...price }));

/** The default data. All invented. */
export const defaultSeed: Required<MitrabunsoSeed> = { shops, prices };
