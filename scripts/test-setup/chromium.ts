// Runs before all tests: finds the browser that pages are tested in, and tells the tests where it is.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where Chromium is; empty where there is none, so that tests which need it are skipped. */
    readonly chromium: string;
  }
}

const debianChromium = "/usr/bin/chromium";

const places = [
  process.env["CHROMIUM"] ?? "",
  debianChromium,
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

function installed(): string | undefined {
  return places.find((place) => place !== "" && existsSync(place));
}

function apt(...commandArguments: readonly string[]): void {
  execFileSync("apt-get", ["-qq", ...commandArguments], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

/** Debian's package, where this process may install it: on a bare machine the tests need no other step. */
function install(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  console.log("Installing Debian's Chromium for the tests of pages.");
  apt("update");
  apt("install", "-y", "chromium");
  return installed();
}

export default function findChromium({ provide }: TestProject): void {
  const chromium = installed() ?? install();
  if (chromium === undefined) {
    // What is skipped there is never looked at.
    if (process.env["CI"] !== undefined)
      throw new Error("CI needs Chromium for the tests of pages, and there is none.");
    console.log(
      "There is no Chromium here: tests of pages are skipped. Name one in the environment variable CHROMIUM.",
    );
  }
  provide("chromium", chromium ?? "");
}
