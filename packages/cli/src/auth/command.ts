import { type Command, Option } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { type OutputForm, outputOption } from "../output/form.ts";
import { defaultProfile } from "./profile-name.ts";

const vendorArgument = "academy-of-mine, mitrabunso, scalev, skilvul or toolzz";

function profileOption(): Option {
  return new Option(
    "--profile <name>",
    "a profile name, to store several credentials for one vendor",
  ).default(defaultProfile);
}

/** Adds `kelaskit auth login|status|logout`. */
export function addAuthCommands(program: Command, context: CommandContext, finish: Finish): void {
  const auth = program
    .command("auth")
    .description("credentials that kelaskit call and kelaskit enroll use")
    .helpCommand(false)
    .addHelpText(
      "after",
      [
        "",
        "They are stored in files that only you can read, in your config folder or in KELASKIT_CONFIG_DIR. Environment",
        "variables take precedence, field by field.",
      ].join("\n"),
    );
  auth
    .command("login")
    .summary("save credentials of a vendor")
    .description(
      "Prompts for a vendor's credentials and saves them; secrets are not shown as you type. If standard input is not a " +
        'terminal, it reads JSON from there: {"clientId": "…", "clientSecret": "…"}. Nothing is sent to the vendor.',
    )
    .argument("<vendor>", vendorArgument)
    .addOption(profileOption())
    .addHelpText(
      "after",
      [
        "",
        "Examples:",
        "  kelaskit auth login skilvul",
        "  kelaskit auth login skilvul --profile staging < credentials.json",
      ].join("\n"),
    )
    .action(async (vendor: string, { profile }: { readonly profile: string }) => {
      const { loginCommand } = await import("./login.ts");
      finish(await loginCommand(vendor, profile, context));
    });
  auth
    .command("status")
    .summary("show which credentials are set, never their values")
    .description(
      "Shows whether each field is set, and whether its value comes from the environment or the saved file. Values are " +
        "never shown. With a vendor, exit code 1 means that a required field is missing.",
    )
    .argument("[vendor]", `${vendorArgument}; without one, all of them`)
    .addOption(profileOption())
    .addOption(outputOption())
    .action(
      async (
        vendor: string | undefined,
        options: { readonly profile: string; readonly output?: OutputForm | undefined },
      ) => {
        const { statusCommand } = await import("./status.ts");
        finish(await statusCommand(vendor, options, context));
      },
    );
  auth
    .command("logout")
    .summary("delete saved credentials and tokens")
    .description(
      "Deletes a vendor's saved credentials and the tokens obtained with them, on this machine only.",
    )
    .argument("<vendor>", vendorArgument)
    .addOption(profileOption())
    .action(async (vendor: string, { profile }: { readonly profile: string }) => {
      const { logoutCommand } = await import("./logout.ts");
      finish(await logoutCommand(vendor, profile, context));
    });
}
