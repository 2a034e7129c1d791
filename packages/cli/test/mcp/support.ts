import path from "node:path";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createMockMitrabunso } from "@kelaskit/mitrabunso/mock";
import { Client, type ClientOptions, InMemoryTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { createMockScalev } from "@kelaskit/scalev/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { inject, onTestFinished, vi } from "vitest";
import type { McpCommandOptions } from "../../src/mcp/mcp.ts";
import { prepareServices } from "../../src/mcp/mcp.ts";
import { serverFactory } from "../../src/mcp/server.ts";
import { type VendorName, vendorNames } from "../../src/vendors/names.ts";
import { vendors } from "../../src/vendors/table.ts";
import { type Environment, fakeContext, temporaryFolder } from "../support.ts";

/** A result of a tool, as tests read it. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
  readonly data: ToolData;
}

/** The structured content of all tools. */
interface ToolData {
  readonly status?: string;
  readonly message?: string;
  readonly outcome?: string;
  readonly total?: number;
  readonly nextOffset?: number;
  readonly operations?: readonly {
    readonly vendor: string;
    readonly operation: string;
    readonly effect: string;
    readonly callable: boolean;
  }[];
  readonly confirmation?: { readonly effect: string; readonly code: string };
  readonly omitted?: readonly string[];
  readonly untrusted?: {
    readonly notice: string;
    readonly reply?: unknown;
    readonly message?: string;
    readonly next?: {
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly skipItems?: number;
    };
  };
}

/** Calls a tool. */
export async function callTool(
  client: Client,
  name: string,
  toolArguments: Readonly<Record<string, unknown>>,
): Promise<ToolResult> {
  const {
    content,
    structuredContent = {},
    isError = false,
  } = await client.callTool({
    name,
    arguments: toolArguments,
  });
  const text = content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
  return { text, isError, data: structuredContent ?? {} };
}

/** Calls an operation. */
export function callOperation(
  client: Client,
  operation: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<ToolResult> {
  const [vendor, name] = operation.split(" ");
  return callTool(client, "call_operation", { vendor, operation: name, ...more });
}

/** How a client answers when it is asked for a confirmation: as a person who agrees or not. Without it, it cannot ask. */
export interface PersonOptions {
  readonly person?: (message: string) => boolean | "cancel";
  /** Which protocol it speaks. @default "2025" */
  readonly era?: "2025" | "2026";
}

/** A client of an assistant. */
export function createAssistant({ person, era = "2025" }: PersonOptions = {}): Client {
  const options: ClientOptions = {
    capabilities: person === undefined ? {} : { elicitation: { form: {} } },
    ...(era === "2026" ? { versionNegotiation: { mode: { pin: "2026-07-28" } } } : {}),
  };
  const client = new Client({ name: "assistant", version: "1.0.0" }, options);
  if (person !== undefined) {
    client.setRequestHandler("elicitation/create", ({ params }) => {
      const answer = person(params.message);
      return answer === "cancel" ? { action: "cancel" } : { action: "accept", content: { confirm: answer } };
    });
  }
  return client;
}

/** A server in the process of the tests. */
export interface ServedInProcess {
  readonly client: Client;
  /** What it printed to standard error. */
  readonly log: readonly string[];
}

/** Where requests to vendors go. */
export type Fetch = typeof globalThis.fetch;

/** Starts a server in this process, with a client of its own that does not ask a person. */
export async function serveInProcess(
  names: readonly string[],
  options: McpCommandOptions = {},
  fetch: Fetch = () => Promise.reject(new TypeError("fetch failed")),
): Promise<ServedInProcess> {
  const folder = await temporaryFolder();
  vi.stubEnv("KELASKIT_CONFIG_DIR", path.join(folder.path, "config"));
  const context = fakeContext({ fetch });
  const server = await serverFactory(await prepareServices(names, options, context))({ era: "legacy" });
  const [here, there] = InMemoryTransport.createLinkedPair();
  const client = createAssistant();
  await Promise.all([server.connect(here), client.connect(there)]);
  onTestFinished(async () => {
    await client.close();
    await folder[Symbol.asyncDispose]();
  });
  return { client, log: context.errors };
}

/** Starts the real command, as clients of assistants do. */
export async function connectCommand(
  words: readonly string[],
  { env = {}, ...person }: PersonOptions & { readonly env?: Environment } = {},
): Promise<Client> {
  const client = createAssistant(person);
  const { PATH = "", NODE_COMPILE_CACHE = "" } = process.env;
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [inject("command"), "mcp", ...words],
      env: { PATH, NODE_COMPILE_CACHE, ...env },
      stderr: "ignore",
    }),
  );
  onTestFinished(() => client.close());
  return client;
}

/** Every vendor in memory, which remembers its requests. */
function recordingMocks() {
  return {
    "academy-of-mine": createMockAcademyOfMine(),
    mitrabunso: createMockMitrabunso(),
    scalev: createMockScalev(),
    skilvul: createMockSkilvul(),
    toolzz: createMockToolzz(),
  };
}

/** All vendors together. */
export interface RecordedVendors {
  readonly mocks: ReturnType<typeof recordingMocks>;
  /** Answers for all of them. */
  readonly fetch: Fetch;
  /** Everything that was sent, answered or not: `skilvul products.list`; without a name if no operation has the route. */
  sent(): readonly string[];
}

/** Creates all vendors in memory, and sets their credentials in the environment. */
export function recordedVendors(): RecordedVendors {
  const mocks = recordingMocks();
  const unknown: string[] = [];
  vi.stubEnv("ACADEMY_OF_MINE_PORTAL", "demo");
  for (const name of vendorNames) {
    const credentials: Readonly<Record<string, string>> = { ...mocks[name].credentials };
    for (const { name: field, variable } of vendors[name].fields) {
      const value = credentials[field];
      if (variable !== undefined && value !== undefined) vi.stubEnv(variable, value);
    }
  }
  const requestsOf = (name: VendorName): readonly { readonly operation: string }[] => mocks[name].requests;
  return {
    mocks,
    async fetch(input, init) {
      const { href } = new URL(input instanceof Request ? input.url : input);
      const name = vendorNames.find((one) => href.startsWith(mocks[one].baseUrl)) ?? "toolzz";
      const before = requestsOf(name).length;
      const response = await mocks[name].fetch(input, init);
      if (requestsOf(name).length === before) unknown.push(`${name} ?`);
      return response;
    },
    sent: () => [
      ...vendorNames.flatMap((name) => requestsOf(name).map(({ operation }) => `${name} ${operation}`)),
      ...unknown,
    ],
  };
}
