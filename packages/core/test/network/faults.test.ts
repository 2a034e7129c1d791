import { freePort } from "@kelaskit/test-support/free-ports";
import { failureOf } from "@kelaskit/test-support/failure";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it, vi } from "vitest";
import {
  BadRequestError,
  ConnectionError,
  ResponseMismatchError,
  ServerError,
  TimeoutError,
  ValidationError,
} from "../../src/index.ts";
import { create, createWarung, get, replace } from "../support/client.ts";
import { fakeFetch, warmUp } from "../support/fake-fetch.ts";
import { cutBeforeAnswer, cutInBody, drip, serve, stallBody, stallHeader } from "../support/faulty-server.ts";

beforeAll(warmUp);

const json = { "content-type": "application/json" };

describe("an answer that does not come to its end", () => {
  it.each([
    { fault: "a header that never comes", answer: stallHeader },
    { fault: "a body that stops in its middle", answer: stallBody },
    { fault: "a body that drips longer than the time-out", answer: drip },
  ])("times out: $fault", async ({ answer }) => {
    const { url } = await serve(answer);
    const client = createWarung({ baseUrl: url, timeout: 50, retries: 0 });

    const error = await failureOf(get(client), TimeoutError);

    expect(error).toMatchObject({ scope: "try", timeout: 50, attempts: 1 });
    expect(error.message).toBe("warung items.get: GET /items/1: no complete answer within 50 ms (timeout).");
  });

  it("gives the connection back when the body has timed out", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const received = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const { url } = await serve((request, response) => {
      response.once("close", closed.resolve);
      stallBody(request, response);
      received.resolve();
    });
    const client = createWarung({ baseUrl: url, timeout: 1000, retries: 0 });

    const failed = failureOf(get(client), TimeoutError);
    await received.promise;
    await vi.advanceTimersByTimeAsync(1000);

    await failed;
    await expect(closed.promise).resolves.toBeUndefined();
  });

  it("fails with the system's code when the connection is cut before the answer", async () => {
    const { url } = await serve(cutBeforeAnswer);

    const error = await failureOf(get(createWarung({ baseUrl: url, retries: 0 })), ConnectionError);

    expect(error.code).toBe("ECONNRESET");
    expect(error.message).toBe("warung items.get: GET /items/1: the connection was reset by the other side.");
  });

  it("does not take the first half of a body for the whole", async () => {
    const { url } = await serve(cutInBody);

    const error = await failureOf(get(createWarung({ baseUrl: url, retries: 0 })), ConnectionError);

    expect(error.message).toBe(
      "warung items.get: GET /items/1: the connection was closed by the other side.",
    );
  });

  it.each([
    { fault: "before the answer", answer: cutBeforeAnswer },
    { fault: "in the body", answer: cutInBody },
  ])("says of a write that its effect is unknown when the connection is cut $fault", async ({ answer }) => {
    const { url } = await serve(answer);

    const error = await failureOf(create(createWarung({ baseUrl: url })), ConnectionError);

    expect(error.outcome).toBe("unknown");
    expect(error.message).toMatch(
      /It may or may not have been carried out: check before sending it again\.$/,
    );
  });

  it("survives a server that does not speak HTTP", async () => {
    const { url } = await serve((request) => {
      request.socket.end("SSH-2.0-OpenSSH_9.9\r\n");
    });

    const error = await failureOf(get(createWarung({ baseUrl: url, retries: 0 })), ConnectionError);

    expect(error.message).toMatch(/^warung items.get: GET \/items\/1: the connection failed: /);
  });
});

describe("a connection that cannot be made", () => {
  it("says that it was refused and that nothing was sent", async () => {
    const client = createWarung({ baseUrl: `http://127.0.0.1:${await freePort()}`, retries: 0 });

    const error = await failureOf(create(client), ConnectionError);

    expect(error).toMatchObject({ code: "ECONNREFUSED", outcome: "not-sent", attempts: 1 });
    expect(error.message).toBe("warung items.create: POST /items: the connection was refused.");
  });

  it.each([
    { code: "ENOTFOUND", words: "the host name was not found" },
    { code: "EAI_AGAIN", words: "the host name could not be resolved" },
    { code: "UND_ERR_CONNECT_TIMEOUT", words: "the connection could not be opened in time" },
  ])("says that nothing was sent at $code", async ({ code, words }) => {
    const cause = Object.assign(new Error("lookup failed"), { code });
    const fake = fakeFetch(() => {
      throw new TypeError("fetch failed", { cause });
    });

    const error = await failureOf(create(createWarung({ ...fake, retries: 0 })), ConnectionError);

    expect(error).toMatchObject({
      code,
      outcome: "not-sent",
      message: `warung items.create: POST /items: ${words}.`,
    });
  });

  it("takes a host of several addresses for unreachable only when each of them refused", async () => {
    const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    const reset = Object.assign(new Error("reset"), { code: "ECONNRESET" });
    const fake = fakeFetch(() => {
      throw new TypeError("fetch failed", { cause: new AggregateError([refused, reset]) });
    });

    const error = await failureOf(create(createWarung({ ...fake, retries: 0 })), ConnectionError);

    expect(error).toMatchObject({ code: "ECONNRESET", outcome: "unknown" });
  });
});

