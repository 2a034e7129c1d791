import { fetchTransport } from "./fetch.ts";
import { NotSentError, type Transport } from "./transport.ts";

/** Whether this platform's `fetch` sends streams; one that does not would send the text `[object ReadableStream]`. */
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
  // A platform that converts the stream to text sets the content-type of a text.
  return isAsked && !headers.has("content-type");
}

/**
 * Keeps a browser from sending writes twice. Chromium repeats a request by itself, including POST, when a reused connection
 * closes without an answer, unless its body was read from a stream. If nothing of the stream was read, the
 * request was not sent: an earlier failure, for which browsers give no reason, is then known to be `not-sent`.
 *
 * The vendor must support HTTP/2 or HTTP/3, accept bodies without `content-length`, and answer preflight requests.
 * Over HTTP/1.1 Chromium does not send streams, and every write fails as `not-sent`. Reads, forms with files, writes without a body,
 * and browsers that do not send streams (Firefox, Safari) are unaffected.
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
      // Nothing is read ahead.
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
        "the browser did not start sending: there is no connection, the vendor does not allow requests from this page, or it does not support HTTP/2",
        { cause: error },
      );
    }
  };
}
