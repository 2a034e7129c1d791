import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createMcpHandler, type McpServerFactory } from "@modelcontextprotocol/server";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";

/** How the server is reached over HTTP. */
export interface HttpOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** What clients send as `Authorization: Bearer`. */
  readonly token: string;
  /** Called with errors of the protocol, which change no answer. */
  readonly onError: (error: unknown) => void;
}

/** A server over HTTP. */
export interface ServedHttp {
  readonly url: string;
  /** Stops listening and ends all connections. */
  close(): Promise<void>;
}

/** The only path that is served. */
const path = "/mcp";

/** The methods of the protocol. */
const methods: readonly string[] = ["POST", "GET", "DELETE"];

/** Arguments of a call are small: files cannot be sent. In bytes. */
const maxRequestBodySize = 1024 * 1024;

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Compares in a time that says nothing about where two texts differ. */
function isEqual(first: string, second: string): boolean {
  return timingSafeEqual(digest(first), digest(second));
}

/** Why a request is refused before its body is read; undefined if it may proceed. */
function problemOf(
  { headers, method = "", url = "" }: IncomingMessage,
  port: number,
  token: string,
): { readonly status: number; readonly message: string } | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  // A page of another site can resolve its own name to this machine, but its Host header contains that name.
  if (!hosts.includes(headers.host?.toLowerCase() ?? "")) {
    return { status: 403, message: `This server answers to ${hosts.join(" and ")} only.` };
  }
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin.toLowerCase() === `http://${host}`)) {
    return { status: 403, message: "Web pages of other origins must not use this server." };
  }
  const [, given = ""] = /^bearer +(\S+)$/i.exec(headers.authorization ?? "") ?? [];
  if (!isEqual(given, token)) {
    return {
      status: 401,
      message: "Send the token that kelaskit mcp --http printed: Authorization: Bearer TOKEN.",
    };
  }
  // No platform can represent a TRACE as a request.
  if (!methods.includes(method)) return { status: 405, message: `Send one of ${methods.join(", ")}.` };
  if (url.split("?")[0] !== path) return { status: 404, message: `This server has ${path} only.` };
  return undefined;
}

function refuse(outgoing: ServerResponse, status: number, message: string): void {
  // The body of the request is not read, so the connection cannot be used again.
  outgoing.writeHead(status, {
    "content-type": "application/json",
    connection: "close",
    ...(status === 401 ? { "www-authenticate": 'Bearer realm="kelaskit"' } : {}),
  });
  outgoing.end(JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32_000, message } }));
}

/**
 * Serves MCP over streamable HTTP on the loopback address. A request needs the token, a Host of this machine, and no Origin of
 * another site.
 *
 * @throws the error of `node:net` when the port is in use.
 */
export async function serveHttp(
  factory: McpServerFactory,
  { port, token, onError }: HttpOptions,
): Promise<ServedHttp> {
  const handler = createMcpHandler(factory, { maxRequestBodySize, onerror: onError });
  let taken = port;
  const server = createServer((incoming, outgoing) => {
    const problem = problemOf(incoming, taken, token);
    if (problem !== undefined) {
      refuse(outgoing, problem.status, problem.message);
      return;
    }
    const answer = async (): Promise<void> => {
      await sendResponse(outgoing, await handler.fetch(createRequest(incoming, outgoing)));
    };
    answer().catch((error: unknown) => {
      onError(error);
      // A part of the answer may have been sent.
      if (outgoing.headersSent) outgoing.destroy();
      else refuse(outgoing, 500, "The server failed; its log says why.");
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  taken = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${taken}${path}`,
    async close() {
      await handler.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
