import { failureOf } from "@kelaskit/test-support/failure";
import { patience } from "@kelaskit/test-support/patience";
import { describe, expect, it, vi } from "vitest";
import {
  AbortedError,
  ConfigurationError,
  ConnectionError,
  fetchTransport,
  NotFoundError,
  ResponseMismatchError,
  TimeoutError,
  type Transport,
} from "../../src/index.ts";
import { undiciTransport } from "../../src/transport/undici.node.ts";
import { operation } from "../../src/vendor.ts";
import { create, createWarung, get, list } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";
import {
  answerItem,
  answerStatus,
  cutInBody,
  inTurn,
  serve,
  stallBody,
  stallHeader,
} from "../support/faulty-server.ts";
import * as z from "zod";
import type { BinaryReply } from "../../src/index.ts";
import type { NoParams } from "../../src/vendor.ts";

const receipt = operation<NoParams, BinaryReply>({
  name: "receipts.get",
  method: "GET",
  path: "/receipt",
  evidence: "documented",
  media: "binary",
  response: () => z.unknown() as never,
});

const transports: readonly (readonly [name: string, transport: Transport | undefined])[] = [
  ["ky", undefined],
  ["fetch", fetchTransport()],
  ["undici", undiciTransport()],
];

describe.each(transports)("asResponse() over %s", (_name, transport) => {
  it("resolves when the headers are here, with the body still to come", async () => {
    const ends: (() => void)[] = [];
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "x-page": "1" });
      response.write('{"id":');
      ends.push(() => void response.end("1}"));
    });

    const response = await get(createWarung({ baseUrl: server.url, transport })).asResponse();
    for (const end of ends) end();

    expect(response.status).toBe(200);
    expect(response.headers.get("x-page")).toBe("1");
    expect(await response.json()).toEqual({ id: 1 });
  });

  it("repeats and throws as usual until then", async () => {
    withoutBackoff();
    const server = await serve(inTurn(answerStatus(503), answerItem));
    const client = createWarung({ baseUrl: server.url, transport });

    expect(await (await get(client).asResponse()).json()).toEqual({ id: 1 });
    expect(server.requests).toHaveLength(2);
  });

  it("throws the vendor's error", async () => {
    const server = await serve(answerStatus(404));

    const failed = get(createWarung({ baseUrl: server.url, transport })).asResponse();

    expect(await failureOf(failed, NotFoundError)).toMatchObject({ status: 404 });
  });

  it("has a body that says when it breaks off", async () => {
    const server = await serve(cutInBody);

    const response = await get(createWarung({ baseUrl: server.url, transport })).asResponse();

    const failed = await failureOf(response.text(), ConnectionError);
    expect(failed).toMatchObject({ operation: "items.get", outcome: "no-effect", attempts: 1 });
  });

  it("does not know what became of a write whose answer breaks off", async () => {
    const server = await serve(cutInBody);

    const response = await create(createWarung({ baseUrl: server.url, transport })).asResponse();

    expect(await failureOf(response.text(), ConnectionError)).toMatchObject({ outcome: "unknown" });
  });

  it("is ended by its signal while the body is read, and so is its connection", async () => {
    const closed = vi.fn<() => void>();
    const server = await serve((request, response) => {
      request.socket.once("close", closed);
      stallBody(request, response);
    });
    const controller = new AbortController();
    const client = createWarung({ baseUrl: server.url, transport });

    const response = await get(client, {}, { signal: controller.signal }).asResponse();
    const reading = response.text();
    controller.abort();

    expect(await failureOf(reading, AbortedError)).toMatchObject({ operation: "items.get" });
    await vi.waitFor(() => {
      expect(closed).toHaveBeenCalled();
    }, patience);
  });

  it("closes the connection when the body is canceled", async () => {
    const closed = vi.fn<() => void>();
    const server = await serve((request, response) => {
      request.socket.once("close", closed);
      stallBody(request, response);
    });

    const response = await get(createWarung({ baseUrl: server.url, transport })).asResponse();
    await response.body?.cancel();

    await vi.waitFor(() => {
      expect(closed).toHaveBeenCalled();
    }, patience);
  });

  it("waits no longer than its timeout for the headers", async () => {
    const server = await serve(stallHeader);
    const client = createWarung({ baseUrl: server.url, transport, retries: 0 });

    await failureOf(get(client, {}, { timeout: 20 }).asResponse(), TimeoutError);
  });

  it("waits no longer than its timeout for more of the body", async () => {
    // The time passes when the test says so: a busy machine may need all of it for the headers.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const server = await serve(stallBody);
    const client = createWarung({ baseUrl: server.url, transport, timeout: 1000 });

    const response = await get(client).asResponse();
    const failed = failureOf(response.text(), TimeoutError);
    await vi.advanceTimersByTimeAsync(1000);

    expect(await failed).toMatchObject({ timeout: 1000, scope: "try" });
  });
});

