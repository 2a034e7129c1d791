import { request as send, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { ConfigurationError } from "../../src/index.ts";
import { operation } from "../../src/vendor.ts";
import { createMockServer } from "../../src/testing/index.ts";
import { serve, type ServeOptions } from "../../src/testing/node.ts";

const echo = operation<{ readonly words: string }, { readonly length: number }>({
  name: "words.echo",
  method: "POST",
  path: "/words",
  evidence: "documented",
  params: () => z.strictObject({ words: z.string() }),
  response: () => z.strictObject({ length: z.int() }),
});

async function served(options: ServeOptions = {}) {
  const mock = createMockServer({
    baseUrl: "https://api.sample.test",
    error: (status, message) => Response.json({ message }, { status }),
  });
  mock.on(echo, ({ params }) => ({ length: params.words.length }));
  const server = await serve(mock, options);
  onTestFinished(() => server.close());
  return { mock, url: server.url, port: new URL(server.url).port };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a custom Host header, which fetch does not allow. */
async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  method = "POST",
): Promise<Answer> {
  const outgoing = send(`${url}/words`, {
    method,
    headers: { "content-type": "application/json", ...headers },
  });
  outgoing.end('{"words":"abc"}');
  const answered = Promise.withResolvers<IncomingMessage>();
  outgoing.once("response", answered.resolve);
  outgoing.once("error", answered.reject);
  const response = await answered.promise;
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

describe("the Host header of a request to a served mock", () => {
  it.each(["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])("may be %s with its port", async (name) => {
    const { url, port } = await served();
    expect(await post(url, { host: `${name}:${port}` })).toMatchObject({ status: 200, body: '{"length":3}' });
  });

  it.each([
    "evil.example",
    "evil.example:PORT",
    "127.0.0.1",
    "localhost:1",
    "localhost.evil.example:PORT",
    "127.0.0.1.evil.example:PORT",
    "evil.example@localhost:PORT",
    "0.0.0.0:PORT",
    "localhost:PORT:PORT",
    "localhost :PORT",
  ])("may not be %j: a page could have led its own name here", async (form) => {
    const { mock, url, port } = await served({ cors: true });

    const answer = await post(url, { host: form.replaceAll("PORT", port), origin: "http://evil.example" });

    expect(answer.status).toBe(421);
    expect(answer.body).toContain(`The mock answers to 127.0.0.1:${port} and localhost:${port}`);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    expect(mock.requests).toEqual([]);
  });

  it("is checked before a preflight is answered", async () => {
    const { url } = await served({ cors: true });
    expect(await post(url, { host: "evil.example" }, "OPTIONS")).toMatchObject({ status: 421 });
  });

  it("is required in every version of HTTP", async () => {
    const { port } = await served();
    const socket = connect(Number(port), "127.0.0.1");
    socket.end("GET /words HTTP/1.0\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 421 /);
  });

  it("can be a listed name, with any port or a specific one", async () => {
    const { url } = await served({ hosts: ["mock.internal", "Other.Internal:8080"] });
    const statuses = await Promise.all(
      ["mock.internal", "mock.internal:99", "other.internal:8080", "other.internal:81", "other.internal"].map(
        async (host) => (await post(url, { host })).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 421, 421]);
  });

  it.each(["*", "http://mock.internal", "a b", "", "mock.internal/", "mock.internal:port"])(
    "cannot be listed as %j",
    async (host) => {
      const starting = serve(createMockServer({ baseUrl: "https://a.test", error: () => new Response() }), {
        hosts: [host],
      });
      await expect(starting).rejects.toThrow(ConfigurationError);
    },
  );
});

describe("the body of a request to a served mock", () => {
  const maxBodyBytes = 20;

  it("can be as large as allowed", async () => {
    const { url } = await served({ maxBodyBytes: '{"words":"abc"}'.length });
    expect(await post(url, {})).toMatchObject({ status: 200 });
  });

  it("is refused by its announced length, before it is sent", async () => {
    const { mock, port } = await served({ maxBodyBytes });
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`POST /words HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-length: 1000000000000\r\n\r\n`);

    const answer = await text(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer.toLowerCase()).toContain("connection: close");
    expect(answer).toContain("larger than maxBodyBytes (20)");
    expect(mock.requests).toEqual([]);
  });

  it("is refused while chunks are still being sent", async () => {
    const { mock, port } = await served({ maxBodyBytes });
    const socket = connect(Number(port), "127.0.0.1");
    socket.on("error", () => {
      // The server has hung up while more was on its way, which is what is wanted.
    });
    socket.write(`POST /words HTTP/1.1\r\nhost: localhost:${port}\r\ntransfer-encoding: chunked\r\n\r\n`);
    socket.write(`f\r\n{"words":"abcde\r\nf\r\nfghijklmnopqrst\r\n`);

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /);
    expect(mock.requests).toEqual([]);
  });

  it("is at most 32 MiB by default", async () => {
    const { port } = await served();
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`POST /words HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-length: 33554433\r\n\r\n`);
    expect(await text(socket)).toContain("larger than maxBodyBytes (33554432)");
  });

  it.each([-1, Number.NaN])("cannot be bounded by %d", async (wrong) => {
    await expect(served({ maxBodyBytes: wrong })).rejects.toThrow("maxBodyBytes: expected a number of bytes");
  });
});

describe("what pages of other origins can do", () => {
  it("is nothing by default", async () => {
    const { url } = await served();
    const { headers } = await post(url, { origin: "http://shop.example" });
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("never includes sending cookies", async () => {
    const { url } = await served({ cors: true });
    const { headers } = await post(url, { origin: "http://shop.example" });
    expect(headers["access-control-allow-origin"]).toBe("http://shop.example");
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
  });
});
