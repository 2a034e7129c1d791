import { spawn } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { freePort } from "@kelaskit/test-support/free-ports";
import { beforeAll, afterAll, describe, expect, inject, it } from "vitest";
import { kelaskit } from "../support.ts";
import { callOperation, createAssistant, type PersonOptions } from "./support.ts";

interface Served {
  readonly url: string;
  readonly token: string;
  stop(): Promise<number | null>;
}

/** Starts `kelaskit mcp --http` against mocks in memory. */
async function serveHttp(words: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [inject("command"), "mcp", "--mock", "--http", ...words], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(child, "close");
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const { url, token } = JSON.parse(value ?? "") as { readonly url: string; readonly token: string };
  return {
    url,
    token,
    async stop() {
      child.kill("SIGTERM");
      await closed;
      return child.exitCode;
    },
  };
}

let served: Served;

beforeAll(async () => {
  served = await serveHttp(["skilvul", "--allow-writes"]);
});

afterAll(async () => {
  expect(await served.stop()).toBe(0);
});

async function connect(options: PersonOptions = {}) {
  const client = createAssistant(options);
  const headers = { authorization: `Bearer ${served.token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(served.url), { requestInit: { headers } }));
  return client;
}

const listTools = { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} };

/** Sends a request as a program would that is not a client of MCP. */
function post(headers: Readonly<Record<string, string>>, path = ""): Promise<Response> {
  return fetch(`${served.url}${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...headers,
    },
    body: JSON.stringify(listTools),
  });
}

const parameters = { user: { email: "ann@example.com" }, productIds: ["ckproduct0000000000000001"] };

describe("kelaskit mcp --http", () => {
  it.each(["2025", "2026"] as const)("serves clients of the protocol of %s with the token", async (era) => {
    const client = await connect({ era });
    expect((await client.listTools()).tools).toHaveLength(3);
    const { data } = await callOperation(client, "skilvul products.list", { maxItems: 1, fields: ["id"] });
    expect(data.untrusted?.reply).toMatchObject({ products: [{ id: "ckproduct0000000000000001" }] });
    await client.close();
  });

  it("remembers a confirmation from one request to the next", async () => {
    const client = await connect();
    const { data } = await callOperation(client, "skilvul orders.create", { parameters });
    const confirmation = data.confirmation?.code;
    const done = await callOperation(client, "skilvul orders.create", { parameters, confirmation });
    expect(done.data.status).toBe("done");
    await client.close();
  });

  it("asks the person where the protocol of 2026 can", async () => {
    const asked: string[] = [];
    const client = await connect({ era: "2026", person: (message) => asked.push(message) > 0 });
    const { data } = await callOperation(client, "skilvul orders.create", { parameters });
    expect(data.status).toBe("done");
    expect(asked).toEqual([expect.stringContaining("ann@example.com")]);
    await client.close();
  });

  it.each([
    ["no token", {}, 401],
    ["another token", { authorization: "Bearer 0123456789012345678901234567890123456789" }, 401],
    ["a token of another kind", { authorization: "Basic YTpi" }, 401],
  ])("refuses a request with %s", async (_, headers, status) => {
    const response = await post(headers);
    expect(response.status).toBe(status);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="kelaskit"');
    expect(await response.text()).not.toContain(served.token);
  });

  it.each(["https://evil.example", "http://127.0.0.1:1", "http://localhost.evil.example", "null"])(
    "refuses a web page of %s, even with the token",
    async (origin) => {
      const response = await post({ origin, authorization: `Bearer ${served.token}` });
      expect(response.status).toBe(403);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    },
  );

  it.each(["TRACE", "PUT", "PATCH"])("refuses %s, and goes on", async (method) => {
    const { port } = new URL(served.url);
    const outgoing = request({
      port,
      path: "/mcp",
      method,
      headers: { authorization: `Bearer ${served.token}`, host: `127.0.0.1:${port}` },
    });
    outgoing.end();
    const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
    expect(incoming.statusCode).toBe(405);
    expect((await post({ authorization: `Bearer ${served.token}` })).status).toBe(200);
  });

  it("answers no preflight of a web page", async () => {
    const response = await fetch(served.url, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    expect(response.status).toBe(403);
  });

  it.each(["evil.example", "127.0.0.1.evil.example", "127.0.0.1:1", "[::1]"])(
    "refuses the host %j, as a name of another site that leads here",
    async (host) => {
      const { port } = new URL(served.url);
      const headers = { host, authorization: `Bearer ${served.token}` };
      // `fetch` sets the header itself.
      const sent = request({ port, host: "127.0.0.1", path: "/mcp", method: "POST", headers }).end();
      const [response] = (await once(sent, "response")) as [IncomingMessage];
      response.resume();
      expect(response.statusCode).toBe(403);
    },
  );

  it("has one path", async () => {
    const response = await post({ authorization: `Bearer ${served.token}` }, "/other");
    expect(response.status).toBe(404);
  });

  it("refuses a body that no call has", async () => {
    const response = await fetch(served.url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${served.token}` },
      body: JSON.stringify({ ...listTools, params: { filler: "x".repeat(2 * 1024 * 1024) } }),
    });
    expect(response.status).toBe(413);
  });

  it("listens on the loopback address only", () => {
    expect(new URL(served.url).hostname).toBe("127.0.0.1");
  });
});

describe("kelaskit mcp --http, at its start", () => {
  it("names a port that is in use", async () => {
    const { port } = new URL(served.url);
    const { code, stderr } = await kelaskit(["mcp", "skilvul", "--mock", "--http", "--port", port]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`127.0.0.1:${port} (EADDRINUSE)`) as string,
    });
  });

  it("takes a token from the environment and does not print it", async () => {
    const token = "a-token-of-the-person-0123456789-0123456789";
    const child = spawn(
      process.execPath,
      [inject("command"), "mcp", "skilvul", "--mock", "--http", "--port", String(await freePort())],
      { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, KELASKIT_MCP_TOKEN: token } },
    );
    const closed = once(child, "close");
    const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    const { url } = JSON.parse(value ?? "") as { readonly url: string };
    expect(value).not.toContain(token);
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify(listTools),
    });
    expect(response.status).toBe(200);
    child.kill("SIGINT");
    await closed;
    expect(child.exitCode).toBe(0);
  });

  it("refuses a token that can be guessed", async () => {
    const env = { KELASKIT_MCP_TOKEN: "secret" };
    const { code, stderr } = await kelaskit(["mcp", "skilvul", "--mock", "--http"], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kelaskit: KELASKIT_MCP_TOKEN is too weak: expected at least 32/);
  });
});
