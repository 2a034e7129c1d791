/**
 * Serves mocks over HTTP on the loopback address.
 *
 * @packageDocumentation
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import { ConfigurationError } from "../errors.ts";
import { BodyTooLarge, readBody } from "../reply.ts";
import { corsPolicy } from "./cors.ts";
import { hostCheck } from "./hosts.ts";
import type { MockServer } from "./server.ts";

/** Options of `serve`. */
export interface ServeOptions {
  /** The port; 0 for any free one. @default 0 */
  readonly port?: number;
  /**
   * Allows pages in a browser to call the mock and read its answers, without cookies: pages of any origin (`true`), or of the
   * given origins, such as `http://localhost:5173`. Preflights are answered, with every method and header allowed. Vendors
   * allow only the origins that are registered with them. @default false
   */
  readonly cors?: boolean | string | readonly string[];
  /**
   * Names, with or without a port, that are allowed in the Host header besides the loopback address: for a mock behind a
   * proxy or a container's port. Any other host is answered with 421. @default none
   */
  readonly hosts?: readonly string[];
  /** The maximum size of a request body in bytes; a larger one is answered with 413. @default 33554432 (32 MiB) */
  readonly maxBodyBytes?: number;
}

/** A mock that is served over HTTP. */
export interface ServedMock {
  /** The URL to pass to clients as `baseUrl`. */
  readonly url: string;
  /** Stops serving and closes all connections. */
  close(): Promise<void>;
}

/** The part of a mock that `serve` requires; your own `answer` can inspect, delay or drop requests. */
export type ServableMock = Pick<MockServer, "baseUrl" | "answer">;

const defaultMaxBodyBytes = 32 * 1024 * 1024;

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Answers with an error of the server itself, not in a vendor's format. */
function refuse(outgoing: ServerResponse, status: number, message: string): void {
  outgoing.writeHead(status, { "content-type": "application/json" });
  outgoing.end(JSON.stringify({ error: { message } }));
}

function isTooLong({ headers }: IncomingMessage, maxBodyBytes: number): boolean {
  return Number(headers["content-length"] ?? 0) > maxBodyBytes;
}

/** Answers without reading the rest of the body; the connection cannot be reused. */
function refuseBody(incoming: IncomingMessage, outgoing: ServerResponse, maxBodyBytes: number): void {
  outgoing.setHeader("connection", "close");
  outgoing.once("finish", () => {
    incoming.destroy();
  });
  refuse(
    outgoing,
    413,
    `The body is larger than maxBodyBytes (${maxBodyBytes}). To accept it, serve the mock with a larger maxBodyBytes.`,
  );
}

async function answer(
  mock: ServableMock,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  maxBodyBytes: number,
): Promise<void> {
  const request = createRequest(incoming, outgoing);
  const { pathname, search } = new URL(request.url);
  const { method, headers, signal } = request;
  const body =
    request.body === null ? null : new Uint8Array(await readBody(new Response(request.body), maxBodyBytes));
  // The mock answers to the vendor's base URL, but requests are sent to ours.
  const moved = new Request(`${mock.baseUrl}${pathname}${search}`, { method, headers, signal, body });
  const response = await mock.answer(moved);
  if (response.type === "error") {
    // A lost message: the connection breaks without an answer.
    outgoing.destroy();
  } else {
    await sendResponse(outgoing, response);
  }
}

/**
 * Serves a mock over HTTP on the loopback address, for clients in any language.
 *
 * @example
 * ```ts
 * const served = await serve(createMockSkilvul());
 * const skilvul = createSkilvul({ baseUrl: served.url, ... });
 * await served.close();
 * ```
 * @throws ConfigurationError when an option is invalid, and the error of `node:net` when the port is in use.
 */
export async function serve(
  mock: ServableMock,
  { port = 0, cors = false, hosts = [], maxBodyBytes = defaultMaxBodyBytes }: ServeOptions = {},
): Promise<ServedMock> {
  if (!(maxBodyBytes >= 0)) {
    throw new ConfigurationError(
      `maxBodyBytes: expected a number of bytes of 0 or more, got ${String(maxBodyBytes)}.`,
    );
  }
  const isAllowed = hostCheck(hosts);
  const corsOf = corsPolicy(cors);
  let taken = port;
  const server = createServer((incoming, outgoing) => {
    const { host } = incoming.headers;
    if (!isAllowed(host, taken)) {
      refuse(
        outgoing,
        421,
        `The mock answers to 127.0.0.1:${taken} and localhost:${taken}, not to the host ${JSON.stringify(host?.slice(0, 100))}. To allow this host, serve the mock with the option hosts, or with kelaskit mock --allow-host.`,
      );
      return;
    }
    const forPage = corsOf(incoming);
    if (forPage !== undefined) outgoing.setHeaders(forPage.headers);
    if (forPage?.isPreflight === true) {
      outgoing.writeHead(204).end();
      return;
    }
    if (isTooLong(incoming, maxBodyBytes)) {
      refuseBody(incoming, outgoing, maxBodyBytes);
      return;
    }
    answer(mock, incoming, outgoing, maxBodyBytes).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) refuseBody(incoming, outgoing, maxBodyBytes);
      // A part of the answer was already sent.
      else if (outgoing.headersSent) outgoing.destroy();
      // A mistake of the mock must be visible in the test.
      else refuse(outgoing, 500, errorText(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  taken = (server.address() as AddressInfo).port;
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
