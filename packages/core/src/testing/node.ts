/**
 * Serves mocks over HTTP on the loopback address.
 *
 * @packageDocumentation
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import { ConfigurationError } from "../errors.ts";
import { BodyTooLarge, readBody } from "../response-body.ts";
import { corsPolicy } from "./cors.ts";
import { hostCheck } from "./hosts.ts";
import type { MockServer } from "./server.ts";

/** Where a mock is served. */
export interface ServeOptions {
  /** The port; 0 for any that is free. @default 0 */
  readonly port?: number;
  /**
   * Lets pages call it from a browser and read its answers, without cookies: those of any origin (`true`), or of the origins
   * given, as in `http://localhost:5173`. Preflights are answered, with every method and header allowed. Vendors let in only
   * the origins that are registered with them. @default false
   */
  readonly cors?: boolean | string | readonly string[];
  /**
   * Names, with or without a port, that requests may name in their Host header beside the loopback address: where the
   * mock is reached through a proxy or a container's port. Any other is answered with 421. @default none
   */
  readonly hosts?: readonly string[];
  /** How large the body of a request may be, in bytes; a larger one is answered with 413. @default 33554432 (32 MiB) */
  readonly maxBodyBytes?: number;
}

/** A mock that answers over HTTP. */
export interface ServedMock {
  /** Give it to clients as their `baseUrl`. */
  readonly url: string;
  /** Stops serving; connections that are open are cut. */
  close(): Promise<void>;
}

/** What is needed of a mock to serve it; another `answer` can look at requests, hold them, or lose them. */
export type ServableMock = Pick<MockServer, "baseUrl" | "answer">;

const defaultMaxBodyBytes = 32 * 1024 * 1024;

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Answers with an error of the server's own, in no vendor's form. */
function refuse(outgoing: ServerResponse, status: number, message: string): void {
  outgoing.writeHead(status, { "content-type": "application/json" });
  outgoing.end(JSON.stringify({ error: { message } }));
}

function isTooLong({ headers }: IncomingMessage, maxBodyBytes: number): boolean {
  return Number(headers["content-length"] ?? 0) > maxBodyBytes;
}

/** Answers before the body has come, of which no more is read; the connection cannot be used again. */
function refuseBody(incoming: IncomingMessage, outgoing: ServerResponse, maxBodyBytes: number): void {
  outgoing.setHeader("connection", "close");
  outgoing.once("finish", () => {
    incoming.destroy();
  });
  refuse(
    outgoing,
    413,
    `The body is larger than the ${maxBodyBytes} bytes that the mock reads. Serve it with a larger maxBodyBytes if that is meant.`,
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
  // The mock answers to the vendor's address, and requests come to ours.
  const moved = new Request(`${mock.baseUrl}${pathname}${search}`, { method, headers, signal, body });
  const response = await mock.answer(moved);
  if (response.type === "error") {
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
 * @throws ConfigurationError when an option is wrong, and what `node:net` throws when the port is taken.
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
        `The mock answers to 127.0.0.1:${taken} and localhost:${taken}, and not to the host ${JSON.stringify(host?.slice(0, 100))}. If that is its name, list it when you serve the mock: hosts, or kelaskit mock --allow-host.`,
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
      // Half an answer cannot be taken back.
      else if (outgoing.headersSent) outgoing.destroy();
      // A mock that is wrong must say so to whoever tests with it.
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
