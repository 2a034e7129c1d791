import { Option } from "commander";
import type { CommandContext } from "../context.ts";

/** For people or for programs. */
export type OutputForm = "text" | "json";

/** The option of every command that sets its form: `--output json`. */
export function outputOption(): Option {
  return new Option(
    "--output <form>",
    "form of the output (default: text on a terminal, json when piped)",
  ).choices(["text", "json"]);
}

/** The requested form; by default text on a terminal and JSON in a pipe. */
export function outputForm(requested: OutputForm | undefined, { terminal }: CommandContext): OutputForm {
  return requested ?? (terminal.output ? "text" : "json");
}
