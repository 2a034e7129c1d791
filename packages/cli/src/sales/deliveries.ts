import { readFile } from "node:fs/promises";
import { isObject, type JsonObject, typeName } from "@kelaskit/core/vendor";
import { type CommandContext, InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";

/** A line of a file of events, checked. */
export interface LineDelivery {
  /** The number of its line, from 1. */
  readonly line: number;
  /** The body, byte for byte. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** The headers of a recorded delivery, with its signature; undefined for an event, which is still to be signed. */
  readonly recorded: Readonly<Record<string, string>> | undefined;
}

/** What is wrong with a line. The text contains nothing of the line. */
class LineProblem extends Error {}

const signatureHeader = "x-scalev-hmac-sha256";

/** The headers of a recorded delivery that are sent: others may contain credentials, or describe another connection. */
function isSent(name: string): boolean {
  return name.startsWith("x-scalev-") || name === "content-type";
}

function headersOf(given: unknown, isEmpty: boolean): Readonly<Record<string, string>> {
  if (!isObject(given)) {
    throw new LineProblem(
      `headers: expected an object such as { "X-Scalev-Hmac-Sha256": "…" }, got ${typeName(given)}`,
    );
  }
  const headers = new Headers();
  for (const [key, value] of Object.entries(given)) {
    const name = key.toLowerCase();
    if (!isSent(name)) continue;
    const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
    const [first, ...others] = values;
    if (typeof first !== "string" || others.length > 0 || headers.has(name)) {
      throw new LineProblem(
        `headers: expected one text for ${name}, got ${others.length > 0 || headers.has(name) ? "several values" : typeName(first)}`,
      );
    }
    try {
      headers.set(name, first);
    } catch (error) {
      // The message of the platform contains the value.
      throw new LineProblem(`headers: ${name} has characters that a header cannot have`, { cause: error });
    }
  }
  // The vendor's ping has no body, and no signature.
  if (!isEmpty && (headers.get(signatureHeader) ?? "") === "") {
    throw new LineProblem(
      "headers: expected X-Scalev-Hmac-Sha256, the signature of the recorded delivery, got none",
    );
  }
  return Object.fromEntries(headers);
}

function recordedOf(line: number, { headers, body }: JsonObject): LineDelivery {
  if (typeof body !== "string") {
    throw new LineProblem(
      `body: expected a text, exactly as it was received and not parsed, got ${typeName(body)}`,
    );
  }
  return { line, body: new TextEncoder().encode(body), recorded: headersOf(headers, body === "") };
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes)) as unknown;
  } catch (error) {
    // The parser's message contains a part of the line.
    throw new LineProblem("expected JSON in UTF-8, one event in each line", { cause: error });
  }
}

function deliveryOf(line: number, bytes: Uint8Array<ArrayBuffer>): LineDelivery {
  const value = parsed(bytes);
  if (isObject(value)) {
    if (typeof value["event"] === "string" && value["event"] !== "") {
      return { line, body: bytes, recorded: undefined };
    }
    if (Object.hasOwn(value, "headers") && Object.hasOwn(value, "body")) return recordedOf(line, value);
  }
  throw new LineProblem(
    `expected an event, with its name in event, or a recorded delivery with headers and body, got ${isObject(value) ? "an object without them" : typeName(value)}`,
  );
}

async function readAll(file: string, { stdin }: CommandContext): Promise<Uint8Array<ArrayBuffer>> {
  try {
    if (file !== "-") return new Uint8Array(await readFile(file));
    const chunks: Uint8Array[] = [];
    for await (const chunk of stdin) {
      chunks.push(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
    }
    return new Uint8Array(Buffer.concat(chunks));
  } catch (error) {
    throw new InputError(
      `${nameOf(file)} cannot be read (${errorCode(error)}); nothing was sent. Pass a file of events, or - for standard input.`,
      { cause: error },
    );
  }
}

/** The name of the input in sentences. */
export function nameOf(file: string): string {
  return file === "-" ? "standard input" : file;
}

/** The lines that are not blank, without what ends them, numbered from 1. */
function* linesOf(
  bytes: Uint8Array<ArrayBuffer>,
): Generator<readonly [line: number, bytes: Uint8Array<ArrayBuffer>]> {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let start = isMarked ? 3 : 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    const text = bytes.subarray(start, bytes[end - 1] === 0x0d && end > start ? end - 1 : end);
    if (text.some((byte) => byte !== 0x20 && byte !== 0x09)) yield [line, text];
    start = end + 1;
  }
}

/** How many wrong lines are described. */
const mostDescribed = 20;

/**
 * Reads and checks every line of a file. Blank lines are skipped.
 *
 * @throws InputError with the numbers of the lines that cannot be sent, or when there is none that can.
 */
export async function readDeliveries(
  file: string,
  context: CommandContext,
): Promise<readonly LineDelivery[]> {
  const deliveries: LineDelivery[] = [];
  const problems: string[] = [];
  let wrong = 0;
  for (const [line, bytes] of linesOf(await readAll(file, context))) {
    try {
      deliveries.push(deliveryOf(line, bytes));
    } catch (error) {
      if (!(error instanceof LineProblem)) throw error;
      wrong += 1;
      if (problems.length < mostDescribed) problems.push(`  line ${line}: ${error.message}`);
    }
  }
  if (wrong > 0) {
    const rest = wrong > problems.length ? [`  … and ${wrong - problems.length} more`] : [];
    const lines = wrong === 1 ? "1 line cannot be sent" : `${wrong} lines cannot be sent`;
    throw new InputError(
      [
        `${nameOf(file)}: ${lines}, and nothing was sent. Correct or remove what is wrong:`,
        ...problems,
        ...rest,
      ].join("\n"),
    );
  }
  if (deliveries.length === 0) {
    throw new InputError(
      `${nameOf(file)} contains no event, and nothing was sent. Create some with: kelaskit sales sample --variant variant_… --out sales.jsonl`,
    );
  }
  return deliveries;
}
