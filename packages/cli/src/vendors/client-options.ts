import type { Command } from "commander";

/** Adds the options of `createVendorClient` to a command. */
export function addClientOptions(command: Command): Command {
  return command
    .option("--profile <name>", "use the credentials saved under this name")
    .option("--base-url <url>", "the address of the API, for a mock or a proxy")
    .option(
      "--routes <file>",
      "routes that replace the declared ones, written by kelaskit routes import or verify",
    )
    .option("--allow-unverified", "send writes even if their route is only proposed")
    .option(
      "--allow-insecure-http",
      "allow plain http to another machine, where others can read the credentials",
    );
}
