import { failureOf } from "@kelaskit/test-support/failure";
import { createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { ConfigurationError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { verifyWebhook, WebhookError, type WebhookOptions, webhookSignatureHeader } from "../src/index.ts";
import { mockWebhook, signWebhook } from "../src/mock/index.ts";
import { streamOf } from "./helpers.ts";

const secret = "whsec_example";
const body = JSON.stringify({
  event: "order.created",
  unique_id: "event_0001",
  timestamp: "2026-01-05T02:00:00Z",
  data: {
    id: "00000000-0000-4000-8000-d00000000001",
    order_id: "260105DEMO1",
    notes: "Terima kasih 🙏 — é",
    orderlines: [{ variant_unique_id: "variant_4", quantity: 1 }],
  },
});

/** The vendor's recipe, by another implementation than ours: HMAC-SHA256 of the body, in base64. */
function sign(text: string | Uint8Array, key = secret): string {
  return createHmac("sha256", key).update(text).digest("base64");
}

function requestOf(text: string | Uint8Array, headers: Record<string, string> = {}): Request {
  return new Request("https://shop.example.com/hook", { method: "POST", body: text as BodyInit, headers });
}

/** What makes a value one that came from outside: TypeScript does not let it through. */
function untyped(value: unknown): string {
  return value as string;
}

describe("a webhook that the vendor has signed", () => {
  it("is read from the request", async () => {
    const request = requestOf(body, { "X-Scalev-Hmac-Sha256": sign(body) });
    expect(await verifyWebhook(request, { secrets: secret })).toMatchObject(JSON.parse(body) as object);
  });

  it("is read from a body and a signature", async () => {
    expect(await verifyWebhook(body, sign(body), secret)).toMatchObject(JSON.parse(body) as object);
  });

  it("is read from raw bytes, including a Buffer", async () => {
    const bytes = Buffer.from(`  ${body}  `);
    expect(await verifyWebhook(bytes.subarray(2), sign(bytes.subarray(2)), secret)).toHaveProperty(
      "unique_id",
    );
    expect(await verifyWebhook(new Uint8Array(bytes), sign(bytes), secret)).toHaveProperty("unique_id");
  });

  it.for([
    ["as Node has them", { "x-scalev-hmac-sha256": sign(body), "x-scalev-app-id": "app_1" }],
    ["in capitals", { "X-SCALEV-HMAC-SHA256": sign(body), "X-SCALEV-APP-ID": "app_1" }],
    ["in lists", { "x-scalev-hmac-sha256": [sign(body)], "x-scalev-app-id": ["app_1"] }],
    ["with space around", { "x-scalev-hmac-sha256": ` ${sign(body)}\t`, "x-scalev-app-id": "app_1" }],
    ["as a Headers object", new Headers({ "x-scalev-hmac-sha256": sign(body), "x-scalev-app-id": "app_1" })],
  ] as const)("is read with headers %s", async ([, headers]) => {
    const event = await verifyWebhook({ headers, body: Buffer.from(body) }, { secrets: secret });
    expect(event).toMatchObject({ type: "order.created", appId: "app_1" });
  });

  it("may start with a byte order mark", async () => {
    const text = `\uFEFF${body}`;
    expect(await verifyWebhook(text, sign(text), secret)).toHaveProperty("type", "order.created");
  });

  it("has no app id when the header is missing or repeated", async () => {
    const headers = { [webhookSignatureHeader]: sign(body) };
    const settings = { secrets: secret };
    expect(await verifyWebhook({ headers, body }, settings)).toHaveProperty("appId", undefined);
    const twice = { ...headers, "x-scalev-app-id": ["app_1", "app_2"] };
    expect(await verifyWebhook({ headers: twice, body }, settings)).toHaveProperty("appId", undefined);
  });

  it("cannot set the app id in its body", async () => {
    const claimed = body.replace("{", '{"appId":"app_1","type":"ping","drift":["x"],');
    expect(await verifyWebhook(claimed, sign(claimed), secret)).toMatchObject({
      appId: undefined,
      type: "order.created",
      drift: [],
    });
  });
});

describe("several secrets", () => {
  it.for([
    ["the first", ["whsec_example", "whsec_next"]],
    ["the last", ["whsec_old", "whsec_example"]],
    ["both, being the same", ["whsec_example", "whsec_example"]],
    ["the only one", ["whsec_example"]],
  ] as const)("accept a webhook signed with %s", async ([, secrets]) => {
    const settings: WebhookOptions = { secrets };
    const request = requestOf(body, { [webhookSignatureHeader]: sign(body) });
    expect(await verifyWebhook(request, settings)).toHaveProperty("type", "order.created");
    expect(await verifyWebhook(body, sign(body), secrets)).toHaveProperty("type", "order.created");
    expect(await verifyWebhook(body, sign(body), settings)).toHaveProperty("type", "order.created");
  });

  it("refuse a webhook signed with none of them, without naming any", async () => {
    const error = await failureOf(
      verifyWebhook(body, sign(body, "other"), { secrets: [secret, "whsec_next"] }),
    );
    expect(error).toMatchObject({ code: "signature" });
    expect(JSON.stringify([error, String(error)])).not.toContain("whsec");
  });

  it.for([
    ["empty", [], "the list of signing secrets is empty"],
    [
      "one that is not set",
      [secret, untyped(undefined)],
      "secrets[1]: the signing secret is of the type undefined",
    ],
    ["an empty one", ["", secret], "secrets[0]: the signing secret is empty"],
    [
      "the text of a variable that is not set",
      [secret, "undefined"],
      "secrets[1]: the signing secret is the text",
    ],
    [
      "a hole",
      Object.assign([] as string[], { length: 1 }),
      "secrets[0]: the signing secret is of the type undefined",
    ],
  ] as const)("are the caller's mistake when they contain %s", async ([, secrets, message]) => {
    const error = await failureOf(verifyWebhook(body, sign(body), { secrets }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(String(error)).not.toContain(secret);
  });
});

describe("a signature", () => {
  it.for([
    ["missing", undefined],
    ["null, as Headers.get gives it", null],
    ["empty", ""],
    ["no base64", "%%%"],
    ["of another secret", sign(body, "another")],
    ["of another body", sign(`${body} `)],
    ["cut off", sign(body).slice(0, 40)],
    ["without its padding", sign(body).replace("=", "")],
    ["in hexadecimal digits", createHmac("sha256", secret).update(body).digest("hex")],
    ["behind the name of its algorithm", `sha256=${sign(body)}`],
    ["twice, as fetch joins headers", `${sign(body)}, ${sign(body)}`],
    ["broken by a space", sign(body).replace(/^./, "$& ")],
    ["of one bit's difference", sign(body).replace(/^./, (first) => (first === "A" ? "B" : "A"))],
  ] as const)("that is %s is refused", async ([, signature]) => {
    const error = await failureOf(verifyWebhook(body, signature, secret));
    expect(error).toBeInstanceOf(WebhookError);
    expect(error).toMatchObject({
      code: "signature",
      message: expect.stringContaining("missing or wrong") as string,
    });
    expect(String(error)).not.toContain(secret);
  });

  it("that is sent several times is refused, even if one is right", async () => {
    for (const header of [
      [sign(body), "x"],
      ["x", sign(body)],
      [sign(body), sign(body)],
    ]) {
      const delivery = { headers: { [webhookSignatureHeader]: header }, body };
      expect(await failureOf(verifyWebhook(delivery, { secrets: secret }))).toMatchObject({
        code: "signature",
      });
    }
  });

  it.for([
    ["a list", [sign(body)]],
    ["a number", 7],
    ["an object", { toString: () => sign(body) }],
    ["bytes", Buffer.from(sign(body))],
  ] as const)("that is %s is the caller's mistake", async ([, wrong]) => {
    const error = await failureOf(verifyWebhook(body, untyped(wrong), secret));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringContaining("x-scalev-hmac-sha256 as a string"));
  });

  it("is never accepted as the secret", async () => {
    const request = () => requestOf(body, { [webhookSignatureHeader]: sign(body, "forged") });
    const loose = (...values: readonly unknown[]) =>
      verifyWebhook(...(values as Parameters<typeof verifyWebhook>));
    expect(await failureOf(loose(request(), "forged"))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(loose(request(), "forged", secret))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(loose(request(), ["forged"]))).toBeInstanceOf(ConfigurationError);
  });
});

describe("a body", () => {
  it("from another realm, such as a test runner's, is accepted", async () => {
    const bytes: unknown = runInNewContext("new Uint8Array(bytes)", { bytes: [...Buffer.from(body)] });
    expect(bytes).not.toBeInstanceOf(Uint8Array);
    expect(await verifyWebhook(bytes as Uint8Array, sign(body), secret)).toHaveProperty(
      "type",
      "order.created",
    );
  });

  it("that was parsed and serialized again is refused", async () => {
    const pretty = JSON.stringify(JSON.parse(body), null, 2);
    await expect(verifyWebhook(pretty, sign(body), secret)).rejects.toThrow(WebhookError);
  });

  it.for([
    ["an object", { event: "order.created" }],
    ["nothing", undefined],
    ["an ArrayBuffer", new ArrayBuffer(8)],
    ["null", null],
    ["a number", 7],
    ["a list of bytes", [123, 125]],
  ] as const)("that is %s is the caller's mistake", async ([, wrong]) => {
    await expect(verifyWebhook(untyped(wrong), sign(body), secret)).rejects.toThrow(
      "Turn off the body parser of this route",
    );
    // In a request, null says that there is none.
    const delivery = { headers: { [webhookSignatureHeader]: sign(body) }, body: untyped(wrong) };
    const error = await failureOf(verifyWebhook(delivery, { secrets: secret }));
    expect(error).toBeInstanceOf(wrong === null ? WebhookError : ConfigurationError);
  });

  it("that was already read is the caller's mistake", async () => {
    const request = requestOf(body, { [webhookSignatureHeader]: sign(body) });
    await request.text();
    const error = await failureOf(verifyWebhook(request, { secrets: secret }));
    expect(error).toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("was not read") as string,
    });

    const locked = requestOf(body, { [webhookSignatureHeader]: sign(body) });
    locked.body?.getReader();
    expect(await failureOf(verifyWebhook(locked, { secrets: secret }))).toBeInstanceOf(ConfigurationError);
  });

  it("in many chunks is assembled", async () => {
    const bytes = new TextEncoder().encode(body);
    const stream = streamOf([...bytes].map((byte) => Uint8Array.of(byte)));
    const delivery = { headers: { [webhookSignatureHeader]: sign(body) }, body: stream };
    expect(await verifyWebhook(delivery, { secrets: secret })).toMatchObject(JSON.parse(body) as object);
  });

  it("of Node's requests is read", async () => {
    const delivery = {
      headers: { [webhookSignatureHeader]: sign(body) },
      body: Readable.from([Buffer.from(body)]),
    };
    expect(await verifyWebhook(delivery, { secrets: secret })).toMatchObject(JSON.parse(body) as object);
    // It has been read now, and would seem to be empty.
    expect(await failureOf(verifyWebhook(delivery, { secrets: secret }))).toBeInstanceOf(ConfigurationError);
  });

  it.for([undefined, {}])("that is %o in Express is empty, if the headers say so", async (empty) => {
    const check = async (headers: Record<string, string>): Promise<unknown> =>
      verifyWebhook({ headers, body: untyped(empty) }, { secrets: secret }).catch((error: unknown) => error);
    for (const headers of [
      { "content-length": "0" },
      {},
      { "content-length": "0", [webhookSignatureHeader]: sign("") },
    ]) {
      expect(await check(headers)).toHaveProperty("type", "ping");
    }
    for (const headers of [
      { "content-length": "7" },
      { "transfer-encoding": "chunked" },
      { [webhookSignatureHeader]: sign(body) },
    ]) {
      expect(await check(headers)).toBeInstanceOf(ConfigurationError);
    }
  });

  it("that is too large is refused before it is fully read", async () => {
    let chunks = 0;
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        chunks += 1;
        controller.enqueue(new Uint8Array(100_000));
      },
      cancel() {
        isCancelled = true;
      },
    });
    const delivery = { headers: { [webhookSignatureHeader]: sign(body) }, body: endless };
    expect(await failureOf(verifyWebhook(delivery, { secrets: secret }))).toMatchObject({
      code: "too-large",
    });
    expect(isCancelled).toBe(true);
    expect(chunks).toBeLessThan(15);
  });

  it("is measured in bytes, exactly", async () => {
    const maxBytes = Buffer.byteLength(body);
    expect(maxBytes).toBeGreaterThan(body.length);
    for (const given of [body, Buffer.from(body)]) {
      expect(await verifyWebhook(given, sign(body), { secrets: secret, maxBytes })).toHaveProperty(
        "unique_id",
      );
      expect(
        await failureOf(verifyWebhook(given, sign(body), { secrets: secret, maxBytes: maxBytes - 1 })),
      ).toMatchObject({ code: "too-large" });
    }
  });

  it("that is cut off is refused, with the reason as its cause", async () => {
    const reason = new Error("socket hang up");
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(reason);
      },
    });
    const delivery = { headers: { [webhookSignatureHeader]: sign(body) }, body: broken };
    expect(await failureOf(verifyWebhook(delivery, { secrets: secret }))).toMatchObject({
      code: "unreadable",
      cause: reason,
    });
  });

  it("cannot be changed while it is checked", async () => {
    const bytes = Buffer.from(body);
    const verified = verifyWebhook(bytes, sign(body), secret);
    bytes.write(body.replace("260105DEMO1", "260105OTHER"));
    const outcome: unknown = await verified.catch((error: unknown) => error);
    // Either the bytes before the change or none: never those after it.
    if (WebhookError.isInstance(outcome)) expect(outcome.code).toBe("signature");
    else expect(outcome).toMatchObject({ data: { order_id: "260105DEMO1" } });
  });
});

