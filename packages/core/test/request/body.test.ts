import { anyText } from "@kelaskit/test-support/any-text";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { InvalidParamsError } from "../../src/index.ts";
import { operation } from "../../src/vendor.ts";
import type { NoParams, OperationDeclaration } from "../../src/vendor.ts";
import { answering, failure, onlyRequest, sampleClient, sampleVendor } from "../support/sample-vendor.ts";

type Fields = Readonly<Record<string, unknown>>;

function upload(
  bodyType: "json" | "form" | "multipart",
  more: Partial<OperationDeclaration<Fields, unknown>> = {},
) {
  return operation<Fields, unknown>({
    name: "files.upload",
    method: "POST",
    path: "/files",
    evidence: "documented",
    params: () => z.looseObject({}),
    response: () => z.unknown(),
    bodyType,
    ...more,
  });
}

/** Names that a form can hold: any text but the empty one, and no brackets, which mean a list. */
const fieldName = () => fc.stringMatching(/^[\w ÄÖ&=%+.-]{1,8}$/).filter((name) => name !== "__proto__");

describe("a JSON body", () => {
  it("holds the values as they were given", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fieldName(), fc.jsonValue(), { minKeys: 1 }), async (fields) => {
        const vendor = answering({});
        await upload("json")(sampleClient(vendor), fields);
        const { body, headers } = onlyRequest(vendor);
        expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(fields)));
        expect(headers.get("content-type")).toBe("application/json");
      }),
      { numRuns: 40 },
    );
  });

  it("may say null, and leaves undefined out", async () => {
    const vendor = answering({});
    await upload("json")(sampleClient(vendor), {
      title: null,
      note: undefined,
      nested: { note: undefined, on: false },
    });
    expect(onlyRequest(vendor).body).toBe('{"title":null,"nested":{"on":false}}');
  });

  it("is not sent when there is nothing to say", async () => {
    const ping = operation<NoParams, unknown>({
      name: "ping.send",
      method: "POST",
      path: "/ping",
      evidence: "documented",
      response: () => z.unknown(),
    });
    const vendor = answering({});
    await ping(sampleClient(vendor));
    const { body, headers } = onlyRequest(vendor);
    expect(body).toBe("");
    expect(headers.has("content-type")).toBe(false);
  });

  it.each([
    ["a big integer", { price: 12_345_678_901_234_567_890n }],
    ["a circle", circle()],
  ])("cannot hold %s: refused, and no value is repeated", async (_, fields) => {
    const vendor = answering({});
    const error = await failure(upload("json")(sampleClient(vendor), fields), InvalidParamsError);
    expect(error.message).toContain("(body): expected JSON-serializable values");
    expect(error.message).not.toMatch(/hunter2|1234567/);
    expect(vendor.sent).toEqual([]);
  });

  function circle(): Fields {
    const fields: Record<string, unknown> = { password: "hunter2" };
    fields["self"] = fields;
    return fields;
  }
});

describe("a form body", () => {
  it("comes back through URLSearchParams", async () => {
    const value = fc.oneof(anyText(), fc.integer(), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fieldName(), value, { minKeys: 1 }), async (fields) => {
        const vendor = answering({});
        await upload("form")(sampleClient(vendor), fields);
        const { body, headers } = onlyRequest(vendor);
        expect([...new URLSearchParams(body)]).toEqual(
          Object.entries(fields).map(([name, entry]) => [name, String(entry)]),
        );
        expect(headers.get("content-type")).toBe("application/x-www-form-urlencoded");
      }),
      { numRuns: 40 },
    );
  });

  it("writes lists and objects as declared", async () => {
    const vendor = answering({});
    const send = upload("form", { encode: { ids: "brackets", tags: "comma", filter: "json" } });
    await send(sampleClient(vendor), {
      ids: [1, 2],
      tags: ["a", "b"],
      filter: { on: true },
      plain: ["x", "y"],
    });
    expect([...new URLSearchParams(onlyRequest(vendor).body)]).toEqual([
      ["ids[]", "1"],
      ["ids[]", "2"],
      ["tags", "a,b"],
      ["filter", '{"on":true}'],
      ["plain", "x"],
      ["plain", "y"],
    ]);
  });

  it("cannot say null or an object, and names each field", async () => {
    const call = upload("form")(sampleClient(answering({})), { title: "t", note: null, owner: { id: 1 } });
    const error = await failure(call, InvalidParamsError);
    expect(error.issues.map(({ field, received }) => [field, received])).toEqual([
      ["note", "null"],
      ["owner", "an object"],
    ]);
  });
});

describe("a multipart body", () => {
  it("holds texts, numbers and repeated fields", async () => {
    const vendor = answering({});
    await upload("multipart")(sampleClient(vendor), {
      title: "Grüße",
      position: 3,
      public: true,
      tags: ["a", "b"],
    });
    const { request, headers } = onlyRequest(vendor);
    expect([...(await request.formData())]).toEqual([
      ["title", "Grüße"],
      ["position", "3"],
      ["public", "true"],
      ["tags", "a"],
      ["tags", "b"],
    ]);
    expect(headers.get("content-type")).toMatch(/^multipart\/form-data; boundary=/);
  });

  it("keeps the bytes, type and name of files", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const vendor = answering({});
        const file = new File([bytes], "müll.pdf", { type: "application/pdf" });
        await upload("multipart")(sampleClient(vendor), { file });
        const received = (await onlyRequest(vendor).request.formData()).get("file");
        expect(received).toBeInstanceOf(File);
        if (!(received instanceof File)) return;
        expect([received.name, received.type]).toEqual(["müll.pdf", "application/pdf"]);
        expect(new Uint8Array(await received.arrayBuffer())).toEqual(bytes);
      }),
      { numRuns: 20 },
    );
  });

  it("takes a Blob and a stream", async () => {
    const vendor = answering({});
    const stream = new Blob(["from ", "a stream"]).stream();
    await upload("multipart")(sampleClient(vendor), { blob: new Blob(["whole"]), stream });
    const form = await onlyRequest(vendor).request.formData();
    const texts = await Promise.all(
      [...form].map(async ([name, entry]) => [name, typeof entry === "string" ? entry : await entry.text()]),
    );
    expect(texts).toEqual([
      ["blob", "whole"],
      ["stream", "from a stream"],
    ]);
  });

  it("that came from a stream is whole again when the call is repeated", async () => {
    const bodies: string[] = [];
    const vendor = sampleVendor(async ({ request }) => {
      const entry = (await request.formData()).get("file");
      bodies.push(entry instanceof File ? await entry.text() : "no file");
      return bodies.length === 1
        ? new Response(null, { status: 429, headers: { "retry-after": "0" } })
        : Response.json({});
    });
    const call = upload("multipart")(sampleClient(vendor, { retries: 1 }), {
      file: new Blob(["once"]).stream(),
    });
    await call;
    expect(bodies).toEqual(["once", "once"]);
  });

  it("cannot hold null or an object", async () => {
    const vendor = answering({});
    const call = upload("multipart")(sampleClient(vendor), { file: new Blob(["x"]), note: null, owner: {} });
    const error = await failure(call, InvalidParamsError);
    expect(error.issues.map(({ field }) => field)).toEqual(["note", "owner"]);
    expect(vendor.sent).toEqual([]);
  });
});
