import { createReadStream } from "node:fs";
import { type CommandContext, InputError } from "../context.ts";
import { errorCode } from "./files.ts";

const maxBytes = 64 * 1024 * 1024;
const timeoutMs = 30_000;
const mostRedirects = 5;

/** Whether a source is an address to fetch, not the name of a file. */
export function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** Reads the text of a file, of an http(s) address, or of standard input for `-`. */
export async function readSource(source: string, context: CommandContext): Promise<string> {
  if (source === "-") return decode("standard input", await collect("standard input", context.stdin));
  return isAddress(source) ? fetchText(source, context) : readFileText(source);
}

async function readFileText(file: string): Promise<string> {
  try {
    const chunks: AsyncIterable<Uint8Array> = createReadStream(file);
    return decode(file, await collect(file, chunks));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${file} cannot be read (${errorCode(error)}). Pass the name of a file, an address with http:// or https://, ` +
        "or - for standard input.",
      { cause: error },
    );
  }
}

/** Fetches without cookies or credentials, and follows redirects only within the same origin. */
async function fetchText(address: string, { fetch }: CommandContext): Promise<string> {
  if (!URL.canParse(address)) {
    throw new InputError(`${address} is not a valid address. Write it like https://portal.example/apidocs.`);
  }
  const start = new URL(address);
  if (start.username !== "" || start.password !== "") {
    throw new InputError(
      "The address contains a user name or a password, which your shell's history would store. " +
        "Save the document with a browser where you are logged in, and import the file.",
    );
  }
  const signal = AbortSignal.timeout(timeoutMs);
  let url = start;
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const response = await fetch(url, { redirect: "manual", credentials: "omit", signal });
      const target = response.headers.get("location");
      if (response.status < 300 || response.status > 399 || target === null) {
        return await textOfResponse(address, response);
      }
      await response.body?.cancel();
      url = redirectTarget(address, url, target);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = signal.aborted
      ? `did not answer completely within ${timeoutMs / 1000} s`
      : `cannot be reached (${errorCode(error instanceof Error ? (error.cause ?? error) : error)})`;
    throw new InputError(
      `${address} ${reason}. Try it in a browser; if it opens there, save the page and import the file.`,
      { cause: error },
    );
  }
  throw new InputError(
    `${address} redirects more than ${mostRedirects} times. Import the address it ends at.`,
  );
}

function redirectTarget(address: string, from: URL, location: string): URL {
  const target = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (target?.origin === from.origin) return target;
  throw new InputError(
    `${address} redirects to ${target === undefined ? "an invalid address" : target.origin}, and redirects to other ` +
      "origins are not followed. It may be a login page; if it is the documentation, import that address.",
  );
}

async function textOfResponse(address: string, response: Response): Promise<string> {
  if (!response.ok) {
    await response.body?.cancel();
    throw new InputError(
      `${address} answered with status ${response.status}. Open it in a browser where you are logged in, save the page, ` +
        "and import the file.",
    );
  }
  const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined;
  return body === undefined ? "" : decode(address, await collect(address, body));
}

/** Reads everything, up to the limit. */
async function collect(source: string, chunks: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
    size += bytes.length;
    if (size > maxBytes) {
      throw new InputError(
        `${source} is larger than ${maxBytes / 1024 / 1024} MiB, too large for documentation. Check that it is the right one; ` +
          "record a shorter session if it is a recording.",
      );
    }
    parts.push(bytes);
  }
  return Buffer.concat(parts, size);
}

function decode(source: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    // mitmproxy's own files are netstrings, with bytes in them.
    const isFlowFile = /^\d+:\d+:/.test(Buffer.from(bytes.subarray(0, 32)).toString("latin1"));
    throw new InputError(
      isFlowFile
        ? `${source} is a recording in mitmproxy's own form. Convert it to HAR: mitmdump -nr FILE --set hardump=session.har`
        : `${source} is not UTF-8 text. Save it as UTF-8 first.`,
      { cause: error },
    );
  }
}
