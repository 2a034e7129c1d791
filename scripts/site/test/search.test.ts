// What people type into the search, and the page that must be among the first three results.
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { workspaceRoot } from "../../lib/workspace.ts";
import { useBrowser, visit } from "./browser.ts";

interface Question {
  readonly question: string;
  /** The page, with the anchor if it is a part of one. */
  readonly answer: string;
}

const questions = JSON.parse(
  readFileSync(path.join(workspaceRoot, "docs/search-questions.json"), "utf8"),
) as readonly Question[];

/** The pages of the first results, in their order. */
async function firstResults(page: Page, question: string): Promise<readonly string[]> {
  const input = page.locator("#localsearch-input");
  await input.fill("");
  await page.locator(".VPLocalSearchBox .result").first().waitFor({ state: "detached" });
  await input.fill(question);
  const results = page.locator(".VPLocalSearchBox .result");
  await results.first().waitFor();
  const links = await results.evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""));
  return links.slice(0, 3).map((link) => link.replace(/^\//, ""));
}

/** A part of a guide answers as well as its beginning; an operation is a part of its page. */
function answers(result: string, answer: string): boolean {
  return result === answer || (!answer.includes("#") && result.startsWith(`${answer}#`));
}

describe.skipIf(inject("chromium") === "")("the search", () => {
  const browser = useBrowser();
  let page: Page;
  beforeAll(async () => {
    page = await (await visit(browser(), { width: 1280 })).newPage();
    await page.goto("/", { waitUntil: "networkidle" });
    await page.keyboard.press("/");
  });
  afterAll(async () => {
    await page.close();
  });

  it("is tried with at least 30 questions", () => {
    expect(questions.length).toBeGreaterThanOrEqual(30);
  });

  it.for(questions)("answers $question", async ({ question, answer }) => {
    const results = await firstResults(page, question);
    expect(
      results.some((result) => answers(result, answer)),
      `${answer} in ${results.join(", ")}`,
    ).toBe(true);
  });

  it("is used with the keyboard alone", async () => {
    const results = await firstResults(page, "orders.create");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/${results[0]}`);
    expect(await page.locator(".VPLocalSearchBox").count()).toBe(0);
  });
});
