import { freePort } from "@kelaskit/test-support/free-ports";
import { createServer } from "node:http";
import { constants, createSecureServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { text } from "node:stream/consumers";
import { generate } from "selfsigned";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { streamedWrites } from "../../src/transport/streamed-writes.ts";
import type { TransportRequest } from "../../src/transport/transport.ts";
import { isMissing, openPage } from "@kelaskit/test-support/runtimes";
import type { Ending } from "./support/streamed-writes-program.ts";

const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type",
};

/** The bodies that have arrived. */
let arrived: string[] = [];

async function answer(stream: ServerHttp2Stream, method: string, path: string): Promise<void> {
  stream.on("error", () => undefined);
  if (method !== "POST") {
    stream.respond({ ":status": 200, "content-type": "text/html", ...cors });
    stream.end("<!doctype html>");
    return;
  }
  const body = await text(stream);
  arrived.push(body);
  if (path === "/closed") stream.session?.destroy();
  else if (path === "/refused") stream.close(constants.NGHTTP2_REFUSED_STREAM);
  else {
    stream.respond({ ":status": 200, ...cors });
    stream.end(`got ${body}`);
  }
}

async function portOf(server: Server): Promise<number> {
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  return (server.address() as AddressInfo).port;
}

const write: TransportRequest = {
  method: "POST",
  url: "https://api.example/orders",
  headers: {},
  body: "{}",
  signal: new AbortController().signal,
  sendOnce: true,
};

describe.skipIf(isMissing("chromium"))("writes as streams, in Chromium", () => {
  let http2 = "";
  let http1 = "";
  let send: (kind: "plain" | "streamed", url: string, more?: object) => Promise<Ending>;
  const cleanUps: (() => unknown)[] = [];

  beforeAll(async () => {
    const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
      algorithm: "sha256",
    });
    const modern = createSecureServer({ key, cert });
    modern.on("sessionError", () => undefined);
    modern.on("stream", (stream, headers) => {
      void answer(stream, headers[":method"] ?? "", headers[":path"] ?? "");
    });
    const older = createServer((request, response) => {
      if (request.method === "POST") arrived.push("over HTTP/1.1");
      response.writeHead(200, cors).end();
    });
    http2 = `https://localhost:${await portOf(modern)}`;
    http1 = `http://localhost:${await portOf(older)}`;
    const page = await openPage({
      module: new URL("support/streamed-writes-program.ts", import.meta.url),
      home: http2,
      trustsEveryCertificate: true,
    });
    send = async (...parameters) => (await page.call(parameters)) as Ending;
    cleanUps.push(
      () => page.close(),
      () => modern.close(),
      () => older.close(),
    );
  });

  beforeEach(() => {
    arrived = [];
  });

  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  it("arrive whole", async () => {
    expect(await send("streamed", `${http2}/orders`, { body: '{"a":"é"}' })).toEqual({
      answer: 'got {"a":"é"}',
    });
  });

  it("are sent once where a plain write is sent twice", async () => {
    expect(await send("plain", `${http2}/closed`, { body: "plain" })).toEqual({ notSent: false });
    expect(await send("streamed", `${http2}/closed`, { body: "streamed" })).toEqual({ notSent: false });

    expect(arrived).toEqual(["plain", "plain", "streamed"]);
  });

  it("leave once, too, when the server refuses the stream", async () => {
    expect(await send("streamed", `${http2}/refused`, { body: "streamed" })).toEqual({ notSent: false });

    expect(arrived).toEqual(["streamed"]);
  });

  it("are known as not sent where no server listens", async () => {
    const url = `https://localhost:${await freePort()}/orders`;

    expect(await send("plain", url, { body: "{}" })).toEqual({ notSent: false });
    expect(await send("streamed", url, { body: "{}" })).toEqual({ notSent: true });
  });

  it("are not sent over HTTP/1.1, and say so", async () => {
    expect(await send("streamed", `${http1}/orders`, { body: "{}" })).toEqual({ notSent: true });

    expect(arrived).toEqual([]);
  });

  it("are no streams when they only read, or have no body", async () => {
    await send("streamed", `${http1}/search`, { body: "{}", sendOnce: false });
    await send("streamed", `${http1}/orders`);

    expect(arrived).toEqual(["over HTTP/1.1", "over HTTP/1.1"]);
  });
});

describe("writes as streams", () => {
  it("are left as they are where a platform makes a text of a stream", async () => {
    const PlatformRequest = globalThis.Request;
    onTestFinished(() => {
      globalThis.Request = PlatformRequest;
    });
    globalThis.Request = class extends PlatformRequest {
      constructor(input: string, init: RequestInit) {
        super(input, { ...init, body: "[object ReadableStream]" });
      }
    } as typeof Request;
    const bodies: unknown[] = [];
    const transport = streamedWrites(async ({ body }) => {
      bodies.push(body);
      return Response.json({});
    });

    await transport(write);

    expect(bodies).toEqual(["{}"]);
  });

  it("fail as they fail once something was read of them", async () => {
    const cut = new TypeError("Failed to fetch");
    const transport = streamedWrites(async ({ body }) => {
      await new Response(body as ReadableStream).text();
      throw cut;
    });

    await expect(transport(write)).rejects.toBe(cut);
  });
});
