import { Option } from "commander";
import type { CommandContext } from "../context.ts";

/** For people or for programs. */
export type OutputForm = "text" | "json";

/** The option by which every command is told its form: `--output json`. */
export function outputOption(): Option {
  return new Option(
    "--output <form>",
    "form of the output (default: text on a terminal, json when piped)",
  ).choices(["text", "json"]);
}

/** What was asked for, else text on a terminal and JSON for whoever reads the pipe. */
export function outputForm(asked: OutputForm | undefined, { terminal }: CommandContext): OutputForm {
  return asked ?? (terminal.output ? "text" : "json");
}
