import type { Command } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { outputOption } from "../output/form.ts";
import type { ListOptions } from "./list.ts";

/** Adds `kelaskit list [vendor]`. */
export function addListCommand(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command("list")
    .summary("list the vendors' operations")
    .description("Lists operations with their method, path and evidence: how well the route is known.")
    .argument("[vendor]", "academy-of-mine, mitrabunso, scalev, skilvul or toolzz; without one, all of them")
    .option(
      "-g, --grep <text>",
      "only operations with this text in their name, path or summary, ignoring case",
    )
    .addOption(outputOption())
    .addHelpText(
      "after",
      [
        "",
        "Exit code 1 means that nothing was found.",
        "",
        "Examples:",
        "  kelaskit list skilvul",
        "  kelaskit list --grep enroll",
        "  kelaskit list toolzz --output json",
      ].join("\n"),
    )
    .action(async (vendor: string | undefined, options: ListOptions) => {
      const { listCommand } = await import("./list.ts");
      finish(await listCommand(vendor, options, context));
    });
}
