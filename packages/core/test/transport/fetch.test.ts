import { Agent, MockAgent, setGlobalDispatcher } from "undici";
import { Agent as OlderAgent } from "undici-7";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchTransport } from "../../src/transport/fetch.ts";
import { kyTransport } from "../../src/transport/ky.ts";
import type { TransportRequest } from "../../src/transport/transport.ts";
import { serve } from "../support/faulty-server.ts";

const dispatchers = globalThis as unknown as Record<symbol, unknown>;
const symbols = ["undici.globalDispatcher.1", "undici.globalDispatcher.2"].map((name) => Symbol.for(name));
let before: readonly unknown[] = [];

beforeEach(async () => {
  // Node sets its dispatcher when its fetch is loaded.
  await fetch("data:,");
  before = symbols.map((symbol) => dispatchers[symbol]);
});

afterEach(() => {
  for (const [index, symbol] of symbols.entries()) dispatchers[symbol] = before[index];
});

function get(url: string): TransportRequest {
  return { method: "GET", url, headers: {}, body: undefined, signal: new AbortController().signal };
}

const short = { headersTimeout: 1, bodyTimeout: 1 };

const transports = { fetchTransport: fetchTransport(), kyTransport: kyTransport() };

describe.each(Object.entries(transports))("%s", (_name, transport) => {
  it.each([
    { part: "header", code: "UND_ERR_HEADERS_TIMEOUT" },
    { part: "body", code: "UND_ERR_BODY_TIMEOUT" },
  ])("waits for a $part as long as its signal lets it", async ({ part, code }) => {
    const late = Promise.withResolvers<void>();
    const { url } = await serve((_request, response) => {
      if (part === "body") response.write("[");
      void late.promise.then(() => response.end(part === "body" ? "]" : "[]"));
    });
    // As Node's 300 seconds, but shorter. Node 24 asks the first symbol, Node 26 the second.
    const agents = [new OlderAgent(short), new Agent(short)];
    for (const [index, symbol] of symbols.entries()) dispatchers[symbol] = agents[index];

    const waiting = transport(get(url));
    const impatient = fetch(url).then((response) => response.text());
    await expect(impatient).rejects.toMatchObject({ cause: { code } });
    late.resolve();

    expect(await new Response((await waiting).body as ReadableStream).text()).toBe("[]");
    await Promise.all(agents.map((agent) => agent.destroy()));
  });

  it("sends through the dispatcher that is set for the whole process", async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    agent
      .get("https://api.example")
      .intercept({ path: "/items", method: "POST", body: "text" })
      .reply(200, { mocked: true });
    setGlobalDispatcher(agent);

    const { body } = await transport({ ...get("https://api.example/items"), method: "POST", body: "text" });

    expect(await new Response(body as ReadableStream).json()).toEqual({ mocked: true });
    await agent.close();
  });

  it("sends with the fetch that the platform has at that time", async () => {
    vi.stubGlobal("fetch", async () => Response.json({ replaced: true }));

    const { body } = await transport(get("https://api.example/"));

    expect(await new Response(body as ReadableStream).json()).toEqual({ replaced: true });
  });
});
