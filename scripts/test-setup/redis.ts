// Runs before all tests: finds the Redis server that tests start for themselves, and tells them where it is.
import { delimiter, join } from "node:path";
import type { TestProject } from "vitest/node";
import { findProgram } from "./find-program.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the program `redis-server` is; empty where there is none, so that tests which need it are skipped. */
    readonly redisServer: string;
  }
}

export default function findRedis({ provide }: TestProject): void {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const redisServer = findProgram({
    name: "redis-server",
    purpose: "fleets",
    variable: "REDIS_SERVER",
    places: [...folders, "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map((folder) =>
      join(folder, "redis-server"),
    ),
    debianPackage: "redis-server",
  });
  provide("redisServer", redisServer);
}
