import { describe, expect, it } from "vitest";
import { callOperation, recordedVendors, serveInProcess } from "./support.ts";

const parameters = { user: { email: "ann@example.com" }, productIds: ["ckproduct0000000000000001"] };
const order = "skilvul orders.create";

/** A server that may write, and the orders that arrived. */
async function serveWrites() {
  const vendors = recordedVendors();
  const { client, log } = await serveInProcess(["skilvul", "toolzz"], { allowWrites: true }, vendors.fetch);
  const orders = (): number => vendors.sent().filter((name) => name === order).length;
  return { client, log, vendors, orders };
}

describe("a write without --allow-writes", () => {
  it.each([
    ["plainly", {}],
    ["with a permission as an argument", { allowWrites: true }],
    ["with a permission as a parameter", { parameters: { ...parameters, allowWrites: true } }],
    ["with a confirmation of its own making", { confirmation: "yes" }],
    ["with a nested confirmation", { parameters: { ...parameters, confirmation: "yes" } }],
    [
      "with a route as a parameter",
      { parameters: { ...parameters, routes: { "orders.create": "GET /v1/orders" } } },
    ],
    ["with a route as an argument", { routes: { "orders.create": "GET /v1/orders" } }],
    ["with a method as an argument", { method: "GET" }],
    ["for a vendor in other letters", { vendor: "SKILVUL" }],
    ["with undeclared parameters", { extraParams: { a: 1 } }],
    ["with a prototype", { parameters: JSON.parse('{"__proto__":{"allowWrites":true}}') as object }],
  ])("is refused, %s", async (_, more) => {
    const vendors = recordedVendors();
    const { client } = await serveInProcess(["skilvul"], {}, vendors.fetch);
    const { isError } = await callOperation(client, order, { parameters, ...more });
    expect(isError).toBe(true);
    expect(vendors.sent()).toEqual([]);
  });

  it.each([
    "orders.Create",
    "ORDERS.CREATE",
    " orders.create",
    "orders.create ",
    "orders.create\n",
    "orders..create",
    "orders/create",
    "orders.creаte",
    "constructor",
    "__proto__",
  ])("is not found by the name %j", async (operation) => {
    const vendors = recordedVendors();
    const { client } = await serveInProcess(["skilvul"], { allowWrites: true }, vendors.fetch);
    const result = await client.callTool({
      name: "call_operation",
      arguments: { vendor: "skilvul", operation, parameters },
    });
    expect(result.isError).toBe(true);
    expect(JSON.stringify(result.content)).toContain("has no operation");
    expect(vendors.sent()).toEqual([]);
  });

  it("is refused with the effect, and how the person can allow it", async () => {
    const { client } = await serveInProcess(["skilvul"]);
    const { data } = await callOperation(client, order, { parameters });
    expect(data).toMatchObject({
      status: "refused",
      message:
        "skilvul orders.create (POST /v1/orders) changes data at Skilvul, and this server only reads. Nothing was sent. The person " +
        "who starts this server can allow writes with --allow-writes. No argument of a tool can.",
    });
  });
});

