import tab from "@bomb.sh/tab/commander";
import type { Argument, Complete, RootCommand } from "@bomb.sh/tab";
import type { Command } from "commander";
import type { CommandContext } from "../context.ts";
import { type VendorName, vendorNames } from "../vendors/names.ts";
import { operationsOf } from "../vendors/operations.ts";
import { vendors } from "../vendors/table.ts";
import { bashScript, zshBeginning } from "./scripts.ts";

/**
 * Adds `kelaskit complete`, which prints the script of a shell, and answers the script's requests (`complete -- words`).
 *
 * @param words The whole command line. If it contains a vendor, the vendor's operations are loaded.
 */
export async function addCompletion(
  program: Command,
  words: readonly string[],
  { print }: CommandContext,
): Promise<void> {
  if (words[1] === "bash") {
    program
      .command("complete")
      .argument("<shell>")
      .action(() => {
        print(bashScript);
      });
    return;
  }
  if (words[1] === "zsh") print(zshBeginning);
  useSummaries(program);
  const completion = tab(program);
  for (const command of ["call", "list", "mcp", "mock", "auth login", "auth status", "auth logout"]) {
    answer(completion, command, "vendor", completeVendors);
  }
  const vendor = vendorBefore(words);
  if (vendor === undefined) return;
  const operations = operationsOf(await vendors[vendor].load());
  answer(completion, "call", "operation", (complete) => {
    for (const { declaration } of operations.values()) {
      complete(declaration.name, `${declaration.method} ${declaration.path}`);
    }
  });
}

/** Uses summaries as descriptions: each line would be a separate answer, and descriptions have several. */
function useSummaries(command: Command): void {
  if (command.summary() !== "") command.description(command.summary());
  for (const child of command.commands) useSummaries(child);
}

function answer(
  completion: RootCommand,
  command: string,
  argument: string,
  handler: (complete: Complete) => void,
): void {
  const found: Argument | undefined = completion.commands.get(command)?.arguments.get(argument);
  if (found !== undefined) found.handler = handler;
}

function completeVendors(complete: Complete): void {
  for (const name of vendorNames) complete(name, vendors[name].title);
}

/** The vendor whose operations are requested in `complete -- call skilvul …`. */
function vendorBefore(words: readonly string[]): VendorName | undefined {
  const [command, separator, called, ...rest] = words;
  if (command !== "complete" || separator !== "--" || called !== "call") return undefined;
  return vendorNames.find((name) => rest.slice(0, -1).includes(name));
}
