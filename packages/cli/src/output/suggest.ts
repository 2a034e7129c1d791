import { Command, CommanderError } from "commander";

/**
 * Suggests the names nearest to a mistyped word: ` Did you mean orders.create?` with a leading space, or an empty string.
 * Commander finds them, the same way it suggests commands.
 */
export function didYouMean(word: string, names: readonly string[]): string {
  // Commander would read it as an option.
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
