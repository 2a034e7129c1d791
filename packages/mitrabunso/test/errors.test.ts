import { failureOf } from "@kelaskit/test-support/failure";
import { ApiError, BadRequestError, NotFoundError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { readError } from "../src/errors.ts";
import { ids, setUp, values } from "./helpers.ts";

const read = (status: number, body: unknown) => readError({ status, body, headers: new Headers() });

describe("the error of a body, whose shape the vendor does not show", () => {
  it.for([
    [
      { status: 404, error: 404, messages: { error: "No such price" } },
      { message: "No such price", code: "404", fields: [] },
    ],
    [
      { status: 400, error: "INVALID", messages: { price: "is required", shop: ["is odd", "is old"] } },
      {
        message: "price: is required; shop: is odd; is old",
        code: "INVALID",
        fields: [
          { field: "price", message: "is required" },
          { field: "shop", message: "is odd; is old" },
        ],
      },
    ],
    [
      { error: 400, messages: { error: "Wrong", price: "is required" } },
      { message: "Wrong", code: "400", fields: [{ field: "price", message: "is required" }] },
    ],
    [
      { error: 500, messages: "Down" },
      { message: "Down", code: "500" },
    ],
    [{ message: "Expired token" }, { message: "Expired token", code: undefined }],
    [{ error: "Unauthorized" }, { message: "Unauthorized", code: undefined }],
    [{ title: "Oops" }, { message: undefined, code: undefined, fields: [] }],
  ] as const)("%j is read", ([body, problem]) => {
    expect(read(400, body)).toMatchObject(problem);
  });

  it.for([[], "text", null, undefined])("%j is left to the status", (body) => {
    expect(read(500, body)).toBeUndefined();
    expect(read(200, body)).toBeUndefined();
  });

  it.for([
    { message: "Data retrieved successfully", data: {} },
    { message: "data deleted successfully" },
    { message: "ok", error: null, data: {} },
    { message: "ok", error: false },
    { message: "ok", error: "" },
    { status: 200, error: 0 },
  ])("%j with status 200 is a success", (body) => {
    expect(read(200, body)).toBeUndefined();
  });

  it("an `error` makes a reply of status 200 an error", () => {
    expect(read(200, { error: 400, messages: { error: "No" } })).toMatchObject({ message: "No" });
  });
});

it("a missing price is a NotFoundError with the vendor's message", async () => {
  const { mitrabunso } = setUp();
  const error = await failureOf(mitrabunso.prices.get({ productId: ids.product, priceId: ids.unknown }));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({
    message: `mitrabunso prices.get: POST /product/price/details/${ids.user}/${ids.product}/${ids.unknown} 404: The product has no such price.`,
    vendor: "mitrabunso",
    operation: "prices.get",
    outcome: "refused",
  });
});

it("fields that the vendor rejects are in `fields`", async () => {
  const { mock, mitrabunso } = setUp();
  mock.fail("prices.create", {
    status: 400,
    body: { status: 400, error: 400, messages: { shop: "is closed" } },
  });
  const error = await failureOf(mitrabunso.prices.create({ productId: ids.product, ...values }));
  expect(error).toBeInstanceOf(BadRequestError);
  expect(error).toHaveProperty("fields", [{ field: "shop", message: "is closed" }]);
});

it("an error in a 200 reply to a write has the outcome `unknown`", async () => {
  const { mock, mitrabunso } = setUp();
  mock.fail("prices.create", { status: 200, body: { error: "Half done" } });
  const error = await failureOf(mitrabunso.prices.create({ productId: ids.product, ...values }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 200, outcome: "unknown" });
});

it("reads a very deeply nested body", () => {
  const deep = JSON.parse(`${'[{"message":'.repeat(50_000)}"x"${"}]".repeat(50_000)}`) as unknown;
  const body = { message: deep, error: deep, errors: { name: deep }, messages: { error: deep, name: deep } };

  expect(readError({ status: 422, body, headers: new Headers() })).toBeDefined();
});