/** What an HMAC of it would be keyed with, were it taken for a secret. */
function keysOf(value: unknown): readonly string[] {
  return ["", String(value), typeof value === "string" ? value : "\0"];
}

describe("a secret", () => {
  it.for([
    ["null", null],
    ["undefined", undefined],
    ["a number", 0],
    ["another number", 20_260_105],
    ["a boolean", true],
    ["an object", {}],
    ["a list in a list", [["whsec_example"]]],
    ["a String object", new Object(secret)],
    ["bytes", Buffer.from(secret)],
    ["empty", ""],
    ["blank", " \t\n"],
    ["the text of a variable that is not set", String(undefined)],
    ["the text of a value that is null", String(null)],
  ] as const)("that is %s is the caller's mistake and accepts no forgery", async ([, wrong]) => {
    for (const key of keysOf(wrong)) {
      for (const settings of [wrong, { secrets: wrong }]) {
        const error = await failureOf(verifyWebhook(body, sign(body, key), untyped(settings)));
        expect(error).toBeInstanceOf(ConfigurationError);
        expect(String(error)).toMatch(/the signing secret is .* Check the environment variable/);
        expect(String(error)).not.toContain(secret);
      }
    }
    await expect(signWebhook(body, untyped(wrong))).rejects.toThrow(ConfigurationError);
  });
});

