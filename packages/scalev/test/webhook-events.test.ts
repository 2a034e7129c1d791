import { failureOf } from "@kelaskit/test-support/failure";
import { undeclaredKeys } from "@kelaskit/core/testing";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  type CheckoutIntentAbandonedEvent,
  type OrderCreatedEvent,
  type PaymentReceivedEvent,
  verifyWebhook,
  WebhookError,
  type WebhookEvent,
  type WebhookEventName,
  type WebhookOrderLine,
  type WebhookPaymentStatus,
} from "../src/index.ts";
import { mockWebhook, signWebhook } from "../src/mock/index.ts";
import { webhookSamples } from "../src/mock/webhook-samples.ts";
import { eventShapes } from "../src/webhook-schemas.ts";

const secret = "whsec_example";
const names = Object.keys(webhookSamples) as WebhookEventName[];
const aboutOrders = names.filter((name) => /^(order|payment)\./.test(name));
/** The events of which nothing is known but the name. */
const unchecked = new Set<string>(["business.test_event", "shipment.status.updated"]);

/** What a body with the vendor's signature gives. */
async function verifySigned(body: unknown): Promise<WebhookEvent> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return verifyWebhook(text, await signWebhook(text, secret), secret);
}

function bodyOf(event: string, data: unknown): Record<string, unknown> {
  return { event, unique_id: "event_1", timestamp: "2026-01-05T02:00:00Z", data };
}

describe("an event that the vendor documents", () => {
  it.for(names)("%s has its type, unchanged and without drift", async (name) => {
    const request = await mockWebhook(name, { secret, unique_id: "event_1" });
    const sent = (await request.clone().json()) as object;
    const event = await verifyWebhook(request, { secrets: secret });
    expect(event).toEqual({ ...sent, type: name, drift: [], appId: undefined });
    expect(undeclaredKeys(eventShapes[name].body, sent).filter((key) => key !== "event")).toEqual([]);
  });

  it("has its data by its type", async () => {
    const event = await verifyWebhook(await mockWebhook("order.created", { secret }), { secrets: secret });
    if (event.type !== "order.created") throw new Error("Expected an order.");
    expect(event.data.orderlines.map(({ variant_unique_id: id }) => id)).toEqual(["variant_1"]);
  });

  it.for(
    aboutOrders.filter(
      (name) => !["order.created", "order.updated"].includes(name) && !name.endsWith("_created"),
    ),
  )("%s has no lines", async (name) => {
    const event = await verifyWebhook(await mockWebhook(name, { secret }), { secrets: secret });
    expect(event.data).not.toHaveProperty("orderlines");
  });

  it("keeps undeclared fields", async () => {
    const body = {
      ...bodyOf("order.deleted", { id: "1", order_id: "2", utm_source: "newsletter" }),
      version: 3,
    };
    expect(await verifySigned(body)).toMatchObject(body);
  });

  it("lists the fields that differ from the vendor's documentation", async () => {
    const data = {
      order_id: "260105DEMO1",
      orderlines: [{ quantity: "1" }, { quantity: "2" }],
      gross_revenue: 150_000,
    };
    const event = await verifySigned({ ...bodyOf("order.created", data), timestamp: undefined });
    expect(event).toMatchObject({ type: "order.created", data });
    expect(event.drift.toSorted()).toEqual([
      "data.gross_revenue",
      "data.id",
      "data.orderlines[].quantity",
      "timestamp",
    ]);
  });

  it("may have an undocumented status", async () => {
    const request = await mockWebhook("payment.received", { secret, data: { payment_status: "refunded" } });
    expect(await verifyWebhook(request, { secrets: secret })).toMatchObject({
      drift: [],
      data: { payment_status: "refunded" },
    });
  });
});

