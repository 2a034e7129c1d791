import { webhookSignatureHeader } from "@kelaskit/scalev";
import { mockWebhook, signWebhook } from "@kelaskit/scalev/mock";
import { describe, expect, it } from "vitest";
import { receive, type Receiver } from "../scalev-webhook/receive.ts";

const secret = "whsec_next";

function setUp() {
  const stored = new Map<string, string>();
  const logged: string[] = [];
  const receiver: Receiver = {
    secrets: ["whsec_current", secret],
    inbox: {
      async addOnce(id, { type }) {
        if (!stored.has(id)) stored.set(id, type);
      },
    },
    log: (message) => void logged.push(message),
  };
  return { receiver, stored, logged };
}

describe("a receiver of webhooks", () => {
  it("stores an event once, however often it comes, and acknowledges each", async () => {
    const { receiver, stored } = setUp();
    const request = await mockWebhook("payment.received", { secret, unique_id: "event_1" });
    expect((await receive(request.clone(), receiver)).status).toBe(204);
    expect((await receive(request, receiver)).status).toBe(204);
    expect([...stored]).toEqual([["event_1", "payment.received"]]);
  });

  it.for(["business.test_event", "ping"])("answers %s with 200 and stores nothing", async (event) => {
    const { receiver, stored } = setUp();
    expect((await receive(await mockWebhook(event, { secret }), receiver)).status).toBe(200);
    expect(stored.size).toBe(0);
  });

  it("keeps events that it does not know", async () => {
    const { receiver, stored } = setUp();
    await receive(await mockWebhook("course.finished", { secret, unique_id: "event_2" }), receiver);
    expect([...stored]).toEqual([["event_2", "other"]]);
  });

  it("keeps unknown events without an id, each once", async () => {
    const { receiver, stored, logged } = setUp();
    const timestamp = new Date().toISOString();
    for (const order of ["one", "two", "one"]) {
      const body = JSON.stringify({ event: "course.finished", timestamp, data: { order_id: order } });
      const headers = { [webhookSignatureHeader]: await signWebhook(body, secret) };
      const request = new Request("https://shop.example.com/", { method: "POST", headers, body });
      expect([(await receive(request, receiver)).status, logged]).toEqual([204, []]);
    }
    expect([...stored.values()]).toEqual(["other", "other"]);
  });

  it("refuses what the vendor has not signed, and does not say why", async () => {
    const { receiver, stored, logged } = setUp();
    const response = await receive(await mockWebhook("payment.received", { secret: "forged" }), receiver);
    expect([response.status, await response.text()]).toEqual([401, ""]);
    expect(stored.size).toBe(0);
    expect(logged.join()).toContain("signature is missing or wrong");
  });

  it("refuses an event that says nothing", async () => {
    const { receiver, logged } = setUp();
    const empty = await mockWebhook("order.deleted", { secret, data: { id: null, order_id: null } });
    const response = await receive(empty, receiver);
    expect([response.status, await response.text()]).toEqual([400, ""]);
    expect(logged.join()).toContain("data.order_id: expected a string, got null");
  });

  it("does not acknowledge what could not be stored", async () => {
    const { receiver } = setUp();
    const full = { ...receiver, inbox: { addOnce: () => Promise.reject(new Error("The disk is full.")) } };
    await expect(receive(await mockWebhook("payment.received", { secret }), full)).rejects.toThrow(
      "disk is full",
    );
  });

  it("fails openly when its own secret is missing: the vendor sends the webhook again", async () => {
    const { receiver } = setUp();
    const request = await mockWebhook("payment.received", { secret });
    await expect(receive(request, { ...receiver, secrets: [""] })).rejects.toThrow(
      "the signing secret is empty",
    );
  });
});