it("the total time ends with the headers", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const ends: (() => void)[] = [];
  const server = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    response.write("begin");
    ends.push(() => void response.end(" end"));
  });

  const response = await get(createWarung({ baseUrl: server.url }), {}, { totalTimeout: 2000 }).asResponse();
  const reading = response.text();
  await vi.advanceTimersByTimeAsync(2100);
  for (const end of ends) end();

  expect(await reading).toBe("begin end");
});

it("the body is not compared with the declaration", async () => {
  const fake = fakeFetch(() => Response.json({ id: "one" }));
  const client = createWarung({ ...fake, validation: "strict" });

  expect(await (await get(client).asResponse()).json()).toEqual({ id: "one" });
});

it("the body may be larger than maxResponseBytes", async () => {
  const client = createWarung({ ...fakeFetch(() => new Response("x".repeat(100))), maxResponseBytes: 10 });

  expect(await (await get(client).asResponse()).text()).toHaveLength(100);
});

it("a list gives the response of its page", async () => {
  const client = createWarung(fakeFetch(() => Response.json({ items: [], total: 0 })));

  expect(await (await list(client).asResponse()).json()).toEqual({ items: [], total: 0 });
});

it("request() has it too", async () => {
  const client = createWarung(fakeFetch(() => new Response("a,b")));

  expect(await (await client.request("GET", "/export.csv").asResponse()).text()).toBe("a,b");
});

it("a response without a body is one", async () => {
  const client = createWarung(fakeFetch(() => new Response(null, { status: 204 })));

  const response = await create(client).asResponse();

  expect(response).toMatchObject({ status: 204, body: null });
});

it("passes middleware", async () => {
  const client = createWarung({
    ...fakeFetch(() => Response.json({ id: 1 })),
    middleware: [(request, next) => next(request)],
  });

  expect(await (await get(client).asResponse()).json()).toEqual({ id: 1 });
});

describe("a call is sent once, one way:", () => {
  it("asResponse() twice gives the same response", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const call = get(createWarung(fake));

    expect(await call.asResponse()).toBe(await call.asResponse());
    expect(fake.sent).toHaveLength(1);
  });

  it("after asResponse(), it cannot be awaited", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const call = get(createWarung(fake));
    await call.asResponse();

    await failureOf(call, ConfigurationError);
    await failureOf(call.withResponse(), ConfigurationError);
    expect(fake.sent).toHaveLength(1);
  });

  it("once awaited, its body has been read", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const call = get(createWarung(fake));
    await call;

    await failureOf(call.asResponse(), ConfigurationError);
    expect(fake.sent).toHaveLength(1);
  });
});

describe("a file", () => {
  it("is handed over unread", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("%PDF-1.7"));
      },
    });
    const fake = fakeFetch(() => new Response(body, { headers: { "content-type": "application/pdf" } }));

    const response = await receipt(createWarung(fake)).asResponse();
    const { value } = (await response.body?.getReader().read()) ?? {};

    expect(new TextDecoder().decode(value)).toBe("%PDF-1.7");
  });

  it("that is the vendor's error throws it", async () => {
    const client = createWarung(
      fakeFetch(() => Response.json({ message: "no such receipt" }, { status: 404 })),
    );

    await failureOf(receipt(client).asResponse(), NotFoundError);
  });

  it("that is a page is none", async () => {
    const page = () => new Response("<html>Log in</html>", { headers: { "content-type": "text/html" } });

    await failureOf(receipt(createWarung(fakeFetch(page))).asResponse(), ResponseMismatchError);
  });

  it("in JSON is read first, and can still be read", async () => {
    const client = createWarung(fakeFetch(() => Response.json({ lines: 2 })));

    expect(await (await receipt(client).asResponse()).json()).toEqual({ lines: 2 });
  });

  it("in JSON that is an attachment is handed over unread", async () => {
    const headers = { "content-disposition": 'attachment; filename="export.json"' };
    const client = createWarung({
      ...fakeFetch(() => Response.json({ lines: 2 }, { headers })),
      maxResponseBytes: 1,
    });

    expect(await (await receipt(client).asResponse()).json()).toEqual({ lines: 2 });
  });

  it("shorter than its content-length has been cut off", async () => {
    const headers = { "content-length": "100", "content-type": "application/pdf" };
    const client = createWarung(fakeFetch(() => new Response("%PDF", { headers })));

    const response = await receipt(client).asResponse();

    expect(await failureOf(response.bytes(), ConnectionError)).toMatchObject({
      message: expect.stringContaining("received 4 of 100 bytes") as unknown,
    });
  });
});

it("a signal that lives on keeps nothing of a body that was read", async () => {
  const { signal } = new AbortController();
  const removed = vi.spyOn(signal, "removeEventListener");
  const client = createWarung(fakeFetch(() => Response.json({ id: 1 })));

  const response = await get(client, {}, { signal }).asResponse();
  await response.text();

  expect(removed).toHaveBeenCalledOnce();
});
