import { type Command, Option } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import type { ImportOptions } from "./import.ts";

/** Adds `kelaskit routes …`. */
export function addRoutesCommands(program: Command, context: CommandContext, finish: Finish): void {
  const routes = program
    .command("routes")
    .description("the routes that a vendor publishes")
    .helpCommand(false);
  routes
    .command("import")
    .summary("read a portal's routes for @kelaskit/academy-of-mine")
    .description(
      "Reads the routes that your Academy of Mine portal publishes and writes them to a file for --routes.\n" +
        "SOURCE is a file, an http(s) address, or - for standard input: an OpenAPI 3 document (JSON or YAML), a Redoc\n" +
        "or Scribe page (HTML), or a Postman 2.1 collection.",
    )
    .argument("<source>", "file, address, or - for standard input")
    .option("-o, --out <file>", "write the routes to this file (default: standard output)")
    .option("-f, --force", "overwrite the file if it exists")
    .addOption(
      new Option("-r, --report <form>", "form of the report").choices(["text", "json"]).default("text"),
    )
    .addHelpText(
      "after",
      [
        "",
        "The report goes to standard output with --out, to standard error without it.",
        "",
        "Exit codes:",
        "  0  routes were matched, and none is ambiguous",
        "  1  some are ambiguous (the others are written), or none was matched (nothing is written)",
        "  2  the source, the output file or the command line cannot be used",
        "",
        "Examples:",
        "  kelaskit routes import openapi.yaml --out routes.json",
        "  kelaskit routes import https://portal.example/apidocs --out routes.json",
        "  kelaskit routes import - < collection.json > routes.json",
      ].join("\n"),
    )
    .action(async (source: string, options: ImportOptions) => {
      const { importCommand } = await import("./import.ts");
      finish(await importCommand(source, options, context));
    });
}
