import { fileURLToPath } from "node:url";

/** The programs of the platforms that this package installs. */
export function runtimeProgram(runtime: "bun" | "deno"): string {
  return fileURLToPath(new URL(`node_modules/.bin/${runtime}`, import.meta.url));
}