describe("an error of fetch that is its own cause", () => {
  it("is a ConnectionError like any other", async () => {
    const circle = new Error("it went wrong");
    circle.cause = circle;
    const fake = fakeFetch(() => {
      throw circle;
    });

    const error = await failureOf(create(createWarung({ ...fake, retries: 0 })), ConnectionError);

    expect(error.message).toContain("it went wrong");
  });
});

describe("a body that is not the expected JSON", () => {
  it("shows status, media type and the beginning of an HTML page with status 200", async () => {
    const page = `<!doctype html><title>Pemeliharaan</title>${"<p>maaf</p>".repeat(400)}`;
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
    });

    const error = await failureOf(get(createWarung({ baseUrl: url })), ResponseMismatchError);

    expect(error).toMatchObject({
      status: 200,
      mediaType: "text/html",
      excerpt: page.slice(0, 2000),
      attempts: 1,
    });
    expect(error.message).toBe(
      "warung items.get: GET /items/1 200: expected JSON, got a body that is not JSON or was cut off (text/html).",
    );
  });

  it("gives an HTML page with status 502 as the server's error", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
    });

    const error = await failureOf(get(createWarung({ baseUrl: url, retries: 0 })), ServerError);

    expect(error).toMatchObject({ status: 502, body: "<h1>Bad Gateway</h1>" });
    expect(error.message).toBe("warung items.get: GET /items/1 502: Bad Gateway.");
  });

  it("reports truncated JSON of the announced length, and not as a SyntaxError", async () => {
    const half = '{"id":1,"name":"Kopi';
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { ...json, "content-length": String(half.length) }).end(half);
    });

    const error = await failureOf(get(createWarung({ baseUrl: url })), ResponseMismatchError);

    expect(error).toMatchObject({ mediaType: "application/json", excerpt: half });
    expect(error.cause).toBeUndefined();
  });

  it("says of a write whose reply cannot be read that its effect is unknown", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, json).end("{");
    });

    const error = await failureOf(create(createWarung({ baseUrl: url })), ResponseMismatchError);

    expect(error.outcome).toBe("unknown");
  });

  it.each([
    { what: "a 204", status: 204 },
    { what: "an empty 200", status: 200 },
    { what: "an empty 201", status: 201 },
  ])("gives nothing for $what", async ({ status }) => {
    const { url } = await serve((_request, response) => {
      response.writeHead(status).end();
    });

    await expect(replace(createWarung({ baseUrl: url }))).resolves.toBeUndefined();
  });
});

describe("a body larger than maxResponseBytes", () => {
  const large = JSON.stringify({ id: 1, text: "a".repeat(200_000) });
  const zipped = gzipSync(JSON.stringify({ id: 1, text: "a".repeat(2_000_000) }));

  it.each([
    { how: "with its length announced", headers: { "content-length": String(large.length) }, body: large },
    { how: "in chunks", headers: {}, body: large },
    {
      how: "as a few kilobytes of gzip that unpack to megabytes",
      headers: { "content-encoding": "gzip" },
      body: zipped,
    },
  ])("is not read further: $how", async ({ headers, body }) => {
    const { url, requests } = await serve((_request, response) => {
      response.writeHead(200, { ...json, ...headers });
      response.write(body);
      response.end();
    });
    const client = createWarung({ baseUrl: url, maxResponseBytes: 50_000 });

    const error = await failureOf(get(client), ResponseMismatchError);

    expect(zipped.length).toBeLessThan(50_000);
    expect(error.message).toBe(
      "warung items.get: GET /items/1: the reply is larger than maxResponseBytes allows (50000 bytes) and was not read further.",
    );
    expect(error.status).toBe(200);
    expect(requests).toHaveLength(1);
  });

  it("ends the transfer of an endless body", async () => {
    const closed = Promise.withResolvers<void>();
    const { url } = await serve((_request, response) => {
      response.writeHead(200, json);
      const more = (): void => {
        if (response.destroyed) return;
        response.write("a".repeat(65_536), () => {
          setImmediate(more);
        });
      };
      response.once("close", closed.resolve);
      more();
    });

    await failureOf(get(createWarung({ baseUrl: url, maxResponseBytes: 100_000 })), ResponseMismatchError);

    await expect(closed.promise).resolves.toBeUndefined();
  });

  it("lets a body of exactly that many bytes through", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, json).end('{"id":1}');
    });

    await expect(get(createWarung({ baseUrl: url, maxResponseBytes: 8 }))).resolves.toEqual({ id: 1 });
  });

  it("does not hide the status of an error, of which only the beginning is read", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(400, json).end(large);
    });

    const error = await failureOf(
      get(createWarung({ baseUrl: url, maxResponseBytes: 1000 })),
      BadRequestError,
    );

    expect(error).toMatchObject({ status: 400, outcome: "refused", body: large.slice(0, 1000) });
  });
});

describe("the body of an error that breaks off", () => {
  it.each([
    { status: 422, Class: ValidationError, outcome: "refused" },
    { status: 500, Class: ServerError, outcome: "unknown" },
  ])("does not hide its status: $status", async ({ status, Class, outcome }) => {
    const { url } = await serve((_request, response) => {
      response.writeHead(status, { ...json, "content-length": 1000 });
      response.write('{"message":"sold', () => {
        response.destroy();
      });
    });

    const error = await failureOf(create(createWarung({ baseUrl: url })), Class);

    expect(error).toMatchObject({ status, outcome, attempts: 1, body: '{"message":"sold' });
  });
});