describe("an option", () => {
  const wrongOptions: readonly (readonly [options: object, message: string])[] = [
    [{ secret }, "has no option secret. Did you mean secrets?"],
    [{ secrets: secret, maxage: 1 }, "has no option maxage. Did you mean maxAge?"],
    [{ secrets: secret, tolerance: 1 }, "has no option tolerance. It has secrets, maxAge, maxBytes."],
    [{ secrets: secret, maxAge: 0 }, "maxAge must be a number above 0"],
    [{ secrets: secret, maxAge: Number.NaN }, "maxAge must be a number above 0"],
    [{ secrets: secret, maxBytes: "1000" }, "maxBytes must be a number above 0"],
  ];

  it.for(wrongOptions)("that is invalid is refused: %o", async ([options, message]) => {
    const request = requestOf(body, { [webhookSignatureHeader]: sign(body) });
    const error = await failureOf(verifyWebhook(request, options as WebhookOptions));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(String(error)).not.toContain(secret);
  });
});

describe("the age of an event", () => {
  const hour = 3_600_000;
  const ago = (age: number): string => new Date(Date.now() - age).toISOString();

  it("is not checked without maxAge, because a redelivery has the original time", async () => {
    const request = await mockWebhook("payment.received", { secret, timestamp: "2020-01-05T02:00:00Z" });
    expect(await verifyWebhook(request, { secrets: secret })).toHaveProperty("type", "payment.received");
  });

  it("is limited by maxAge", async () => {
    const maxAge = hour;
    const recent = await mockWebhook("payment.received", { secret, timestamp: ago(hour / 2) });
    expect(await verifyWebhook(recent, { secrets: secret, maxAge })).toHaveProperty(
      "type",
      "payment.received",
    );
    const old = await mockWebhook("payment.received", { secret, timestamp: ago(2 * hour) });
    expect(await failureOf(verifyWebhook(old, { secrets: secret, maxAge }))).toMatchObject({
      code: "too-old",
    });
  });

  it.for(["never", "", "20260105"])("is too high when the timestamp is %j", async (timestamp) => {
    const request = await mockWebhook("course.finished", { secret, timestamp });
    const outcome = failureOf(verifyWebhook(request, { secrets: secret, maxAge: 1e15 }));
    expect(await outcome).toMatchObject({ code: "too-old" });
  });

  it("does not apply to a ping, which has no timestamp", async () => {
    const request = await mockWebhook("ping", { secret });
    expect(await verifyWebhook(request, { secrets: secret, maxAge: hour })).toHaveProperty("type", "ping");
  });
});
