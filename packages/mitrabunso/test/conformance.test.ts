import { conformanceProblems } from "@kelaskit/core/testing";
import { expect, it } from "vitest";
import { prices } from "../src/index.ts";
import { ids, setUp, values } from "./helpers.ts";
import { samples } from "./samples.ts";

const product = { userId: ids.user, productId: ids.product };
const price = { ...product, priceId: ids.price };

const cases = [
  {
    operation: prices.list,
    params: { ...product, offset: 3, limit: 2, q: "pusat", orderBy: "price" },
    reply: samples.list,
  },
  { operation: prices.get, params: price, reply: samples.get },
  { operation: prices.create, params: { ...product, ...values }, reply: samples.create },
  { operation: prices.update, params: { ...price, ...values }, reply: samples.update },
  { operation: prices.delete, params: price, reply: samples.delete },
];

it.for(["form", "json"] as const)(
  "declarations, client, mock and the vendor's samples agree, with bodies as %s",
  async (bodyType) => {
    const { mock, mitrabunso } = setUp({ bodyType });
    expect(await conformanceProblems({ modules: { prices }, cases, client: mitrabunso, mock })).toEqual([]);
  },
);

it.for([
  ["prices.list", "GET /product/price/list/{userId}/{productId}/{offset}/{limit}"],
  ["prices.get", "POST /product/price/details/{userId}/{productId}/{priceId}"],
  ["prices.create", "POST /product/price/create/{userId}/{productId}"],
  ["prices.update", "POST /product/price/update/{userId}/{productId}/{priceId}"],
  ["prices.delete", "DELETE /product/price/delete/{userId}/{productId}/{priceId}"],
] as const)("%s is %s, as the vendor prints it", ([name, route]) => {
  const operations = [prices.list, prices.get, prices.create, prices.update, prices.delete];
  const declaration = operations.find((operation) => operation.declaration.name === name)?.declaration;
  expect(`${declaration?.method} ${declaration?.path}`).toBe(route);
  expect(declaration?.evidence).toBe("documented");
});

it("a `show` in digits, as on the vendor's other pages, is not drift", async () => {
  const { mock, mitrabunso } = setUp();
  mock.fail("prices.list", { status: 200, body: { ...samples.list, show: "2" } });
  expect((await mitrabunso.prices.list(product)).show).toBe("2");
});