describe("an event without required fields", () => {
  it.for(names.filter((name) => !unchecked.has(name)))("%s with empty data is refused", async (name) => {
    for (const data of [{}, [], null, undefined, "x", 7]) {
      const error = await failureOf(verifySigned(bodyOf(name, data)));
      expect(error).toMatchObject({ code: "incomplete" });
      expect(String(error)).toContain(name);
    }
  });

  it.for(names.filter((name) => !unchecked.has(name)))("%s without an id is refused", async (name) => {
    for (const id of [undefined, null, "", 7]) {
      const body = { ...bodyOf(name, webhookSamples[name]), unique_id: id };
      expect(await failureOf(verifySigned(body))).toMatchObject({
        code: "incomplete",
        issues: [{ field: "unique_id" }],
      });
    }
  });

  it("is refused with the missing fields and no part of the body", async () => {
    const data = {
      id: 7,
      order_id: "",
      customer: { email: "learner@example.com" },
      payment_status: ["secret"],
    };
    const error = await failureOf(verifySigned(bodyOf("payment.received", data)));
    expect(error).toMatchObject({
      code: "incomplete",
      message:
        "scalev verifyWebhook: the signature is right, but the event payment.received lacks required fields: " +
        "data.id: expected a string, got number; data.order_id: expected a non-empty string, got string; " +
        "data.payment_status: expected a string, got list.",
      issues: [
        { field: "data.id", expected: "a string", received: "number" },
        { field: "data.order_id", expected: "a non-empty string", received: "string" },
        { field: "data.payment_status", expected: "a string", received: "list" },
      ],
    });
    expect(JSON.stringify([error, String(error)])).not.toMatch(/learner|secret|whsec/);
  });

  it("is accepted with one of an order's two ids", async () => {
    expect(await verifySigned(bodyOf("order.deleted", { id: "1" }))).toHaveProperty("drift", [
      "data.order_id",
    ]);
    expect(await verifySigned(bodyOf("order.deleted", { order_id: "2" }))).toHaveProperty("drift", [
      "data.id",
    ]);
  });
});

describe("shipment.status.updated, which only an example of the vendor names", () => {
  it("has a type, and none of its fields is checked", async () => {
    for (const fields of [{}, { data: null }, { data: { status: 7 }, unique_id: "event_1", more: true }]) {
      const body = { event: "shipment.status.updated", ...fields };
      expect(await verifySigned(body)).toEqual({
        ...body,
        type: "shipment.status.updated",
        drift: [],
        appId: undefined,
      });
    }
  });
});

