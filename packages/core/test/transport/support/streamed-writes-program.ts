// Writes as streams, in a browser's page.
import { toTransportFailure } from "../../../src/transport/failure.ts";
import { fetchTransport } from "../../../src/transport/fetch.ts";
import { streamedWrites } from "../../../src/transport/streamed-writes.ts";
import type { RequestBody } from "../../../src/declaration.ts";

const transports = { plain: fetchTransport(), streamed: streamedWrites() };

/** What became of a write: the words of its answer, or whether it is known not to have been sent. */
export interface Ending {
  readonly answer?: string;
  readonly notSent?: boolean;
}

/** Sends one write, on a connection that has been used before. */
export async function main(
  kind: keyof typeof transports,
  url: string,
  { body, sendOnce = true }: { readonly body?: string; readonly sendOnce?: boolean } = {},
): Promise<Ending> {
  const headers = { "content-type": "application/json", authorization: "Bearer text" };
  const request = { headers, signal: new AbortController().signal };
  const write = { ...request, method: "POST", url, body: body as RequestBody | undefined, sendOnce } as const;
  await fetch(new URL("/used", url)).catch(() => undefined);
  try {
    const response = await transports[kind](write);
    return { answer: await new Response(response.body as ReadableStream).text() };
  } catch (error) {
    return { notSent: toTransportFailure(error, (text) => text).notSent };
  }
}
