import { Argument, type Command } from "commander";

const shells: readonly string[] = ["bash", "zsh", "fish"];

/** Whether a command line asks for a script, or is a request of one (`complete -- words`). */
export function isCompletion([command, shell = "", ...rest]: readonly string[]): boolean {
  return command === "complete" && (shell === "--" || (shells.includes(shell) && rest.length === 0));
}

/** Adds `kelaskit complete <shell>` with its help and its errors. `addCompletion` adds the working command. */
export function addCompletionHelp(program: Command): void {
  program
    .command("complete")
    .description(
      "Prints the script with which a shell completes commands, options, vendors, and the operations of a vendor.",
    )
    .summary("print the completion script of a shell")
    .addArgument(new Argument("<shell>", "your shell").choices(shells))
    .addHelpText(
      "after",
      `
Put one line into the file that your shell reads when it starts:
  bash  eval "$(kelaskit complete bash)"        in ~/.bashrc; no other package is needed
  zsh   source <(kelaskit complete zsh)         in ~/.zshrc, after compinit
  fish  kelaskit complete fish | source         in ~/.config/fish/config.fish`,
    );
}
