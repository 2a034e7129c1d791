import { ConfigurationError } from "@kelaskit/core";
import { readWebhookBody } from "@kelaskit/core/webhook";
import { AcademyWebhookError } from "./errors.ts";

/** The body of a delivery, parsed, and its bytes. */
export interface ReadBody {
  readonly value: unknown;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Whether a value is what a body parser makes of a JSON object or list. */
function isParsed(body: object): boolean {
  if (Symbol.asyncIterator in body) return false;
  const prototype: unknown = Object.getPrototypeOf(body);
  // Objects from another realm, such as a test runner's, have another Object.prototype.
  return Array.isArray(body) || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function textOf(parsed: object): string {
  try {
    return JSON.stringify(parsed);
  } catch (error) {
    throw new AcademyWebhookError("unreadable", "the body is too deep", { cause: error });
  }
}

async function bytesOf(body: unknown, maxBytes: number): Promise<ArrayBuffer> {
  const raw = typeof body === "object" && body !== null && isParsed(body) ? textOf(body) : body;
  const read = await readWebhookBody(raw, maxBytes);
  if ("bytes" in read) return read.bytes;
  switch (read.problem) {
    case "not-raw":
      throw new ConfigurationError(
        "The receiver of Academy of Mine's webhooks requires the body of the request: a text, bytes, an unread stream or the object that a body parser made. Pass the request, or { url, body }.",
      );
    case "too-large":
      throw new AcademyWebhookError(
        "too-large",
        `the body is larger than ${maxBytes} bytes and was not parsed. If your portal sends such bodies, raise maxBytes`,
      );
    case "cut-off":
      throw new AcademyWebhookError("unreadable", "the body was cut off", { cause: read.cause });
  }
}

/**
 * Reads and parses the body of a delivery.
 *
 * @throws AcademyWebhookError when it is too large, cut off or not JSON.
 * @throws ConfigurationError when there is none to read.
 */
export async function readBody(body: unknown, maxBytes: number): Promise<ReadBody> {
  const bytes = new Uint8Array(await bytesOf(body, maxBytes));
  try {
    // The decoder removes a byte order mark.
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return { value, bytes };
  } catch {
    // The text and the parser's message are not shown, because they contain a person's data.
    throw new AcademyWebhookError("unreadable", `the body is not JSON in UTF-8 (${bytes.byteLength} bytes)`);
  }
}
