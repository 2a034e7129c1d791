// The conformance suite of the protocol, with those of its scenarios for servers that a server without test tools can pass.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request as sendRequest } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { temporaryFolder } from "../support.ts";

const manifest = createRequire(import.meta.url).resolve("@modelcontextprotocol/conformance/package.json");
const suite = path.join(path.dirname(manifest), "dist/index.js");

const scenarios = ["server-initialize", "ping", "tools-list", "resources-list", "dns-rebinding-protection"];

/** Why the other scenarios say nothing about this server. */
const notApplicable: readonly (readonly [RegExp, string])[] = [
  [/^tools-call-|^json-schema-2020-12$|^elicitation-/, "calls tools of the suite's own example server"],
  [/^resources-(read|templates)-/, "reads resources of the suite's own example server"],
  [/^resources-(un)?subscribe$/, "the guides do not change, so there is nothing to subscribe to"],
  [/^prompts-/, "the server has no prompts"],
  [/^completion-complete$/, "the server has no arguments to complete"],
  [/^logging-set-level$/, "the server logs to standard error; the protocol deprecates its own log"],
  [/^server-sse-/, "the server keeps no streams open, and the suite then checks nothing"],
];

/** Runs the suite; its programs keep their results in the folder. */
function runSuite(words: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [suite, ...words], { cwd }, (_failure, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: `${stdout}${stderr}` });
    });
  });
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let url: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  folder = await temporaryFolder();
  const child = spawn(process.execPath, [inject("command"), "mcp", "skilvul", "--mock", "--http"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const childClosed = once(child, "close");
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const server = JSON.parse(value ?? "") as { readonly url: string; readonly token: string };
  const { host, port } = new URL(server.url);
  // The suite cannot send a token. It goes through here, where only that is added and the port is exchanged.
  const proxy = createServer((incoming, outgoing) => {
    const own = String((proxy.address() as AddressInfo).port);
    const headers = {
      ...incoming.headers,
      host: incoming.headers.host?.replace(own, port) ?? host,
      ...(incoming.headers.origin === undefined
        ? {}
        : { origin: incoming.headers.origin.replace(own, port) }),
      authorization: `Bearer ${server.token}`,
    };
    const target = { host: "127.0.0.1", port, path: incoming.url, method: incoming.method, headers };
    const passedOn = sendRequest(target, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(outgoing);
    });
    passedOn.on("error", () => {
      outgoing.destroy();
    });
    incoming.pipe(passedOn);
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  url = `http://localhost:${(proxy.address() as AddressInfo).port}/mcp`;
  stop = async () => {
    const proxyClosed = once(proxy, "close");
    proxy.close();
    proxy.closeAllConnections();
    child.kill("SIGTERM");
    await Promise.all([proxyClosed, childClosed]);
  };
});

afterAll(async () => {
  await stop();
  await folder[Symbol.asyncDispose]();
});

describe("the conformance suite", () => {
  it.each(scenarios)("finds nothing wrong in %s", async (scenario) => {
    const { code, output } = await runSuite(["server", "--url", url, "--scenario", scenario], folder.path);
    expect(output).toMatch(/Passed: [1-9]\d*\/\d+, 0 failed/);
    expect(code).toBe(0);
  });

  it("has no further scenario that this server could pass", async () => {
    const { output } = await runSuite(["list", "--server"], folder.path);
    const listed = [...output.matchAll(/^ {2}- (\S+)/gm)].map(([, name = ""]) => name);
    expect(listed.length).toBeGreaterThan(scenarios.length);
    const others = listed.filter((name) => !scenarios.includes(name));
    expect(others.filter((name) => !notApplicable.some(([pattern]) => pattern.test(name)))).toEqual([]);
  });
});
