import type { Command } from "commander";

/** Adds `kelaskit complete <shell>`, as far as the help shows it. `addCompletion` puts the working one in its place. */
export function addCompletionHelp(program: Command): void {
  program
    .command("complete")
    .description("print the completion script of a shell")
    .argument("<shell>", "bash, zsh or fish");
}
