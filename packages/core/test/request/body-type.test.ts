import { describe, expect, it } from "vitest";
import * as z from "zod";
import { operation, type OperationDeclaration } from "../../src/vendor.ts";
import { answering, onlyRequest, sampleClient } from "../support/sample-vendor.ts";

interface NoteParams {
  readonly text: string;
  readonly shelf?: number | undefined;
}

function note(more: Partial<OperationDeclaration<NoteParams, unknown>> = {}) {
  return operation<NoteParams, unknown>({
    name: "notes.create",
    method: "POST",
    path: "/notes",
    evidence: "documented",
    params: () => z.strictObject({ text: z.string(), shelf: z.optional(z.int()) }),
    response: () => z.unknown(),
    ...more,
  });
}

describe("a vendor whose bodies are forms", () => {
  const definition = { bodyType: "form" } as const;

  it("gets a form where a declaration says nothing", async () => {
    const vendor = answering({});
    await note()(sampleClient(vendor, {}, definition), { text: "a b" });
    expect(onlyRequest(vendor).body).toBe("text=a+b");
    expect(onlyRequest(vendor).headers.get("content-type")).toBe("application/x-www-form-urlencoded");
  });

  it("gets what a declaration says otherwise", async () => {
    const vendor = answering({});
    await note({ bodyType: "json" })(sampleClient(vendor, {}, definition), { text: "a b" });
    expect(onlyRequest(vendor).body).toBe('{"text":"a b"}');
  });

  it("gets a form through the escape hatch, unless the request says otherwise", async () => {
    const form = answering({});
    await sampleClient(form, {}, definition).request("POST", "/notes", { body: { text: "a b" } });
    expect(onlyRequest(form).body).toBe("text=a+b");
    const json = answering({});
    await sampleClient(json, {}, definition).request("POST", "/notes", {
      body: { text: "a b" },
      bodyType: "json",
    });
    expect(onlyRequest(json).body).toBe('{"text":"a b"}');
  });
});

it("a parameter of the client may be a number", async () => {
  const vendor = answering({});
  const client = sampleClient(vendor, {}, { clientParams: { shelf: () => 7 } });
  await note({ clientParams: ["shelf"] })(client, { text: "a" });
  expect(onlyRequest(vendor).body).toBe('{"text":"a","shelf":7}');
});

it("a body is JSON where nobody says anything", async () => {
  const vendor = answering({});
  await note()(sampleClient(vendor), { text: "a b" });
  expect(onlyRequest(vendor).body).toBe('{"text":"a b"}');
});
