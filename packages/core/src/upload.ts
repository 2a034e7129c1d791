import type { RequestBody } from "./declaration.ts";
import type { UploadProgress } from "./options.ts";
import type { CallRequest } from "./request/build.ts";

/** Counts what of a body has left, for a call with `onUploadProgress`. */

/** A name as HTML's algorithm for multipart forms writes it. */
function quotedName(name: string): string {
  return name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
}

/** A form as the bytes that are sent: a Blob refers to its files without reading them. */
function formBlob(form: FormData): Blob {
  const boundary = `----kelaskit-${crypto.randomUUID()}`;
  const parts: BlobPart[] = [];
  for (const [name, value] of form) {
    const start = `--${boundary}\r\ncontent-disposition: form-data; name="${quotedName(name)}"`;
    if (typeof value === "string") {
      parts.push(`${start}\r\n\r\n${value.replaceAll(/\r?\n|\r/g, "\r\n")}\r\n`);
    } else {
      // Bun leaves a Blob without a name, which has this one elsewhere.
      const { name: fileName = "blob" } = value as Partial<File>;
      const type = value.type === "" ? "application/octet-stream" : value.type;
      parts.push(
        `${start}; filename="${quotedName(fileName)}"\r\ncontent-type: ${type}\r\n\r\n`,
        value,
        "\r\n",
      );
    }
  }
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

function blobOf(body: Exclude<RequestBody, ReadableStream>): Blob {
  if (body instanceof Blob) return body;
  return body instanceof FormData
    ? formBlob(body)
    : new Blob([body instanceof URLSearchParams ? String(body) : body]);
}

/** Browsers send streams over HTTP/2 only, some of them not at all. */
function isBrowser(): boolean {
  return (globalThis.navigator?.userAgent ?? "").startsWith("Mozilla/");
}

/** A request whose progress is told. */
export interface CountedRequest {
  readonly request: CallRequest;
  /** Tells what is left to tell, when the answer is there. */
  readonly done: () => void;
}

/**
 * Makes a request tell how much of its body has been handed to the transport. Elsewhere than in browsers, it becomes a stream of known
 * length, which is read anew for each attempt.
 */
export function countedRequest(
  request: CallRequest,
  attempt: number,
  tell: (progress: UploadProgress) => void,
): CountedRequest {
  const { body, headers } = request;
  if (body === undefined || body instanceof ReadableStream) return { request, done: () => undefined };
  const blob = blobOf(body);
  const total = blob.size;
  let sent = 0;
  tell({ sent, total, attempt });
  const done = (): void => {
    if (sent === total) return;
    sent = total;
    tell({ sent, total, attempt });
  };
  if (isBrowser()) return { request, done };
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>(
    {
      transform(chunk, controller) {
        controller.enqueue(chunk);
        sent += chunk.byteLength;
        tell({ sent, total, attempt });
      },
    },
    { highWaterMark: 1 },
    { highWaterMark: 0 },
  );
  const type = body instanceof FormData ? { "content-type": blob.type } : {};
  return {
    request: {
      ...request,
      headers: { ...headers, ...type, "content-length": String(total) },
      body: blob.stream().pipeThrough(counter),
    },
    done: () => undefined,
  };
}
