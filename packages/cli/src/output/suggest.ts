import { Command, CommanderError } from "commander";

/**
 * The names nearest to a word that was mistyped, as ` Did you mean orders.create?` with a space before it, or nothing.
 * The nearness is commander's, which suggests commands in the same way.
 */
export function didYouMean(word: string, names: readonly string[]): string {
  // A word that looks like an option would be taken for one.
  if (word === "" || word.startsWith("-")) return "";
  const probe = new Command()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .helpCommand(false);
  for (const name of names) probe.command(name);
  try {
    probe.parse([word], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const [, nearest] = /\(Did you mean (.+)\?\)/s.exec(error.message) ?? [];
    if (nearest !== undefined) return ` Did you mean ${nearest}?`;
  }
  return "";
}
