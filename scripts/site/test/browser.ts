// The browser in which the site is looked at.
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll, inject } from "vitest";

/** The widths that people have: a desk and a phone. */
export const widths = [1280, 390] as const;

export const colorSchemes = ["light", "dark"] as const;

/** The pages that are looked at: one of each kind. */
export const looks: Readonly<Record<string, string>> = {
  home: "/",
  guide: "/guides/retries",
  operation: "/api/skilvul/orders#create",
  vendor: "/api/toolzz/",
};

/** Starts a browser before the tests of a file, and closes it after them. */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: inject("chromium"),
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    });
  });
  afterAll(async () => {
    await browser?.close();
  });
  return () => {
    if (browser === undefined) throw new Error("The browser was not started.");
    return browser;
  };
}

/** What a visitor has: a width, a color scheme, with or without scripts. */
export interface Visitor {
  readonly width: number;
  readonly colorScheme?: "light" | "dark";
  readonly scripts?: boolean;
}

/** A window of a visitor. */
export async function visit(
  browser: Browser,
  { width, colorScheme = "light", scripts = true }: Visitor,
): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: inject("site"),
    viewport: { width, height: 844 },
    colorScheme,
    javaScriptEnabled: scripts,
    reducedMotion: "reduce",
  });
}
