import path from "node:path";
import type { CommandContext } from "../context.ts";

/** The folder of the command line's files: KELASKIT_CONFIG_DIR, or the system's config folder of the user. */
export async function configFolder({ environment }: CommandContext): Promise<string> {
  const chosen = environment["KELASKIT_CONFIG_DIR"];
  if (chosen !== undefined && chosen !== "") return path.resolve(chosen);
  const { default: envPaths } = await import("env-paths");
  return envPaths("kelaskit", { suffix: "" }).config;
}
