// How the site looks: screenshots for people, in .site/screenshots, and the rules of axe for all.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { siteFolder } from "../write.ts";
import { colorSchemes, looks, useBrowser, visit, widths } from "./browser.ts";

const axe = createRequire(import.meta.url).resolve("axe-core");
const screenshots = path.join(siteFolder, "screenshots");

/** What axe finds against the accessibility guidelines, with the element. In the dark, only colors differ. */
async function faults(page: Page, colorScheme: "light" | "dark"): Promise<readonly string[]> {
  await page.addScriptTag({ path: axe });
  const rules = colorScheme === "dark" ? "runOnly: ['color-contrast']" : "resultTypes: ['violations']";
  // In the page, where `axe` is global.
  const results = await page.evaluate<AxeResults>(`axe.run(document, { ${rules} })`);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes
      .slice(0, 3)
      .map(({ html, any }) => `${id}: ${help}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`),
  );
}

async function hasSidewaysScroll(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
}

describe.skipIf(inject("chromium") === "")("the site", () => {
  const browser = useBrowser();
  mkdirSync(screenshots, { recursive: true });

  for (const width of widths) {
    for (const colorScheme of colorSchemes) {
      it.for(Object.entries(looks))(
        `shows %s to everyone, ${width} pixels wide, ${colorScheme}`,
        async ([name, address]) => {
          const context = await visit(browser(), { width, colorScheme });
          const page = await context.newPage();
          await page.goto(address);
          await page.waitForLoadState("networkidle");
          await page.screenshot({ path: path.join(screenshots, `${name}-${width}-${colorScheme}.png`) });
          expect(await faults(page, colorScheme)).toEqual([]);
          expect(await hasSidewaysScroll(page)).toBe(false);
          await context.close();
        },
      );

      it(`shows what a search finds, ${width} pixels wide, ${colorScheme}`, async () => {
        const context = await visit(browser(), { width, colorScheme });
        const page = await context.newPage();
        await page.goto("/", { waitUntil: "networkidle" });
        await page.keyboard.press("/");
        await page.locator("#localsearch-input").fill("rate limit");
        await page.locator(".VPLocalSearchBox .result").first().waitFor();
        await page.screenshot({ path: path.join(screenshots, `search-${width}-${colorScheme}.png`) });
        expect(await faults(page, colorScheme)).toEqual([]);
        expect(await hasSidewaysScroll(page)).toBe(false);
        await context.close();
      });
    }
  }
});
