import { type Command, InvalidArgumentError, Option } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { parseCount, parseRate, parseSeconds } from "../io/arguments.ts";
import { outputOption } from "../output/form.ts";
import type { VerifyOptions } from "./verify.ts";

function parseNames(text: string, names: readonly string[] = []): string[] {
  const given = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (given.length === 0) throw new InvalidArgumentError("Expected names such as courses.list or courses.*.");
  return [...names, ...given];
}

function parseValue(text: string, values: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1)
    throw new InvalidArgumentError("Expected parameter=value, such as productId=12 or courses.get.id=7.");
  return { ...values, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Adds `kelaskit verify <vendor>`. */
export function addVerifyCommand(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command("verify")
    .summary("ask the vendor which routes are real")
    .description(
      "Calls the operations that only read at the vendor itself, with your credentials, and writes which routes are real and " +
        "where replies differ from the declarations. Nothing is changed: only GET requests are sent, besides a login. The " +
        "files contain routes, names of fields and types; no value of a reply, no credential and no host.",
    )
    .argument("<vendor>", "academy-of-mine, mitrabunso, scalev, skilvul or toolzz")
    .optionsGroup("What is tried:")
    .option(
      "--only <names>",
      "only these operations, such as 'courses.list,users.*', with the lists that have their ids; repeatable",
      parseNames,
    )
    .option("--skip <names>", "not these operations; repeatable", parseNames)
    .option(
      "--value <parameter=value>",
      "the value of a parameter of one operation, such as courses.get.id=7, or of all that have it, such as productId=12; repeatable",
      parseValue,
    )
    .option("--suggest", "try other conventions for proposed routes that are not found, at most 8 for each")
    .optionsGroup("How:")
    .addOption(
      new Option("--rate <count/unit>", "how many requests may start, evenly spread: 2/s, 100/m, 1000/h")
        .argParser(parseRate)
        .default({ limit: 2, interval: 1000 }, "2/s"),
    )
    .option(
      "--max-requests <count>",
      "how many requests are sent, or as many as the first result costs; the same command continues",
      parseCount,
      1000,
    )
    .option("--timeout <seconds>", "how long an answer may take", parseSeconds, 20)
    .optionsGroup("Output:")
    .option("-o, --out <file>", "the file of routes and results", "verified.json")
    .option("--report <file>", "the report in Markdown (default: beside the file, verified.md)")
    .option("-f, --force", "start anew, and overwrite the files")
    .addOption(outputOption())
    .optionsGroup("The vendor:")
    .option("--profile <name>", "use the credentials saved under this name")
    .option("--base-url <url>", "the address of the API, for a mock or a proxy")
    .option("--routes <file>", "routes that replace the declared ones")
    .option(
      "--allow-insecure-http",
      "allow plain http to another machine, where others can read the credentials",
    )
    .addHelpText(
      "after",
      [
        "",
        "Exit codes:",
        "  0  every operation that was tried answered as declared",
        "  1  something is to be looked at: other replies, wrong routes, refusals; the\n     run is not complete; or the vendor rejects the credentials or cannot be\n     reached, and nothing was written",
        "  2  the command line is invalid, or credentials are missing; nothing was sent",
        "",
        "Use the result as the routes of a client,",
        "createAcademyOfMine({ routes: verified.routes }), or of this command:",
        "  kelaskit call academy-of-mine badges.list --routes verified.json",
        "",
        "Examples:",
        "  kelaskit verify academy-of-mine",
        "  kelaskit verify academy-of-mine --only 'courses.*,users.*' --rate 1/s",
        "  kelaskit verify skilvul --suggest --out skilvul.json",
        "  kelaskit verify mitrabunso --value productId=3f0c9a52-6c1d-4b7e-9a54-2f1f6f4b8d10",
      ].join("\n"),
    )
    .action(async (vendor: string, options: VerifyOptions) => {
      const { verifyCommand } = await import("./verify.ts");
      finish(await verifyCommand(vendor, options, context));
    });
}
