import { expect } from "vitest";
import { createClient } from "../../src/vendor.ts";
import type { Client, ClientOptions } from "../../src/index.ts";
import type { VendorDefinition } from "../../src/vendor.ts";

/** A request as the vendor would see it. */
export interface SentRequest {
  readonly method: string;
  /** The path as sent, without the query. */
  readonly path: string;
  /** The query as sent, without its question mark. */
  readonly query: string;
  readonly headers: Headers;
  /** The body's text; empty when there is none. */
  readonly body: string;
  /** The request itself, its body unread, for multipart forms. */
  readonly request: Request;
}

/** A vendor without a network: a `fetch`, and what was sent to it. */
export interface SampleVendor {
  readonly fetch: typeof globalThis.fetch;
  readonly sent: SentRequest[];
}

/** A vendor that answers every request with what `answer` makes of it. */
export function sampleVendor(answer: (sent: SentRequest) => Response | Promise<Response>): SampleVendor {
  const sent: SentRequest[] = [];
  return {
    sent,
    async fetch(input, init) {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const seen: SentRequest = {
        method: request.method,
        path: url.pathname,
        query: url.search.slice(1),
        headers: request.headers,
        body: await request.clone().text(),
        request,
      };
      sent.push(seen);
      return answer(seen);
    },
  };
}

/** A vendor that answers every request with the same JSON. */
export function answering(body: unknown, init?: ResponseInit): SampleVendor {
  return sampleVendor(() => Response.json(body, init));
}

/** The only request that was sent. */
export function onlyRequest({ sent }: SampleVendor): SentRequest {
  const [first] = sent;
  if (first === undefined || sent.length !== 1) throw new Error(`expected one request, got ${sent.length}`);
  return first;
}

/** A client of the sample vendor: no retries and no log lines unless a test sets them. */
export function sampleClient(
  vendor: Pick<SampleVendor, "fetch">,
  options: ClientOptions = {},
  definition: Partial<VendorDefinition> = {},
): Client {
  return createClient(
    { vendor: "sample", baseUrl: "https://api.sample.test", ...definition },
    { fetch: vendor.fetch, retries: 0, logger: false, ...options },
  );
}

/** An error class of core, as far as `failure` needs it. */
interface ErrorClass<Failure> {
  readonly brand: string;
  readonly prototype: Failure;
  isInstance(value: unknown): boolean;
}

/** The error of a call that must fail with this class. */
export async function failure<Failure>(
  call: PromiseLike<unknown>,
  type: ErrorClass<Failure>,
): Promise<Failure> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!("error" in outcome)) throw new Error(`expected ${type.brand}, but the call succeeded`);
  expect(outcome.error).toSatisfy(
    (error: unknown) => type.isInstance(error),
    `an error of class ${type.brand}`,
  );
  return outcome.error as Failure;
}

/** Everything that an iterable gives, to its end. */
export async function everyOf<Entry>(iterable: AsyncIterable<Entry>): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const entry of iterable) found.push(entry);
  return found;
}
