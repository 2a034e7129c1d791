import { type Command, InvalidArgumentError } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { outputOption } from "../output/form.ts";
import type { MockCommandOptions } from "./mock.ts";

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("Expected a port from 1 to 65535, such as 4000.");
}

/** Adds `kelaskit mock [vendor…]`. */
export function addMockCommand(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command("mock")
    .summary("serve mocks of the vendors on this machine")
    .description(
      "Serves vendors in memory over HTTP on 127.0.0.1 until Ctrl-C, for programs in any language, and prints the " +
        "environment variables that clients need. The credentials are invented and always the same.",
    )
    .argument(
      "[vendor...]",
      "academy-of-mine, mitrabunso, scalev, skilvul or toolzz; without one, all of them",
    )
    .option(
      "-p, --port <n>",
      "the port of the first vendor; the others use the next ports (default: any free port)",
      parsePort,
    )
    .option(
      "--allow-host <name...>",
      "another host name that proxies or containers use for the mocks, besides 127.0.0.1 and localhost",
    )
    .option(
      "--cors [origin...]",
      "allow web pages of these origins to call the mocks from the browser; without one, of any origin",
    )
    .addOption(outputOption())
    .addHelpText(
      "after",
      [
        "",
        "Examples:",
        "  kelaskit mock",
        "  kelaskit mock skilvul --port 4000",
        "  kelaskit mock scalev --cors http://localhost:5173",
      ].join("\n"),
    )
    .action(async (names: readonly string[], options: MockCommandOptions) => {
      const { mockCommand } = await import("./mock.ts");
      finish(await mockCommand(names, options, context));
    });
}