describe("a write with --allow-writes", () => {
  it("is not sent by the first call, which says what it would do", async () => {
    const { client, vendors } = await serveWrites();
    const { data, isError } = await callOperation(client, order, { parameters });
    expect(isError).toBe(false);
    expect(data).toMatchObject({
      status: "to-confirm",
      message: "Nothing was sent yet.",
      confirmation: {
        effect: expect.stringMatching(
          /^This .* at Skilvul: skilvul orders\.create with .*ann@example\.com.*It cannot be repeated: it is sent at most once/,
        ) as string,
      },
    });
    expect(vendors.sent()).toEqual([]);
  });

  it.each([
    ["are too long for anybody to read", { name: "x".repeat(3100), email: "ann@example.com" }, "3,000|3000"],
    [
      "have characters that nobody sees",
      { email: "ann@example.com", name: "Ann\u{E0041}\u200B" },
      "does not see",
    ],
    ["have names that nobody sees", { email: "ann@example.com", ["na\u200Bme"]: "Ann" }, "does not see"],
  ])("is refused if its parameters %s", async (_, user, reason) => {
    const { client, vendors } = await serveWrites();
    const { data } = await callOperation(client, order, { parameters: { ...parameters, user } });
    expect(data.status).toBe("refused");
    expect(data.message).toMatch(new RegExp(reason));
    expect(vendors.sent()).toEqual([]);
  });

  it("is sent once with its confirmation", async () => {
    const { client, orders } = await serveWrites();
    const { data } = await callOperation(client, order, { parameters });
    const confirmation = data.confirmation?.code;
    const done = await callOperation(client, order, { parameters, confirmation });
    expect(done.data).toMatchObject({ status: "done", untrusted: { reply: { order: {} } } });
    const again = await callOperation(client, order, { parameters, confirmation });
    expect(again.data).toMatchObject({
      status: "refused",
      message: expect.stringContaining("used before") as string,
    });
    expect(orders()).toBe(1);
  });

  it("is sent once by two calls at the same time with one confirmation", async () => {
    const { client, orders } = await serveWrites();
    const { data } = await callOperation(client, order, { parameters });
    const call = { parameters, confirmation: data.confirmation?.code };
    const both = await Promise.all([callOperation(client, order, call), callOperation(client, order, call)]);
    expect(new Set(both.map((result) => result.data.status))).toEqual(new Set(["done", "refused"]));
    expect(orders()).toBe(1);
  });

  it.each([
    ["other parameters", order, { ...parameters, productIds: ["ckproduct0000000000000002"] }],
    ["another operation", "toolzz users.create", parameters],
  ])("is not sent with the confirmation of %s", async (_, operation, changed) => {
    const { client, vendors } = await serveWrites();
    const { data } = await callOperation(client, order, { parameters });
    const confirmation = data.confirmation?.code;
    const other = await callOperation(client, operation, { parameters: changed, confirmation });
    expect(other.isError).toBe(true);
    const used = await callOperation(client, order, { parameters, confirmation });
    expect(used.data.status).toBe("refused");
    expect(vendors.sent()).toEqual([]);
  });

  it("is not confirmed by parameters that contain a valid code", async () => {
    const { client, vendors } = await serveWrites();
    const { data } = await callOperation(client, order, { parameters });
    const nested = { parameters: { ...parameters, confirmation: data.confirmation?.code } };
    expect((await callOperation(client, order, nested)).data.status).toBe("failed");
    expect(vendors.sent()).toEqual([]);
  });

  it("is not put to a person while its parameters are invalid", async () => {
    const { client, vendors } = await serveWrites();
    const { data } = await callOperation(client, order, { parameters: { user: 3, extra: 1 } });
    expect(data).toMatchObject({
      status: "failed",
      outcome: "not-sent",
      message:
        "The parameters of skilvul orders.create are invalid, and nothing was sent:\n" +
        "  user: expected an object, got the number 3\n" +
        "  extra: unknown parameter, known: user, bundleIds, productIds, addOnIds\n" +
        "See them with describe_operation.",
    });
    expect(vendors.sent()).toEqual([]);
  });

  it("whose answer is lost is not sent again, and its outcome is unknown", async () => {
    const { client, vendors, orders } = await serveWrites();
    vendors.mocks.skilvul.fail("orders.create", { lost: "reply" });
    const { data } = await callOperation(client, order, { parameters });
    const confirmation = data.confirmation?.code;
    const lost = await callOperation(client, order, { parameters, confirmation });
    expect(lost.data).toMatchObject({
      status: "failed",
      outcome: "unknown",
      message: expect.stringContaining("Do not call it again") as string,
    });
    expect((await callOperation(client, order, { parameters, confirmation })).data.status).toBe("refused");
    expect(orders()).toBe(1);
    expect(vendors.mocks.skilvul.store.orders).toHaveLength(1);
  });

  it("is sent at most once even where a refusal would allow more", async () => {
    const { client, vendors, orders } = await serveWrites();
    vendors.mocks.skilvul.fail("orders.create", { status: 429, retryAfter: 0 });
    const { data } = await callOperation(client, order, { parameters });
    const sent = await callOperation(client, order, { parameters, confirmation: data.confirmation?.code });
    expect(sent.data).toMatchObject({ status: "failed", outcome: "refused" });
    expect(orders()).toBe(1);
  });

  it("is in the server's log, without its parameters", async () => {
    const { client, log } = await serveWrites();
    const { data } = await callOperation(client, order, { parameters });
    await callOperation(client, order, { parameters, confirmation: data.confirmation?.code });
    expect(log).toContain("[kelaskit] mcp: called skilvul orders.create (write)");
    expect(log.join("\n")).not.toContain("ann@example.com");
  });
});

describe("a GET that changes something", () => {
  it("is a write, and a POST that only reads is not", async () => {
    const vendors = recordedVendors();
    const { client } = await serveInProcess(
      ["academy-of-mine", "mitrabunso"],
      { allowInsecureHttp: true },
      vendors.fetch,
    );
    const terms = (words: string, vendor: string) => ({ words, vendor, limit: 1 });
    const found = await Promise.all(
      [terms("courses.launch", "academy-of-mine"), terms("prices.get", "mitrabunso")].map((toolArguments) =>
        client.callTool({ name: "search_operations", arguments: toolArguments }),
      ),
    );
    expect(found.map(({ structuredContent }) => structuredContent)).toMatchObject([
      { operations: [{ operation: "courses.launch", method: "GET", effect: "write" }] },
      { operations: [{ operation: "prices.get", method: "POST", effect: "read" }] },
    ]);
    const price = {
      productId: "bbbbbbbb-0000-4000-8000-000000000001",
      priceId: "cccccccc-0000-4000-8000-000000000001",
    };
    await callOperation(client, "mitrabunso prices.get", { parameters: price });
    expect(vendors.sent()).toEqual(["mitrabunso prices.get"]);
  });
});
