import { once } from "node:events";
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { type AddressInfo, connect, type Server } from "node:net";
import { gzipSync } from "node:zlib";
import { generate } from "selfsigned";
import { Agent, ProxyAgent } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { toTransportFailure } from "../../src/transport/failure.ts";
import type { TransportRequest, TransportResponse } from "../../src/transport/transport.ts";
import { undiciTransport } from "../../src/transport/undici.node.ts";
import { answerItem, serve } from "../support/faulty-server.ts";

function get(url: string): TransportRequest {
  return { method: "GET", url, headers: {}, body: undefined, signal: new AbortController().signal };
}

async function textOf({ body }: TransportResponse): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) text += decoder.decode(chunk, { stream: true });
  return text;
}

async function failureOf(promise: Promise<unknown>) {
  const thrown = await promise.then(undefined, (error: unknown) => error);
  return toTransportFailure(thrown, (text) => text);
}

/** A dispatcher that ends with the test. */
function kept<Kind extends { destroy(): Promise<void> }>(dispatcher: Kind): Kind {
  onTestFinished(() => dispatcher.destroy());
  return dispatcher;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A proxy that opens tunnels, or answers each with a status. */
async function startProxy(status?: number) {
  const tunnels: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, client) => {
    tunnels.push(request.url ?? "");
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const server = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connected\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    // Each end ends the other; the test looks at what came through.
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on("error", () => {
        other.destroy();
      });
    }
  });
  return { uri: `http://127.0.0.1:${await listen(proxy)}`, tunnels };
}

describe("undici's transport", () => {
  it("sends through a proxy", async () => {
    const { url, requests } = await serve(answerItem);
    const proxy = await startProxy();
    const dispatcher = kept(new ProxyAgent({ uri: proxy.uri, proxyTunnel: true }));

    const response = await undiciTransport({ dispatcher })(get(`${url}/items`));

    expect(await textOf(response)).toBe('{"id":1}');
    expect(proxy.tunnels).toEqual([new URL(url).host]);
    expect(requests).toHaveLength(1);
  });

  it.each([
    { status: 407, mayHeal: false },
    { status: 403, mayHeal: false },
    { status: 502, mayHeal: true },
  ])("has sent nothing when the proxy answers $status", async ({ status, mayHeal }) => {
    const { url, requests } = await serve(answerItem);
    const { uri } = await startProxy(status);
    const dispatcher = kept(new ProxyAgent({ uri, proxyTunnel: true }));

    const failure = await failureOf(undiciTransport({ dispatcher })(get(url)));

    expect(failure).toMatchObject({ kind: "connection", notSent: true, mayHeal });
    expect(failure.message).toContain(String(status));
    expect(requests).toEqual([]);
  });

  it("has sent nothing when its dispatcher is closing", async () => {
    const { url, requests } = await serve(answerItem);
    const dispatcher = new Agent();
    const closing = dispatcher.close();

    const failure = await failureOf(undiciTransport({ dispatcher })(get(url)));
    await closing;

    expect(failure).toMatchObject({ kind: "connection", notSent: true, mayHeal: false });
    expect(requests).toEqual([]);
  });

  it("speaks HTTP/2 with who can", async () => {
    const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }]);
    const versions: string[] = [];
    const server = createSecureServer({ key, cert }, (request, response) => {
      versions.push(request.httpVersion);
      request.pipe(response);
    });
    const port = await listen(server);
    const dispatcher = kept(new Agent({ allowH2: true, connect: { rejectUnauthorized: false } }));

    const url = `https://127.0.0.1:${port}/items`;
    const response = await undiciTransport({ dispatcher })({ ...get(url), method: "POST", body: "text" });

    expect([response.status, await textOf(response)]).toEqual([200, "text"]);
    expect(versions).toEqual(["2.0"]);
  });

  it("asks for no compression by itself", async () => {
    const { url, requests } = await serve(answerItem);

    await textOf(await undiciTransport()(get(url)));

    expect(requests[0]?.headers).not.toHaveProperty("accept-encoding");
  });

  describe("unpacks a body", () => {
    const packed = gzipSync(`{"text":"${"abc".repeat(1000)}"}`);

    async function askFor(method: "GET" | "HEAD", ...chunks: readonly Uint8Array[]) {
      const { url } = await serve((_request, response) => {
        response.writeHead(200, { "content-encoding": "gzip", "content-type": "application/json" });
        for (const chunk of chunks) response.write(chunk);
        response.end();
      });
      return undiciTransport()({ ...get(url), method, headers: { "accept-encoding": "gzip" } });
    }

    it("and no longer calls it packed", async () => {
      const response = await askFor("GET", packed);

      expect(await textOf(response)).toHaveLength(3011);
      expect(response.headers).not.toHaveProperty("content-encoding");
      expect(response.headers).toHaveProperty("content-type");
    });

    it.each([1, 5, 12, packed.length - 10, packed.length - 1])(
      "that was cut after %i bytes, and fails",
      async (length) => {
        const response = await askFor("GET", packed.subarray(0, length));

        expect(await failureOf(textOf(response))).toMatchObject({ kind: "connection", notSent: false });
      },
    );

    it("that is damaged, and fails", async () => {
      const response = await askFor("GET", new TextEncoder().encode("not gzip"));

      expect(await failureOf(textOf(response))).toMatchObject({ kind: "connection", code: "Z_DATA_ERROR" });
    });

    it("that is empty although an encoding is named", async () => {
      expect(await textOf(await askFor("GET"))).toBe("");
    });

    it("of which only the header was asked for", async () => {
      expect(await textOf(await askFor("HEAD"))).toBe("");
    });
  });
});
