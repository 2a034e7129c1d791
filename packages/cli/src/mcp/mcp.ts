import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Readable, Writable } from "node:stream";
import type { McpServerFactory } from "@modelcontextprotocol/server";
import { serveStdio, StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { type CommandContext, type ExitCode, InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";
import { type OutputForm, outputForm } from "../output/form.ts";
import type { VendorName } from "../vendors/names.ts";
import { readRoutes } from "../vendors/routes-file.ts";
import { loadCatalog } from "./catalog.ts";
import { Confirmations } from "./confirmations.ts";
import { serveHttp } from "./http.ts";
import { parseVendors, perVendor } from "./per-vendor.ts";
import type { Routes } from "./served-operation.ts";
import { serverFactory } from "./server.ts";
import type { ToolServices } from "./tools.ts";
import { VendorClients } from "./vendor-clients.ts";

/** The options of `kelaskit mcp`. */
export interface McpCommandOptions {
  readonly allowWrites?: boolean | undefined;
  readonly mock?: boolean | undefined;
  readonly http?: boolean | undefined;
  readonly port?: number | undefined;
  readonly routes?: readonly string[] | undefined;
  readonly profile?: readonly string[] | undefined;
  readonly baseUrl?: readonly string[] | undefined;
  readonly allowInsecureHttp?: boolean | undefined;
  readonly output?: OutputForm | undefined;
}

/** The variable of a token for `--http` that stays the same. */
const tokenVariable = "KELASKIT_MCP_TOKEN";

/** A shorter token can be guessed. */
const shortestToken = 32;

async function routesOf(
  texts: readonly string[],
  offered: readonly VendorName[],
): Promise<ReadonlyMap<VendorName, Routes>> {
  const files = perVendor("--routes", texts, offered);
  return new Map(
    await Promise.all([...files].map(async ([vendor, file]) => [vendor, await readRoutes(file)] as const)),
  );
}

/**
 * Prepares what the tools work on.
 *
 * @throws InputError when the vendors, routes, profiles or addresses cannot be used.
 */
export async function prepareServices(
  names: readonly string[],
  options: McpCommandOptions,
  context: CommandContext,
): Promise<ToolServices> {
  const { mock = false, routes: routeFiles = [], profile = [], baseUrl = [] } = options;
  const offered = parseVendors(names);
  if (mock && profile.length + baseUrl.length > 0) {
    throw new InputError(
      "--mock takes the place of the vendors. Remove it, or remove --profile and --base-url.",
    );
  }
  const routes = await routesOf(routeFiles, offered);
  const clients = new VendorClients(
    {
      profiles: perVendor("--profile", profile, offered),
      baseUrls: perVendor("--base-url", baseUrl, offered),
      routes,
      allowInsecureHttp: options.allowInsecureHttp === true,
      mock,
    },
    context,
  );
  return {
    catalog: await loadCatalog(offered, routes),
    clients,
    permissions: { allowWrites: options.allowWrites === true },
    confirmations: new Confirmations(),
    context,
  };
}

function checkOptions({ http = false, port, output }: McpCommandOptions): void {
  if (http) return;
  if (port !== undefined) throw new InputError("--port requires --http. Add it, or remove --port.");
  if (output !== undefined) {
    throw new InputError("--output requires --http: otherwise standard output is the connection.");
  }
}

/** Resolves at Ctrl-C, at `kill`, or when the output is lost. */
async function untilStopped({ outputLost }: CommandContext, over: AbortSignal): Promise<void> {
  if (outputLost.aborted) return;
  await Promise.race([
    ...["SIGINT", "SIGTERM", "SIGHUP"].map((name) => once(process, name, { signal: over })),
    once(outputLost, "abort", { signal: over }),
  ]);
}

function logErrorsTo({ printError }: CommandContext): (error: unknown) => void {
  return (error) => {
    printError(`[kelaskit] mcp: ${error instanceof Error ? error.message : String(error)}`);
  };
}

/** Serves one client over standard input and output, until it closes the input. */
async function runStdio(
  factory: McpServerFactory,
  context: CommandContext,
  over: AbortSignal,
): Promise<void> {
  const input = context.stdin instanceof Readable ? context.stdin : Readable.from(context.stdin);
  const output = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      context.write(chunk).then(() => {
        done();
      }, done);
    },
  });
  const handle = serveStdio(factory, {
    transport: new StdioServerTransport(input, output),
    onerror: logErrorsTo(context),
  });
  const closed = once(input, "close", { signal: over });
  const ended = once(input, "end", { signal: over });
  await Promise.race([closed, ended, untilStopped(context, over)]);
  await handle.close();
}

function tokenOf({ environment }: CommandContext): string | undefined {
  const token = environment[tokenVariable];
  if (token === undefined || token === "") return undefined;
  if (token.length >= shortestToken && /^[\x21-\x7E]+$/.test(token)) return token;
  throw new InputError(
    `${tokenVariable} is too weak: expected at least ${shortestToken} letters, digits and punctuation without spaces. ` +
      "Remove it to get a random token at each start.",
  );
}

/** Prints the address, and the token unless the person has set it. */
async function announce(
  url: string,
  given: string | undefined,
  token: string,
  output: OutputForm | undefined,
  context: CommandContext,
): Promise<void> {
  if (outputForm(output, context) === "json") {
    await context.write(`${JSON.stringify({ url, ...(given === undefined ? { token } : {}) })}\n`);
    return;
  }
  context.print(`MCP at ${url}`);
  context.print(`Authorization: Bearer ${given === undefined ? token : `the token in ${tokenVariable}`}`);
  context.printError(
    "\nCtrl-C stops the server. Keep the token secret: whoever has it can use your credentials.",
  );
}

/** Serves any number of clients of this machine over HTTP, until it is stopped. */
async function runHttp(
  factory: McpServerFactory,
  { port = 0, output }: McpCommandOptions,
  context: CommandContext,
  over: AbortSignal,
): Promise<void> {
  const given = tokenOf(context);
  const token = given ?? randomBytes(32).toString("base64url");
  const served = await serveHttp(factory, { port, token, onError: logErrorsTo(context) }).catch(
    (error: unknown) => {
      throw new InputError(
        `The server cannot listen on 127.0.0.1:${port} (${errorCode(error)}). Choose another --port, or remove it to use any free port.`,
        { cause: error },
      );
    },
  );
  try {
    // Signals count from before the address is printed: whoever reads it may stop the server at once.
    await Promise.all([untilStopped(context, over), announce(served.url, given, token, output, context)]);
  } finally {
    await served.close();
  }
}

/** `kelaskit mcp`: serves the operations of vendors to assistants until the client leaves. */
export async function mcpCommand(
  names: readonly string[],
  options: McpCommandOptions,
  context: CommandContext,
): Promise<ExitCode> {
  checkOptions(options);
  const factory = serverFactory(await prepareServices(names, options, context));
  const over = new AbortController();
  // Aborting it ends all waits but the one that is over.
  const settled =
    options.http === true
      ? runHttp(factory, options, context, over.signal)
      : runStdio(factory, context, over.signal);
  await settled.finally(() => {
    over.abort();
  });
  return 0;
}
