import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { readWebhookBody } from "../src/webhook.ts";

const encoder = new TextEncoder();

/** A stream of fetch, and whether its rest was given up. */
function fetchStream(...chunks: readonly unknown[]) {
  const state = { isCanceled: false };
  const stream = new ReadableStream({
    pull(controller) {
      const [chunk, ...rest] = chunks;
      chunks = rest;
      if (chunk instanceof Error) controller.error(chunk);
      else if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
    cancel() {
      state.isCanceled = true;
    },
  });
  return { stream, state };
}

describe("the body of a webhook", () => {
  it.each([
    ["none", null, ""],
    ["a text, its characters as UTF-8", "José", "José"],
    ["bytes", encoder.encode("José"), "José"],
    ["a part of a buffer", encoder.encode("<José>").subarray(1, 6), "José"],
    ["a stream of fetch", fetchStream(encoder.encode("Jo"), encoder.encode("sé")).stream, "José"],
    ["a stream of Node", Readable.from([Buffer.from("Jo"), Buffer.from("sé")]), "José"],
  ])("is read: %s", async (_, body, expected) => {
    const read = await readWebhookBody(body, 5);
    expect("bytes" in read && new TextDecoder().decode(read.bytes)).toBe(expected);
  });

  it("is a copy: bytes that change later do not change it", async () => {
    const bytes = encoder.encode("{}");
    const read = await readWebhookBody(bytes, 5);
    bytes.fill(0);
    expect(read).toEqual({ bytes: encoder.encode("{}").buffer });
  });

  it.each([
    ["a text of few characters and more bytes", "éé!"],
    ["bytes", encoder.encode("José")],
    ["a stream of fetch", fetchStream(encoder.encode("Jo"), encoder.encode("sé")).stream],
    ["a stream of Node", Readable.from([Buffer.from("Jo"), Buffer.from("sé")])],
  ])("is not read when it is too large: %s", async (_, body) => {
    expect(await readWebhookBody(body, 4)).toEqual({ problem: "too-large" });
  });

  it("is given up at the limit, although more would come", async () => {
    const { stream, state } = fetchStream(...Array.from({ length: 100 }, () => new Uint8Array(10)));
    expect(await readWebhookBody(stream, 25)).toEqual({ problem: "too-large" });
    expect(state.isCanceled).toBe(true);
  });

  it("says why a stream failed", async () => {
    const cause = new Error("reset");
    expect(await readWebhookBody(fetchStream(encoder.encode("{"), cause).stream, 9)).toEqual({
      problem: "cut-off",
      cause,
    });
  });

  it("is not taken for an empty one when it was read before", async () => {
    const read = Readable.from([Buffer.from("{}")]);
    await text(read);
    const { stream } = fetchStream(encoder.encode("{}"));
    stream.getReader();
    for (const body of [read, stream]) expect(await readWebhookBody(body, 9)).toEqual({ problem: "not-raw" });
  });

  it.each([
    undefined,
    7,
    {},
    [],
    { id: 1, getReader: 1 },
    fetchStream("text").stream,
    Readable.from(["text"]),
  ])("is not raw: %o", async (body) => {
    expect(await readWebhookBody(body, 9)).toEqual({ problem: "not-raw" });
  });
});
