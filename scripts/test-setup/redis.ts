// Runs before all tests: finds the Redis server that tests start for themselves, and tells them where it is.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the program `redis-server` is; empty where there is none, so that tests which need it are skipped. */
    readonly redisServer: string;
  }
}

function installed(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const places = [
    process.env["REDIS_SERVER"] ?? "",
    ...[...folders, "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map((folder) =>
      join(folder, "redis-server"),
    ),
  ];
  return places.find((place) => place !== "" && existsSync(place));
}

function apt(...commandArguments: readonly string[]): void {
  execFileSync("apt-get", ["-qq", ...commandArguments], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

/** Debian's package, where this process may install it. */
function install(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  console.log("Installing Debian's Redis for the tests of fleets.");
  apt("update");
  apt("install", "-y", "--no-install-recommends", "redis-server");
  return installed();
}

export default function findRedis({ provide }: TestProject): void {
  const redisServer = installed() ?? install();
  if (redisServer === undefined) {
    // What is skipped there is never looked at.
    if (process.env["CI"] !== undefined)
      throw new Error("CI needs redis-server for the tests of fleets, and there is none.");
    console.log(
      "There is no redis-server here: tests of fleets are skipped. Name one in the environment variable REDIS_SERVER.",
    );
  }
  provide("redisServer", redisServer ?? "");
}
