import { type Command, InvalidArgumentError } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { outputOption } from "../output/form.ts";
import type { McpCommandOptions } from "./mcp.ts";

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("Expected a port from 1 to 65535, such as 4100.");
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Adds `kelaskit mcp [vendor…]`. */
export function addMcpCommand(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command("mcp")
    .summary("serve the operations of vendors to assistants (MCP)")
    .description(
      "Serves the operations of vendors to assistants that use the Model Context Protocol, with three tools: search, describe " +
        "and call. It only reads unless --allow-writes is given. Assistants start it themselves and use standard input and output.",
    )
    .argument(
      "[vendor...]",
      "academy-of-mine, mitrabunso, scalev, skilvul or toolzz; without one, all of them",
    )
    .option("--allow-writes", "allow operations that change data; each is confirmed before it is sent")
    .option(
      "--routes <[vendor=]file>",
      "real routes, written by kelaskit routes import or verify; without them, proposed ones are never called",
      collect,
    )
    .option("--mock", "use mocks in memory instead of the vendors, to try it without an account")
    .option("--http", "serve over HTTP on 127.0.0.1 instead, with a token")
    .option("-p, --port <n>", "with --http, the port (default: any free port)", parsePort)
    .option("--profile <[vendor=]name>", "use the credentials saved under this name", collect)
    .option("--base-url <[vendor=]url>", "the address of the API, for a mock or a proxy", collect)
    .option(
      "--allow-insecure-http",
      "allow plain http to another machine, where others can read the credentials",
    )
    .addOption(outputOption())
    .addHelpText(
      "after",
      [
        "",
        "Credentials come from the environment, or from kelaskit auth login. Assistants never see them.",
        "",
        "Examples:",
        "  kelaskit mcp skilvul --mock",
        "  kelaskit mcp skilvul toolzz",
        "  kelaskit mcp academy-of-mine --routes routes.json",
        "  kelaskit mcp toolzz --allow-writes",
        "  kelaskit mcp --http --port 4100",
      ].join("\n"),
    )
    .action(async (names: readonly string[], options: McpCommandOptions) => {
      const { mcpCommand } = await import("./mcp.ts");
      finish(await mcpCommand(names, options, context));
    });
}
