import { type Command, InvalidArgumentError } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { outputOption } from "../output/form.ts";
import { addClientOptions } from "../vendors/client-options.ts";
import type { CallCommandOptions } from "./call.ts";

function parseLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new InvalidArgumentError("Expected a whole number of at least 1, such as 100.");
}

function parseFile(text: string, files: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) {
    throw new InvalidArgumentError("Expected parameter=file, such as file=lesson.zip.");
  }
  return { ...files, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Adds `kelaskit call <vendor> <operation>`. */
export function addCallCommand(program: Command, context: CommandContext, finish: Finish): void {
  const call = program
    .command("call")
    .summary("call an operation of a vendor")
    .description(
      "Calls an operation of a vendor; kelaskit list shows all of them. Parameters are checked before anything is sent. " +
        "With --help after an operation, it prints the operation's description, parameters and an example.",
    )
    .usage("<vendor> <operation> [options]")
    .argument("[vendor]", "academy-of-mine, mitrabunso, scalev, skilvul or toolzz")
    .argument("[operation]", "resource.method, such as orders.create")
    .option(
      "--json <parameters>",
      "the parameters as JSON; - reads them from standard input (use it for secrets)",
    )
    .option("--file <parameter=file>", "a file as a parameter, for uploads; may be repeated", parseFile)
    .option("--extra <parameters>", "undeclared parameters as JSON, sent unchecked")
    .option("--all", "print the items of all pages as JSON lines")
    .option("--limit <n>", "with --all, print at most this many items", parseLimit)
    .option("-o, --out <file>", "save a reply that is a file here")
    .option("-f, --force", "overwrite the file of --out if it exists")
    .addOption(outputOption());
  addClientOptions(call)
    // An operation's help needs its vendor's package, so the action prints it.
    .helpOption(false)
    .option("-h, --help", "print this help, or an operation's")
    .addHelpText(
      "after",
      [
        "",
        "Credentials come from the environment, or from kelaskit auth login.",
        "",
        "Exit codes:",
        "  0  the call succeeded",
        "  1  the call failed; standard error says whether it may have been carried out",
        "  2  the command line or the parameters are invalid, credentials are missing, or\n     the route of a write is only proposed; nothing was sent",
        "",
        "Examples:",
        "  kelaskit call skilvul products.list --all --limit 100",
        "  kelaskit call skilvul orders.create --help",
        "  kelaskit call toolzz auth.login --json - < login.json",
      ].join("\n"),
    )
    .action(
      async (
        vendor: string | undefined,
        operation: string | undefined,
        options: CallCommandOptions & { readonly help?: boolean },
      ) => {
        if (options.help === true) {
          await printHelp(call, vendor, operation, context);
          return;
        }
        if (vendor === undefined) return call.error("error: missing required argument 'vendor'");
        if (operation === undefined) return call.error("error: missing required argument 'operation'");
        const { callCommand } = await import("./call.ts");
        finish(await callCommand(vendor, operation, options, context));
      },
    );
}

/** Prints the help of the command; with a vendor, its operations as well; with an operation, the help of that. */
async function printHelp(
  call: Command,
  vendor: string | undefined,
  operation: string | undefined,
  context: CommandContext,
): Promise<void> {
  if (vendor === undefined) {
    call.outputHelp();
    return;
  }
  const { printOperationHelp, printOperationNames } = await import("./help.ts");
  if (operation === undefined) {
    call.outputHelp();
    await printOperationNames(vendor, context);
  } else {
    await printOperationHelp(vendor, operation, context);
  }
}
