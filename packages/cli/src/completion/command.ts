import type { Command } from "commander";

/** Adds `kelaskit complete <shell>` to the help. `addCompletion` adds the working command. */
export function addCompletionHelp(program: Command): void {
  program
    .command("complete")
    .description("print the completion script of a shell")
    .argument("<shell>", "bash, zsh or fish");
}
