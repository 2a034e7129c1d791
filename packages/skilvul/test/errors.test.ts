import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import { ApiError, type KelasError, NotFoundError, ValidationError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { readError } from "../src/errors.ts";
import { ids, learner, setUp } from "./helpers.ts";

const read = (body: unknown, status = 200) => readError({ status, body, headers: new Headers() });

describe("the error of a body, whose shape the vendor does not show", () => {
  it.for([{ error: null }, {}, { error: "" }, { error: false }, [], "text", null, undefined])(
    "%j is not an error",
    (body) => {
      expect(read(body)).toBeUndefined();
      expect(read(body, 500)).toBeUndefined();
    },
  );

  it.for([
    [{ error: "Out of stock" }, { message: "Out of stock" }],
    [{ error: { message: "Out of stock", code: 17 } }, { message: "Out of stock", code: "17" }],
    [{ error: "OUT_OF_STOCK" }, { message: "OUT_OF_STOCK", code: "OUT_OF_STOCK" }],
    [{ error: " STOCK_2\n" }, { message: "STOCK_2", code: "STOCK_2" }],
    [{ error: ["OUT_OF_STOCK"] }, { message: "OUT_OF_STOCK", code: "OUT_OF_STOCK" }],
    [{ error: { message: "OUT_OF_STOCK" } }, { message: "OUT_OF_STOCK", code: "OUT_OF_STOCK" }],
    [{ error: { message: "OUT_OF_STOCK", code: "STOCK" } }, { message: "OUT_OF_STOCK", code: "STOCK" }],
    [{ error: "Out_Of_Stock" }, { message: "Out_Of_Stock", code: undefined }],
    [{ error: "OUT OF STOCK" }, { message: "OUT OF STOCK", code: undefined }],
    [{ error: "2_OUT" }, { message: "2_OUT", code: undefined }],
    [{ error: { code: "STOCK" } }, { message: "an error without a message", code: "STOCK" }],
    [{ error: { message: ["one", "two"] } }, { message: "one; two" }],
    [{ error: [{ message: "one" }, "two"] }, { message: "one; two" }],
    [{ error: true }, { message: "an error without a message" }],
    [{ error: {} }, { message: "an error without a message" }],
    [
      { error: { message: "Wrong", fields: { email: "is taken", name: ["is short", "is odd"] } } },
      {
        message: "Wrong",
        fields: [
          { field: "email", message: "is taken" },
          { field: "name", message: "is short; is odd" },
        ],
      },
    ],
    [
      { error: { message: "Wrong", errors: { email: { message: "is taken" } } } },
      { message: "Wrong", fields: [{ field: "email", message: "is taken" }] },
    ],
  ] as const)("%j is read", ([body, problem]) => {
    expect(read(body)).toMatchObject(problem);
    expect(read(body, 422)).toMatchObject(problem);
  });

  it("is `refused` with status 200, unless the reply contains an order", () => {
    expect(read({ error: "No" })).toHaveProperty("outcome", "refused");
    expect(read({ error: "No", order: null })).toHaveProperty("outcome", "refused");
    expect(read({ error: "No", order: { id: "c1" } })).toHaveProperty("outcome", "unknown");
    expect(read({ error: "No", order: { id: "c1" } }, 500)).toHaveProperty("outcome", "unknown");
    expect(read({ error: "No" }, 500)).toHaveProperty("outcome", undefined);
  });
});

it("a missing product is a NotFoundError with the vendor's message", async () => {
  const { skilvul } = setUp();
  const error = await failureOf(skilvul.products.get({ productId: ids.unknown }));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({
    message: `skilvul products.get: GET /v1/products/${ids.unknown} 404: There is no such product.`,
    vendor: "skilvul",
    operation: "products.get",
    status: 404,
    body: { error: { message: "There is no such product." } },
  });
});

it("fields that the vendor rejects are in `fields`", async () => {
  const { mock, skilvul } = setUp();
  mock.fail("users.update", {
    status: 422,
    body: { error: { message: "Wrong", fields: { lastName: "is odd" } } },
  });
  const error = await failureOf(skilvul.users.update({ userId: ids.learner, lastName: "?" }));
  expect(error).toBeInstanceOf(ValidationError);
  expect(error).toHaveProperty("fields", [{ field: "lastName", message: "is odd" }]);
});

it("an error in a 200 reply to a GET is an ApiError", async () => {
  const { mock, skilvul } = setUp();
  mock.fail("products.list", {
    status: 200,
    body: { products: [], totalProducts: 0, error: "Closed for the night" },
  });
  const error = await failureOf(skilvul.products.list());
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toHaveProperty(
    "message",
    "skilvul products.list: GET /v1/products 200: Closed for the night.",
  );
});

describe("no secret is shown", () => {
  /** Everything that a log or a crash report could print of an error. */
  function printed(error: unknown): string {
    return [
      inspect(error, { depth: 10, showHidden: true }),
      JSON.stringify(error),
      String((error as KelasError).stack),
    ].join("\n");
  }

  it("by a client", () => {
    const { mock, skilvul } = setUp();
    expect(inspect(skilvul, { depth: 10, showHidden: true })).not.toContain(mock.credentials.clientSecret);
    expect(JSON.stringify(skilvul)).not.toContain(mock.credentials.clientSecret);
  });

  it("by a failed token request, even when the vendor repeats the secret", async () => {
    const { mock, skilvul } = setUp();
    const { clientSecret } = mock.credentials;
    mock.fail("oauth.createToken", {
      status: 400,
      body: { error: { message: `No such secret: ${clientSecret}` } },
    });
    const error = await failureOf(skilvul.products.list());
    expect(error).toBeInstanceOf(ApiError);
    expect(printed(error)).not.toContain(clientSecret);
  });

  it("by a failed request, even when the vendor repeats tokens and secret", async () => {
    const { mock, skilvul } = setUp();
    const { accessToken, refreshToken } = await tokensOf({ mock, skilvul });
    const words = `${accessToken} ${refreshToken} ${mock.credentials.clientSecret}`;
    mock.fail("orders.create", {
      status: 400,
      body: { error: { message: words, fields: { token: words } }, echo: words },
    });
    const error = await failureOf(skilvul.orders.create({ user: learner, productIds: [ids.product] }));
    expect(error).toBeInstanceOf(ApiError);
    for (const secret of words.split(" ")) expect(printed(error)).not.toContain(secret);
  });

  it("by a broken connection", async () => {
    const { mock, skilvul } = setUp();
    const { accessToken } = await tokensOf({ mock, skilvul });
    mock.fail("orders.create", { lost: "request" });
    const error = await failureOf(skilvul.orders.create({ user: learner, productIds: [ids.product] }));
    expect(printed(error)).not.toContain(accessToken);
    expect(printed(error)).not.toContain(mock.credentials.clientSecret);
  });

  async function tokensOf({ mock, skilvul }: ReturnType<typeof setUp>) {
    await skilvul.products.list();
    mock.expireTokens();
    await skilvul.products.list();
    const accessToken = mock.requests.at(-1)?.headers.get("authorization")?.replace("Bearer ", "");
    const refreshToken = mock.requests.find(({ params }) => "refreshToken" in params)?.params["refreshToken"];
    expect(accessToken).toHaveLength(64);
    expect(refreshToken).toHaveLength(64);
    return { accessToken: String(accessToken), refreshToken: String(refreshToken) };
  }
});

it("reads a very deeply nested body", () => {
  const deep = JSON.parse(`${'[{"message":'.repeat(50_000)}"x"${"}]".repeat(50_000)}`) as unknown;
  const body = { message: deep, error: deep, errors: { name: deep }, messages: { error: deep, name: deep } };

  expect(readError({ status: 422, body, headers: new Headers() })).toBeDefined();
});
