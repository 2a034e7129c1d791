import { fetchTransport } from "./fetch.ts";
import { NotSentError, type Transport } from "./transport.ts";

/** Whether this platform's `fetch` sends streams; one that does not would send their name. */
function sendsStreams(): boolean {
  let isAsked = false;
  const { headers } = new Request("https://probe.invalid", {
    method: "POST",
    body: new ReadableStream(),
    get duplex() {
      isAsked = true;
      return "half" as const;
    },
  } as RequestInit);
  // Who makes a text of the stream gives it the type of a text.
  return isAsked && !headers.has("content-type");
}

/**
 * Keeps a browser from sending writes twice: Chromium repeats a request by itself, a POST too, when a connection that was used
 * before closes without an answer, but not a body that it has read from a stream. While nothing has been read of it, the
 * request has not left: what fails before, which browsers say no word about, is then known to be `not-sent`.
 *
 * For browsers whose vendor speaks HTTP/2 or HTTP/3, takes bodies without `content-length`, and allows preflight requests.
 * Over HTTP/1.1 Chromium sends no streams, and every write fails as `not-sent`. Reads, forms with files, writes without a body
 * and browsers that send no streams (Firefox, Safari) are left as they are.
 *
 * @param transport What sends the requests. @default `fetchTransport()`
 * @example
 * createScalev({ transport: streamedWrites(fetchTransport((url, init) => fetch(url, { ...init, credentials: "omit" }))) })
 */
export function streamedWrites(transport: Transport = fetchTransport()): Transport {
  let isPossible: boolean | undefined;
  return async (request) => {
    const { body, headers, sendOnce } = request;
    const isLeft = body === undefined || body instanceof FormData || body instanceof ReadableStream;
    if (sendOnce !== true || isLeft || !(isPossible ??= sendsStreams())) return transport(request);
    const whole = new Response(body as BodyInit);
    const bytes = new Uint8Array(await whole.arrayBuffer());
    let isRead = false;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          isRead = true;
          if (bytes.length > 0) controller.enqueue(bytes);
          controller.close();
        },
      },
      // Nothing is taken out before it is asked for.
      { highWaterMark: 0 },
    );
    const type = whole.headers.get("content-type");
    try {
      return await transport({
        ...request,
        headers: type === null ? headers : { "content-type": type, ...headers },
        body: stream,
      });
    } catch (error) {
      if (isRead) throw error;
      throw new NotSentError(
        "the browser did not begin to send: there is no connection, the vendor does not allow it from this page, or it does not speak HTTP/2",
        { cause: error },
      );
    }
  };
}
