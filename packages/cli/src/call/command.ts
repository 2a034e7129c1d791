import { type Command, InvalidArgumentError } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { outputOption } from "../output/form.ts";
import { addClientOptions } from "../vendors/client-options.ts";
import type { CallCommandOptions } from "./call.ts";

function parseLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new InvalidArgumentError("Expected a whole number from 1 on, as in 100.");
}

function parseFile(text: string, files: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) {
    throw new InvalidArgumentError("Expected parameter=file, as in file=lesson.zip.");
  }
  return { ...files, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Adds `kelaskit call <vendor> <operation>`. */
export function addCallCommand(program: Command, context: CommandContext, finish: Finish): void {
  const call = program
    .command("call")
    .summary("call an operation of a vendor")
    .description(
      "Calls an operation of a vendor: kelaskit list shows them all. The parameters are checked before anything is sent.\n" +
        "With --help behind an operation it prints what that does, its parameters and an example.",
    )
    .usage("<vendor> <operation> [options]")
    .argument("[vendor]", "academy-of-mine, mitrabunso, scalev, skilvul or toolzz")
    .argument("[operation]", "resource.method, as in orders.create")
    .option(
      "--json <parameters>",
      "the parameters as JSON; - reads them from standard input, as secrets need it",
    )
    .option("--file <parameter=file>", "a file as a parameter, for uploads; may be repeated", parseFile)
    .option("--extra <parameters>", "parameters that are not declared, as JSON, sent unchecked")
    .option("--all", "every item of a list, page after page, as JSON lines")
    .option("--limit <n>", "with --all, the most items", parseLimit)
    .option("-o, --out <file>", "where a reply goes that is a file itself")
    .option("-f, --force", "overwrite that file if it exists")
    .addOption(outputOption());
  addClientOptions(call)
    // An operation's help needs its vendor's package, so that it is the action that prints it.
    .helpOption(false)
    .option("-h, --help", "print this help, or an operation's")
    .addHelpText(
      "after",
      [
        "",
        "Credentials come from the environment, else from kelaskit auth login.",
        "",
        "Exit codes:",
        "  0  the vendor has answered",
        "  1  the call failed; standard error says what is known about its effect",
        "  2  the command line or the parameters are wrong, or credentials are missing, and nothing was sent",
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

/** The command's own help, with a vendor its operations too; the help of an operation where one is named. */
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
