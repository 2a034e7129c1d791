import { failureOf } from "@kelaskit/test-support/failure";
import {
  AbortedError,
  ConnectionError,
  InvalidParamsError,
  NotFoundError,
  ServerError,
} from "@kelaskit/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type CreatePriceParams, readDate } from "../src/index.ts";
import { ids, setUp, values } from "./helpers.ts";

afterEach(() => {
  vi.useRealTimers();
});

const product = { productId: ids.product };
const price = { ...product, priceId: ids.price };

it("a price is created, read, updated and deleted", async () => {
  const { mitrabunso } = setUp();
  const { data: made } = await mitrabunso.prices.create({ ...product, ...values });
  const ours = { ...product, priceId: made.id };
  expect(made).toMatchObject({ product: ids.product, shop: ids.otherShop, price: "25500", updatedBy: "" });
  expect((await mitrabunso.prices.get(ours)).data).toEqual(made);

  const { data: changed } = await mitrabunso.prices.update({ ...ours, ...values, price: 26_000 });
  expect(changed).toMatchObject({ id: made.id, price: "26000", updatedBy: ids.user });
  expect((await mitrabunso.prices.get(ours)).data).toEqual(changed);

  await mitrabunso.prices.delete(ours);
  expect(await failureOf(mitrabunso.prices.get(ours))).toBeInstanceOf(NotFoundError);
});

it("a call does nothing until it is awaited, and runs once", async () => {
  const { mock, mitrabunso } = setUp();
  const call = mitrabunso.prices.create({ ...product, ...values });
  expect(mock.requests).toEqual([]);
  const { data, response } = await call.withResponse();
  expect(await call).toBe(data);
  expect(response.status).toBe(200);
  expect(mock.requests).toHaveLength(1);
});

it("a call takes its own options", async () => {
  const { mock, mitrabunso } = setUp();
  const signal = AbortSignal.abort();
  await expect(mitrabunso.prices.create({ ...product, ...values }, { signal })).rejects.toThrow(AbortedError);
  expect(mock.requests).toEqual([]);
});

describe("times", () => {
  it("may be Dates, which are sent as Bangkok's time", async () => {
    const { mock, mitrabunso } = setUp();
    const startDate = new Date("2031-10-07T17:00:00Z");
    const { data } = await mitrabunso.prices.create({ ...product, ...values, startDate });
    expect(mock.requests[0]?.params).toEqual({ userId: ids.user, ...product, ...values });
    expect(readDate(data.startDate)).toEqual(startDate);
  });

  it("may be Dates in an update, too", async () => {
    const { mitrabunso } = setUp();
    const endDate = new Date("2031-12-31T16:59:59.999Z");
    const { data } = await mitrabunso.prices.update({ ...price, ...values, endDate });
    expect(data.endDate).toBe("2031-12-31 23:59:59");
  });

  it("of creation and update are read as Dates", async () => {
    const now = new Date("2030-06-30T20:15:00.250Z");
    vi.useFakeTimers({ toFake: ["Date"], now });
    const { mitrabunso } = setUp();
    const { data } = await mitrabunso.prices.create({ ...product, ...values });
    expect(data.created).toMatchObject({ date: "2030-07-01 03:15:00.250000", timezone: "Asia/Bangkok" });
    expect(data.created && readDate(data.created)).toEqual(now);
  });

  it("may be the same at start and end", async () => {
    const { mitrabunso } = setUp();
    const { data } = await mitrabunso.prices.create({ ...product, ...values, endDate: values.startDate });
    expect(data.endDate).toBe(data.startDate);
  });
});

