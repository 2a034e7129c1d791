/**
 * Serves mocks over HTTP on the loopback address.
 *
 * @packageDocumentation
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import { getResponse } from "msw";
import type { MockServer } from "./server.ts";

/** Where a mock is served. */
export interface ServeOptions {
  /** The port; 0 for any that is free. @default 0 */
  readonly port?: number;
  /** Lets pages of any origin call it from a browser, as vendors do for origins that are registered with them. @default false */
  readonly cors?: boolean;
}

/** A mock that answers over HTTP. */
export interface ServedMock {
  /** Give it to clients as their `baseUrl`. */
  readonly url: string;
  /** Stops serving; connections that are open are cut. */
  close(): Promise<void>;
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Headers by which a browser lets a page of another origin call the mock and read its answer. */
function corsHeaders(incoming: IncomingMessage): Record<string, string> {
  return {
    "access-control-allow-origin": incoming.headers.origin ?? "*",
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": incoming.headers["access-control-request-headers"] ?? "*",
    "access-control-expose-headers": "*",
    vary: "origin",
  };
}

async function answer(mock: MockServer, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = createRequest(incoming, outgoing);
  const { pathname, search } = new URL(request.url);
  // The handlers answer to the vendor's address, and requests come to ours.
  const moved = new Request(`${mock.baseUrl}${pathname}${search}`, request);
  const response = await getResponse([...mock.handlers], moved);
  if (response === undefined) {
    await sendResponse(
      outgoing,
      Response.json(
        { error: { message: `The mock has no route ${request.method} ${pathname}.` } },
        { status: 404 },
      ),
    );
  } else if (response.type === "error") {
    // What was lost on the way: the connection breaks without an answer.
    outgoing.destroy();
  } else {
    await sendResponse(outgoing, response);
  }
}

/**
 * Serves a mock over real HTTP on this machine's loopback address, for any language's client.
 *
 * @example
 * ```ts
 * const served = await serve(createMockSkilvul());
 * const skilvul = createSkilvul({ baseUrl: served.url, ... });
 * await served.close();
 * ```
 */
export async function serve(
  mock: MockServer,
  { port = 0, cors = false }: ServeOptions = {},
): Promise<ServedMock> {
  const server = createServer((incoming, outgoing) => {
    if (cors) outgoing.setHeaders(new Map(Object.entries(corsHeaders(incoming))));
    if (cors && incoming.method === "OPTIONS") {
      outgoing.writeHead(204).end();
      return;
    }
    answer(mock, incoming, outgoing).catch((error: unknown) => {
      // A mock that is wrong must say so to whoever tests with it.
      outgoing.writeHead(500, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ error: { message: errorText(error) } }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
        server.closeAllConnections();
      }),
  };
}
