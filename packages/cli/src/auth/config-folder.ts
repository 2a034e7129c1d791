import path from "node:path";
import type { CommandContext } from "../context.ts";

/** Where the command line keeps its files: KELASKIT_CONFIG_DIR, else the user's config folder of this system. */
export async function configFolder({ environment }: CommandContext): Promise<string> {
  const chosen = environment["KELASKIT_CONFIG_DIR"];
  if (chosen !== undefined && chosen !== "") return path.resolve(chosen);
  const { default: envPaths } = await import("env-paths");
  return envPaths("kelaskit", { suffix: "" }).config;
}
