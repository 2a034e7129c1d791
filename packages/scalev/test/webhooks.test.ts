import { createHmac } from "node:crypto";
import { ConfigurationError } from "@kelaskit/core";
import { describe, expect, test } from "vitest";
import { verifyWebhook, WebhookError, webhookSignatureHeader } from "../src/index.ts";
import { signWebhook } from "../src/mock/index.ts";
import { failureOf } from "./helpers.ts";

const secret = "whsec_example";
const body = JSON.stringify({
  event: "order.payment_status_changed",
  unique_id: "event_0001",
  timestamp: "2026-01-05T02:00:00Z",
  data: {
    order_id: "260105DEMO1",
    customer_id: 1,
    status: "confirmed",
    payment_status: "paid",
    gross_revenue: "150000.00",
    final_variants: { "Kelas Dasar: Merajut": 1 },
    orderlines: [{ variant_unique_id: "variant_4", quantity: 1 }],
    paid_time: null,
  },
});

/** The vendor's recipe, by another implementation than ours: HMAC-SHA256 of the body, in base64. */
function sign(text: string | Uint8Array, key = secret): string {
  return createHmac("sha256", key).update(text).digest("base64");
}

test("a webhook that the vendor has signed gives its event", async () => {
  const event = await verifyWebhook(body, sign(body), secret);
  expect(event).toEqual(JSON.parse(body));
  if (event.event !== "order.payment_status_changed") throw new Error("Expected another event.");
  expect(event.data.orderlines?.[0]?.variant_unique_id).toBe("variant_4");
});

test("bytes are taken as they came, in a Buffer, too", async () => {
  const bytes = Buffer.from(`  ${body}  `);
  expect(await verifyWebhook(bytes.subarray(2), sign(bytes.subarray(2)), secret)).toHaveProperty("unique_id");
  expect(await verifyWebhook(new Uint8Array(bytes), sign(bytes), secret)).toHaveProperty("unique_id");
});

test("text beyond ASCII has the signature of its UTF-8", async () => {
  const text = JSON.stringify({ event: "order.created", data: { notes: "Terima kasih 🙏 — é" } });
  expect((await verifyWebhook(text, sign(text), secret)).data["notes"]).toContain("🙏");
});

test("events that are not known pass through", async () => {
  const text = JSON.stringify({ event: "course.finished", data: {} });
  expect((await verifyWebhook(text, sign(text), secret)).event).toBe("course.finished");
});

test.for([
  ["missing", undefined],
  ["null, as Headers.get gives it", null],
  ["empty", ""],
  ["no base64", "%%%"],
  ["of another secret", sign(body, "another")],
  ["of another body", sign(`${body} `)],
  ["cut off", sign(body).slice(0, 40)],
  ["in hexadecimal digits", createHmac("sha256", secret).update(body).digest("hex")],
  ["of one bit's difference", sign(body).replace(/^./, (first) => (first === "A" ? "B" : "A"))],
] as const)("a signature that is %s is refused", async ([, signature]) => {
  const error = await failureOf(verifyWebhook(body, signature, secret));
  expect(error).toBeInstanceOf(WebhookError);
  expect(error).toHaveProperty("message", expect.stringContaining("missing or wrong"));
  expect(String(error)).not.toContain(secret);
});

test("a body that was parsed and written anew is refused", async () => {
  const pretty = JSON.stringify(JSON.parse(body), null, 2);
  await expect(verifyWebhook(pretty, sign(body), secret)).rejects.toThrow(WebhookError);
});

test.for([
  ["an object", {}],
  ["nothing", undefined],
  ["an ArrayBuffer", new ArrayBuffer(8)],
  ["null", null],
  ["a number", 7],
  ["a list of bytes", [123, 125]],
] as const)("%s in place of the body is the caller's mistake", async ([, parsed]) => {
  await expect(verifyWebhook(parsed as unknown as string, sign(body), secret)).rejects.toThrow(
    "turn the body parser of this route off",
  );
});

/** What an HMAC of it would be keyed with, were it taken for a secret. */
function keysOf(value: unknown): readonly string[] {
  return ["", String(value), typeof value === "string" ? value : "\0"];
}

test.for([
  ["null", null],
  ["undefined", undefined],
  ["a number", 0],
  ["another number", 20_260_105],
  ["a boolean", true],
  ["an object", {}],
  ["a list", ["whsec_example"]],
  ["a String object", new Object(secret)],
  ["bytes", Buffer.from(secret)],
  ["empty", ""],
  ["blank", " \t\n"],
  ["the text of a variable that is not set", String(undefined)],
  ["the text of a value that is null", String(null)],
] as const)("a secret that is %s is the caller's mistake, and no forgery passes", async ([, wrong]) => {
  for (const key of keysOf(wrong)) {
    const error = await failureOf(verifyWebhook(body, sign(body, key), wrong as string));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(/the signing secret is .* Check the environment variable/);
    expect(String(error)).not.toContain(secret);
  }
  await expect(signWebhook(body, wrong as string)).rejects.toThrow(ConfigurationError);
});

test.for([
  ["a list", [sign(body)]],
  ["a number", 7],
  ["an object", { toString: () => sign(body) }],
  ["bytes", Buffer.from(sign(body))],
] as const)("a signature that is %s is the caller's mistake", async ([, wrong]) => {
  const error = await failureOf(verifyWebhook(body, wrong as string, secret));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error).toHaveProperty("message", expect.stringContaining("x-scalev-hmac-sha256 as a string"));
});

test.for([
  "not json",
  "[]",
  "null",
  '{"event":7,"data":{}}',
  '{"event":"order.created"}',
  '{"event":"a","data":null}',
])("a signed body that is no event is refused: %s", async (text) => {
  await expect(verifyWebhook(text, sign(text), secret)).rejects.toThrow(WebhookError);
});

describe("for tests", () => {
  test("signWebhook makes what the vendor would send", async () => {
    expect(await signWebhook(body, secret)).toBe(sign(body));
    const request = new Request("https://shop.example.com/hook", {
      method: "POST",
      body,
      headers: { "X-Scalev-Hmac-Sha256": await signWebhook(body, secret) },
    });
    const event = await verifyWebhook(
      await request.text(),
      request.headers.get(webhookSignatureHeader),
      secret,
    );
    expect(event.event).toBe("order.payment_status_changed");
  });
});