describe("an event without a type here", () => {
  it.for(["other", "ping", "constructor", "toString", "__proto__", "Order.created"])(
    "%s comes as it is",
    async (name) => {
      const body = { ...bodyOf(name, { anything: [1, { deep: null }] }), more: true };
      expect(await verifySigned(body)).toEqual({ ...body, type: "other", drift: [], appId: undefined });
    },
  );

  it("may lack id, time and data", async () => {
    expect(await verifySigned({ event: "course.finished" })).toEqual({
      event: "course.finished",
      type: "other",
      drift: [],
      appId: undefined,
    });
  });

  it("reports an id that is not a string", async () => {
    expect(await verifySigned({ event: "course.finished", unique_id: 7 })).toHaveProperty("drift", [
      "unique_id",
    ]);
  });

  it("does not pollute prototypes", async () => {
    const event = await verifySigned(
      '{"event":"x.y","__proto__":{"polluted":1},"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
    );
    expect(event).toHaveProperty("type", "other");
    expect(Reflect.get(event, "polluted")).toBeUndefined();
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("cannot be the name of a prototype's property", async () => {
    const error = await failureOf(verifySigned('{"__proto__":{"event":"order.created","data":{}}}'));
    expect(error).toMatchObject({ code: "unreadable" });
  });
});

describe("the requests while a webhook is being saved", () => {
  it("include the vendor's test, with or without an id", async () => {
    for (const unique_id of [undefined, "event_1"]) {
      const request = await mockWebhook("business.test_event", { secret, unique_id });
      const event = await verifyWebhook(request, { secrets: secret });
      expect(event).toMatchObject({ type: "business.test_event", data: {}, drift: [] });
      expect(event.unique_id).toBe(unique_id);
    }
  });

  it("include a test that is refused without a valid signature", async () => {
    const request = await mockWebhook("business.test_event", { secret: "another" });
    expect(await failureOf(verifyWebhook(request, { secrets: secret }))).toMatchObject({ code: "signature" });
  });

  it("may include a request without a body, signed or not", async () => {
    const signed = await mockWebhook("ping", { secret, appId: "app_1" });
    expect(await verifyWebhook(signed, { secrets: secret })).toEqual({
      type: "ping",
      drift: [],
      appId: "app_1",
    });
    for (const body of [null, "", new Uint8Array(), new Response("").body]) {
      expect(await verifyWebhook({ headers: {}, body }, { secrets: secret })).toHaveProperty("type", "ping");
    }
    expect(await verifyWebhook("", null, secret)).toHaveProperty("type", "ping");
  });

  it("include no empty request with a wrong signature", async () => {
    const forged = await mockWebhook("ping", { secret: "another" });
    expect(await failureOf(verifyWebhook(forged, { secrets: secret }))).toMatchObject({ code: "signature" });
  });
});

describe("a signed body that is not an event", () => {
  it.for([
    "not json",
    " ",
    "[]",
    "null",
    '"order.created"',
    "{}",
    '{"event":7,"data":{}}',
    '{"event":"","data":{}}',
    '{"event":null}',
    '[{"event":"order.created"}]',
    '{"event":"order.created"',
    "\0",
    "{".repeat(100_000),
  ])("is refused: %.40s", async (text) => {
    const error = await failureOf(verifySigned(text));
    expect(error).toBeInstanceOf(WebhookError);
    expect(error).toMatchObject({ code: "unreadable", issues: [] });
  });

  it("is refused when it is not UTF-8", async () => {
    const latin = Buffer.from('{"event":"order.created","data":{"notes":"é"}}', "latin1");
    const signature = await signWebhook(latin, secret);
    expect(await failureOf(verifyWebhook(latin, signature, secret))).toMatchObject({ code: "unreadable" });
    const wide = Buffer.from('{"event":"x"}', "utf16le");
    expect(await failureOf(verifyWebhook(wide, await signWebhook(wide, secret), secret))).toMatchObject({
      code: "unreadable",
    });
  });
});

describe("types", () => {
  it("follow from the event's type", () => {
    expectTypeOf<Extract<WebhookEvent, { type: "order.created" }>>().toEqualTypeOf<OrderCreatedEvent>();
    expectTypeOf<OrderCreatedEvent["data"]["orderlines"]>().toEqualTypeOf<readonly WebhookOrderLine[]>();
    expectTypeOf<PaymentReceivedEvent["data"]>().not.toHaveProperty("orderlines");
    expectTypeOf<PaymentReceivedEvent["data"]["payment_status"]>().toExtend<string>();
    expectTypeOf<PaymentReceivedEvent["unique_id"]>().toEqualTypeOf<string>();
    expectTypeOf<CheckoutIntentAbandonedEvent["data"]>().not.toHaveProperty("order_id");
  });

  it("have lines only in events about whole orders", async () => {
    type WithLines = Extract<WebhookEvent, { readonly data: { readonly orderlines: unknown } }>["type"];
    expectTypeOf<WithLines>().toEqualTypeOf<
      "order.created" | "order.updated" | "order.epayment_created" | "order.spam_created"
    >();
    const event = await verifyWebhook(await mockWebhook("payment.received", { secret }), { secrets: secret });
    if (event.type !== "payment.received") throw new Error("Expected a payment.");
    // @ts-expect-error: a payment has no lines
    expect(event.data.orderlines).toBeUndefined();
  });

  it("suggest the documented payment statuses and allow others", () => {
    expectTypeOf<"unpaid" | "paid" | "conflict" | "settled">().toExtend<WebhookPaymentStatus>();
    expectTypeOf<string>().toExtend<WebhookPaymentStatus>();
    expectTypeOf<number>().not.toExtend<WebhookPaymentStatus>();
  });

  it("narrow exhaustively in a switch", () => {
    const describeEvent = (event: WebhookEvent): string => {
      switch (event.type) {
        case "order.created":
        case "order.updated":
        case "order.spam_created":
        case "order.epayment_created":
          expectTypeOf(event.data.orderlines).toEqualTypeOf<readonly WebhookOrderLine[]>();
          return String(event.data.orderlines.length);
        case "order.status_changed":
          expectTypeOf(event.data.status).toEqualTypeOf<string>();
          return event.data.status;
        case "order.payment_status_changed":
        case "payment.received":
        case "payment.failed":
          // @ts-expect-error: lines come only with whole orders
          return String(event.data.payment_status) + String(event.data.orderlines);
        case "order.deleted":
          // @ts-expect-error: a deleted order has no state
          return event.data.order_id + String(event.data.status);
        case "checkout_intent.abandoned":
        case "checkout_intent.completed":
          return event.data.id;
        case "shipment.status.updated":
          expectTypeOf(event.data).toEqualTypeOf<unknown>();
          return event.event;
        case "business.test_event":
          // @ts-expect-error: the test may have no id
          return event.unique_id.slice(1);
        case "other":
          expectTypeOf(event.event).toEqualTypeOf<string>();
          return event.event;
        case "ping":
          expectTypeOf(event.unique_id).toEqualTypeOf<undefined>();
          return "";
        default:
          expectTypeOf(event).toBeNever();
          return "";
      }
    };
    expect(describeEvent({ type: "ping", drift: [], appId: undefined })).toBe("");
  });

  it("accept a Request and Node's requests", () => {
    expectTypeOf(verifyWebhook).toBeCallableWith(new Request("https://a.example"), { secrets: ["a", "b"] });
    expectTypeOf(verifyWebhook).toBeCallableWith("{}", null, ["a", "b"]);
    // @ts-expect-error: the signature is in the request
    expectTypeOf(verifyWebhook).toBeCallableWith(new Request("https://a.example"), "signature", "secret");
  });
});
