import { Command, CommanderError } from "commander";
import { addAuthCommands } from "./auth/command.ts";
import { addCallCommand } from "./call/command.ts";
import { addCompletionHelp, isCompletion } from "./completion/command.ts";
import {
  ClosedOutputError,
  type CommandContext,
  type ExitCode,
  type Finish,
  InputError,
  LostOutputError,
} from "./context.ts";
import { addEnrollCommand } from "./enroll/command.ts";
import { addListCommand } from "./list/command.ts";
import { readManifest } from "./manifest.ts";
import { addMcpCommand } from "./mcp/command.ts";
import { addMockCommand } from "./mock/command.ts";
import { fittedText, outputWidth } from "./output/fitted-text.ts";
import { addRosterCommands } from "./roster/command.ts";
import { addRoutesCommands } from "./routes/commands.ts";
import { addSalesCommands } from "./sales/commands.ts";
import { addVerifyCommand } from "./verify/command.ts";

/**
 * Builds the command line. Each group of commands has a folder and one function that adds it here. A command imports
 * other packages only when it runs, so that `--help` stays fast.
 */
export function createProgram(words: readonly string[], context: CommandContext, finish: Finish): Command {
  const { terminal } = context;
  const helpWidth = terminal.output ? terminal.columns : 80;
  const fitted = (text: string): string => fittedText(text.trimEnd(), outputWidth(context));
  const program = new Command("kelaskit")
    .description("Works with the course and commerce vendors that Kelaskit supports.")
    .version(readManifest().version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .configureOutput({
      writeOut: (text) => {
        context.print(fitted(text));
      },
      writeErr: (text) => {
        context.printError(fitted(text));
      },
      outputError: (text, write) => {
        write(errorText(text));
      },
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    })
    .exitOverride();
  addCallCommand(program, context, finish);
  addListCommand(program, context, finish);
  addEnrollCommand(program, context, finish, words);
  addRosterCommands(program, context, finish);
  addMcpCommand(program, context, finish);
  addMockCommand(program, context, finish);
  addSalesCommands(program, context, finish);
  addAuthCommands(program, context, finish);
  addRoutesCommands(program, context, finish);
  addVerifyCommand(program, context, finish);
  return program;
}

/** Commander's message about an invalid command line, with the beginning that all errors of kelaskit have. */
function errorText(text: string): string {
  return text
    .replace(
      /^error: command-argument value ('.*?') is invalid for argument '(.*?)'\./,
      "kelaskit: $1 is not a $2.",
    )
    .replace(/^error: (.)/, (_start, first: string) => `kelaskit: ${first.toUpperCase()}`);
}

/** Runs one command line and returns its exit code: 0, 1 when there is something to look at, 2 for invalid input. */
export async function runProgram(words: readonly string[], context: CommandContext): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = createProgram(words, context, (ended) => {
    code = ended;
  });
  try {
    if (isCompletion(words)) {
      const { addCompletion } = await import("./completion/completion.ts");
      await addCompletion(program, words, context);
    } else {
      addCompletionHelp(program);
    }
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    // Commander has already printed its message; help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof ClosedOutputError) return 0;
    // The owner of the outputs reports it.
    if (error instanceof LostOutputError) return 1;
    if (error instanceof InputError) {
      context.printError(`kelaskit: ${error.message}`);
      return 2;
    }
    throw error;
  }
}
