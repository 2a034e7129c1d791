import type { Entry, Har, QueryString } from "har-format";
import { createMockAcademyOfMine } from "../../src/mock/index.ts";
import { createAcademyOfMineClient } from "../../src/portal-client.ts";
import { type OperationFacts, readFacts, readOperations, resourceFiles } from "../support/facts.ts";
import { meaningful, sampleSeed } from "../support/sample-seed.ts";

/** An operation's facts, under the method and path that a portal of other conventions has for it. */
export interface RecordedOperation {
  readonly fact: OperationFacts;
  /** `METHOD /path`, with our names of variables. */
  readonly route: string;
}

const pairs = (headers: Headers) => [...headers].map(([name, value]) => ({ name, value }));

const isText = (mimeType: string): boolean => /json|text/.test(mimeType);

/** A recording of a browser: passes requests on, and keeps what was sent and answered. */
export class Recorder {
  readonly entries: Entry[] = [];

  /** Wraps a fetch. */
  wrap(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const mimeType = request.headers.get("content-type");
      const sent = await request.clone().text();
      const response = await fetch(request);
      const bytes = new Uint8Array(await response.clone().arrayBuffer());
      const type = response.headers.get("content-type") ?? "";
      const queryString: QueryString[] = [...new URL(request.url).searchParams].map(([name, value]) => ({
        name,
        value,
      }));
      const started = "2026-01-05T09:00:00.000Z";
      this.entries.push({
        startedDateTime: started,
        time: 12,
        request: {
          method: request.method,
          url: request.url,
          httpVersion: "HTTP/2",
          cookies: [],
          headers: pairs(request.headers),
          queryString,
          ...(mimeType !== null && { postData: { mimeType, text: sent } }),
          headersSize: -1,
          bodySize: sent.length,
        },
        response: {
          status: response.status,
          statusText: response.statusText,
          httpVersion: "HTTP/2",
          cookies: [],
          headers: pairs(response.headers),
          content: {
            size: bytes.length,
            mimeType: type,
            ...(isText(type)
              ? { text: new TextDecoder().decode(bytes) }
              : { text: Buffer.from(bytes).toString("base64"), encoding: "base64" }),
          },
          redirectURL: "",
          headersSize: -1,
          bodySize: bytes.length,
        },
        cache: {},
        timings: { wait: 12, receive: 0 },
      });
      return response;
    };
  }

  /** The file that the browser would save. */
  har(): Har {
    return { log: { version: "1.2", creator: { name: "a browser", version: "1" }, entries: this.entries } };
  }
}

export const allFacts: readonly OperationFacts[] = resourceFiles.flatMap(readFacts);

/** What a page of the portal would send: the vendor's sample request, and a list also without its filters. */
function callsOf({
  operation,
  call,
  parameters,
}: OperationFacts): readonly Readonly<Record<string, unknown>>[] {
  const sample = { ...call, ...meaningful[operation] };
  const filters = parameters.filter(({ name, required }) => !required && /^search_(param|term)$/.test(name));
  if (filters.length === 0) return [sample];
  return [sample, { ...sample, ...Object.fromEntries(filters.map(({ name }) => [name, undefined])) }];
}

/** Records calls of operations against a portal with other routes, through the client's option `routes`. */
export async function recordSession(
  operations: readonly RecordedOperation[],
  baseUrl = "https://demo.aomlms.com/api",
): Promise<Har> {
  const recorder = new Recorder();
  const routes = Object.fromEntries(operations.map(({ fact, route }) => [fact.operation, route]));
  // The ids of enrollments mean courses in some samples and learning paths in others.
  const portals = ["courses.get", "learningPaths.get"].map((name) => {
    const mock = createMockAcademyOfMine({ baseUrl, routes, seed: sampleSeed(name) });
    const fetch = recorder.wrap(mock.fetch);
    return { mock, client: createAcademyOfMineClient({ ...mock.credentials, routes, fetch, logger: false }) };
  });
  const modules = await Promise.all(resourceFiles.map(readOperations));
  const declared = new Map(
    modules
      .flatMap((module) => [...module.values()])
      .map(({ declaration }) => [declaration.name, declaration]),
  );
  for (const { fact } of operations) {
    const declaration = declared.get(fact.operation);
    const portal = portals[fact.operation.startsWith("learningPaths.") ? 1 : 0];
    if (declaration === undefined || portal === undefined)
      throw new Error(`${fact.operation} is not declared`);
    portal.mock.reset();
    for (const call of callsOf(fact)) {
      await portal.client["~execute"](declaration, call, { validation: "off" });
    }
  }
  return recorder.har();
}
