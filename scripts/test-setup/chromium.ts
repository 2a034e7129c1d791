// Runs before all tests: finds the browser that pages are tested in, and tells the tests where it is.
import type { TestProject } from "vitest/node";
import { findProgram, type NeededProgram, sayAtEnd } from "./find-program.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where Chromium is; empty where there is none, so that tests which need it are skipped. */
    readonly chromium: string;
  }
}

export const neededChromium: NeededProgram = {
  name: "Chromium",
  purpose: "pages",
  variable: "CHROMIUM",
  places: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  debianPackage: "chromium",
};

export default async function findChromium({ provide }: TestProject): Promise<() => void> {
  const chromium = await findProgram(neededChromium);
  provide("chromium", chromium.path);
  return sayAtEnd(chromium);
}
