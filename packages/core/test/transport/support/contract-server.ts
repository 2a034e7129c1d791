// A vendor with every fault that a transport can meet, over real sockets. Plain Node: it needs no test runner.
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp, type AddressInfo, type Server } from "node:net";
import { gzipSync } from "node:zlib";
import { freePort } from "@kelaskit/test-support/free-ports";
import { generate } from "selfsigned";
import type { Target } from "./contract.ts";

/** The running server. */
export interface ContractServer {
  readonly target: Target;
  close(): Promise<void>;
}

/** What happened to the requests that carry one id. */
class Visits {
  readonly #counts = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();

  note(id: string): void {
    this.#counts.set(id, this.count(id) + 1);
    this.#waiting.get(id)?.();
  }

  count(id: string): number {
    return this.#counts.get(id) ?? 0;
  }

  /** Waits for the first. */
  async first(id: string): Promise<void> {
    if (this.count(id) > 0) return;
    await new Promise<void>((resolve) => {
      this.#waiting.set(id, resolve);
    });
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const json = { "content-type": "application/json" };

/** The fields of a form as any vendor would read them: by the boundary that the content type names. */
async function formFields(type: string, body: Buffer): Promise<Record<string, string>> {
  if (!/^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/.test(type)) return {};
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const fields: Record<string, string> = {};
  for (const [name, value] of form) fields[name] = typeof value === "string" ? value : await value.text();
  return fields;
}

/** Starts a server that stops as soon as it has read a second request: a repetition of that one finds no server. */
async function startLeaving(): Promise<string> {
  const headers = { "access-control-allow-origin": "*", "access-control-allow-methods": "*" };
  const server = createHttp((request, response) => {
    if (request.url !== "/leave" || request.method === "OPTIONS") {
      response.writeHead(200, headers).end();
      return;
    }
    server.close();
    request.socket.end();
  });
  server.keepAliveTimeout = 60_000;
  // A port of the system's choice could be another program's server by the time of the repetition.
  return `http://127.0.0.1:${await listen(server, await freePort())}`;
}

type Route = (request: IncomingMessage, response: ServerResponse, url: URL) => unknown;

function routesOf(arrived: Visits, left: Visits): Readonly<Record<string, Route>> {
  return {
    "/arrived": async (_request, response, { searchParams }) => {
      await arrived.first(searchParams.get("of") ?? "");
      response.end();
    },
    "/left": async (_request, response, { searchParams }) => {
      await left.first(searchParams.get("of") ?? "");
      response.end();
    },
    "/count": (_request, response, { searchParams }) => {
      response.end(String(arrived.count(searchParams.get("of") ?? "")));
    },
    "/status": (_request, response, { searchParams }) => {
      const status = Number(searchParams.get("status"));
      response.writeHead(status, status === 204 || status === 304 ? {} : json);
      response.end(status === 204 || status === 304 ? undefined : '{"status":true}');
    },
    "/headers": (_request, response) => {
      response.writeHead(
        200,
        [
          ["x-many", "one"],
          ["x-many", "two"],
          ["X-Mixed-Case", "Kept"],
          ["set-cookie", "first=1"],
          ["set-cookie", "second=2"],
        ].flat(),
      );
      response.end("{}");
    },
    "/echo": async (request, response) => {
      const body = await readBody(request);
      const type = request.headers["content-type"] ?? "";
      response.writeHead(200, json);
      response.end(
        JSON.stringify({
          method: request.method,
          headers: request.headers,
          text: body.toString("utf8", 0, 64),
          bytes: [...body.subarray(0, 16)],
          size: body.length,
          fields: await formFields(type, body),
        }),
      );
    },
    "/empty": (_request, response) => response.writeHead(200, { "content-length": "0" }).end(),
    "/hints": (_request, response) => {
      response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
      response.writeHead(200, json).end('{"hinted":true}');
    },
    "/chunked": (_request, response) => {
      response.writeHead(200, json);
      // Cut within a character, too.
      const text = Buffer.from('{"text":"é€😀"}');
      for (const byte of text) response.write(Buffer.of(byte));
      response.end();
    },
    "/large": (_request, response, { searchParams }) => {
      response.end(Buffer.alloc(Number(searchParams.get("size")), "abcdefgh"));
    },
    "/gzip": (_request, response) => {
      response.writeHead(200, { ...json, "content-encoding": "gzip" });
      response.end(gzipSync('{"packed":true}'));
    },
    "/redirect": (_request, response, { searchParams }) => {
      response.writeHead(302, { location: `/count?id=${searchParams.get("id")}-followed` }).end("moved");
    },
    "/cut/before": (request) => request.socket.resetAndDestroy(),
    "/cut/close": (request) => request.socket.end(),
    "/cut/header": (request) => request.socket.end("HTTP/1.1 200 OK\r\ncontent-le"),
    "/cut/body": (request) => request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id":1,'),
    "/cut/chunk": (request) =>
      request.socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{"id":1,\r\n'),
    "/leaving": async (_request, response) => response.end(await startLeaving()),
    "/port": (request, response) => response.end(String(request.socket.remotePort)),
    "/stall/header": () => undefined,
    "/stall/body": (_request, response) => {
      response.writeHead(200, json);
      response.write('{"id":');
    },
  };
}

async function listen(server: Server, port = 0): Promise<number> {
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen(port, "127.0.0.1", listening.resolve);
  await listening.promise;
  return (server.address() as AddressInfo).port;
}

/** Starts the server; a page is at its root, so that a browser is at home there. */
export async function startContractServer(): Promise<ContractServer> {
  const arrived = new Visits();
  const left = new Visits();
  const routes = routesOf(arrived, left);
  const plain = createHttp((request, response) => {
    const url = new URL(request.url ?? "", "http://server.example");
    const id = url.searchParams.get("id");
    if (id !== null) {
      arrived.note(id);
      response.once("close", () => {
        left.note(id);
      });
    }
    const route = routes[url.pathname];
    if (route) {
      void route(request, response, url);
      return;
    }
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>Contract</title>");
  });
  // Connections must live from one request of a case to the next.
  plain.keepAliveTimeout = 60_000;
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    algorithm: "sha256",
  });
  const secure = createHttps({ key, cert }, (_request, response) => {
    response.end("{}");
  });
  const torn = createTcp((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.end();
    });
  });
  const [port, securePort, tornPort] = [await listen(plain), await listen(secure), await listen(torn)];
  return {
    target: {
      origin: `http://127.0.0.1:${port}`,
      untrusted: `https://127.0.0.1:${securePort}`,
      plainAsTls: `https://127.0.0.1:${port}`,
      tornTls: `https://127.0.0.1:${tornPort}`,
      refusing: `http://127.0.0.1:${await freePort()}`,
    },
    async close() {
      torn.close();
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
