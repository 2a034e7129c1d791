import { type Command, Option } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { type OutputForm, outputOption } from "../output/form.ts";
import { defaultProfile } from "./profile-name.ts";

const vendorArgument = "academy-of-mine, mitrabunso, scalev, skilvul or toolzz";

function profileOption(): Option {
  return new Option("--profile <name>", "a name for credentials beside others").default(defaultProfile);
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
        "They are kept in files that only you can read, under your config folder or in KELASKIT_CONFIG_DIR. Environment",
        "variables win over them, field by field.",
      ].join("\n"),
    );
  auth
    .command("login")
    .summary("save credentials of a vendor")
    .description(
      "Asks for a vendor's credentials and saves them; secrets are typed unseen. When standard input is no terminal, it\n" +
        'reads them from there as JSON: {"clientId": "…", "clientSecret": "…"}. Nothing is sent to the vendor.',
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
      "Shows for each field whether it is set, and whether the environment or the saved file says it. Values are never shown.\n" +
        "For one vendor, exit code 1 says that a field is missing that every call needs.",
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
      "Deletes the saved credentials of a vendor and the tokens that were got with them, on this machine only.",
    )
    .argument("<vendor>", vendorArgument)
    .addOption(profileOption())
    .action(async (vendor: string, { profile }: { readonly profile: string }) => {
      const { logoutCommand } = await import("./logout.ts");
      finish(await logoutCommand(vendor, profile, context));
    });
}
