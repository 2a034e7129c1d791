import { type Command, Option } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import type { ImportOptions } from "./import.ts";

/** Adds `kelaskit routes …`. */
export function addRoutesCommands(program: Command, context: CommandContext, finish: Finish): void {
  const routes = program
    .command("routes")
    .description("the routes that a vendor publishes, or that traffic shows")
    .helpCommand(false);
  routes
    .command("import")
    .summary("read a portal's routes for @kelaskit/academy-of-mine")
    .description(
      "Reads the routes that your Academy of Mine portal publishes, or that a recording of its traffic shows, and writes them " +
        "to a file for --routes. SOURCE is a file, an http(s) address, or - for standard input: an OpenAPI 3 document (JSON or " +
        "YAML), a Redoc or Scribe page (HTML), a Postman 2.1 collection, or a recording: a HAR file, as browsers and mitmproxy " +
        "save it, curl commands, or a collection that Postman recorded. No header, cookie or value of a recording is written " +
        "anywhere.",
    )
    .argument("<source>", "file, address, or - for standard input")
    .option("-o, --out <file>", "write the routes to this file (default: standard output)")
    .option(
      "--recording <file>",
      "also write the fields of the replies with their types, without values, for the mock's option like",
    )
    .option("-f, --force", "overwrite the files if they exist")
    .option(
      "--base-url <url>",
      "base URL of the portal's API, for a recording of several hosts or below another path than /api",
    )
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
        "  1  some are ambiguous (the others are written), or none was matched (nothing\n     is written)",
        "  2  the source, the output file or the command line cannot be used",
        "",
        "Examples:",
        "  kelaskit routes import openapi.yaml --out routes.json",
        "  kelaskit routes import https://portal.example/apidocs --out routes.json",
        "  kelaskit routes import session.har --out routes.json",
        "  kelaskit routes import - < collection.json > routes.json",
      ].join("\n"),
    )
    .action(async (source: string, options: ImportOptions) => {
      const { importCommand } = await import("./import.ts");
      finish(await importCommand(source, options, context));
    });
}