describe("mistakes are refused before anything is sent", () => {
  const noTime = (field: string) =>
    `${field}: expected a Date from the year 0 to 9999, or a time such as 2022-10-08 23:59:00, got `;
  const cases: readonly (readonly [slip: string, changes: object, message: string])[] = [
    [
      "the start is after the end",
      { startDate: "2031-10-09 00:00:00" },
      "endDate: must not be before startDate (2031-10-08 23:59:00 is before 2031-10-09 00:00:00)",
    ],
    [
      "the start is a Date after the end",
      { startDate: new Date("2031-10-08T16:59:01Z") },
      "endDate: must not be before startDate (2031-10-08 23:59:00 is before 2031-10-08 23:59:01)",
    ],
    ["a Date is invalid", { startDate: new Date("?") }, `${noTime("startDate")}a Date`],
    ["a Date is too late", { endDate: new Date("+010000-01-01") }, `${noTime("endDate")}a Date`],
    ["a time does not exist", { endDate: "2031-02-30 00:00:00" }, `${noTime("endDate")}a string`],
    ["a time has another form", { startDate: "2031-10-08T00:00:00Z" }, `${noTime("startDate")}a string`],
    ["a time has a fraction", { startDate: "2031-10-08 00:00:00.5" }, `${noTime("startDate")}a string`],
    ["a time is a number", { startDate: 7 }, `${noTime("startDate")}the number 7`],
    ["a time is missing", { startDate: undefined }, "startDate: required, expected a Date"],
    ["the product is no UUID", { productId: "7" }, "productId: expected a UUID, got a string of 1 character"],
    ["the shop is no UUID", { shop: "shop" }, "shop: expected a UUID, got a string of 4 characters"],
    ["the user is no UUID", { userId: "" }, "userId: expected a UUID, got an empty string"],
    [
      "the price has a fraction",
      { price: 25_000.5 },
      "price: expected a whole number, got the number 25000.5",
    ],
    ["the price is text", { price: "25000" }, "price: expected a number, got a string of 5 characters"],
    ["the price is negative", { price: -1 }, "price: expected at least 0, got the number -1"],
    ["a name is misspelt", { enddate: values.endDate }, "did you mean endDate?"],
  ];

  it.for(cases)("%s", async ([, changes, message]) => {
    const { mock, mitrabunso } = setUp();
    const params: CreatePriceParams = { ...product, ...values, ...changes };
    for (const call of [
      mitrabunso.prices.create(params),
      mitrabunso.prices.update({ ...params, priceId: ids.price }),
    ]) {
      const error = await failureOf(call);
      expect(error).toBeInstanceOf(InvalidParamsError);
      expect(error).toHaveProperty("message", expect.stringContaining(message));
    }
    expect(mock.requests).toEqual([]);
  });

  it("the price's id is not a UUID", async () => {
    const { mock, mitrabunso } = setUp();
    const wrong = { ...product, priceId: "../list" };
    for (const call of [
      mitrabunso.prices.get(wrong),
      mitrabunso.prices.delete(wrong),
      mitrabunso.prices.update({ ...wrong, ...values }),
    ]) {
      await expect(call).rejects.toThrow("priceId: expected a UUID, got a string of 7 characters");
    }
    expect(mock.requests).toEqual([]);
  });
});

describe("after a temporary failure", () => {
  it("a price is not created twice, and the outcome is `unknown`", async () => {
    const { mock, mitrabunso } = setUp();
    const before = mock.store.prices.size;
    mock.fail("prices.create", { lost: "reply" });
    const error = await failureOf(mitrabunso.prices.create({ ...product, ...values }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ outcome: "unknown", attempts: 1 });
    expect(mock.store.prices.size).toBe(before + 1);
  });

  it("a new price is not retried after a 503", async () => {
    const { mock, mitrabunso } = setUp();
    mock.fail("prices.create", { status: 503, retryAfter: 0 });
    const error = await failureOf(mitrabunso.prices.create({ ...product, ...values }));
    expect(error).toBeInstanceOf(ServerError);
    expect(mock.requests).toHaveLength(1);
  });

  it("reading is retried although it is a POST", async () => {
    const { mock, mitrabunso } = setUp();
    mock.fail("prices.get", { status: 503, retryAfter: 0 });
    expect((await mitrabunso.prices.get(price)).data.id).toBe(ids.price);
    expect(mock.requests).toHaveLength(2);
  });

  it("an update is retried, because it is idempotent", async () => {
    const { mock, mitrabunso } = setUp();
    mock.fail("prices.update", { status: 503, retryAfter: 0 });
    expect((await mitrabunso.prices.update({ ...price, ...values })).data.price).toBe("25500");
    expect(mock.requests).toHaveLength(2);
  });

  it("a deletion is retried", async () => {
    const { mock, mitrabunso } = setUp();
    mock.fail("prices.delete", { status: 503, retryAfter: 0 });
    await mitrabunso.prices.delete(price);
    expect(mock.store.prices.has(ids.price)).toBe(false);
  });
});
