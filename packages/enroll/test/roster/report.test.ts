import { readFile, stat, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { parse } from "csv-parse/sync";
import { chromium } from "playwright-core";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import {
  isRosterReport,
  type RosterResult,
  rosterResults,
  writeRosterCsv,
  writeRosterHtml,
} from "../../src/roster/index.ts";
import { apply, newPlan, planFor, recordsOf, type School, schoolWith } from "./support.ts";

/** Where Chromium is; the test set-up looks for it. */
const executablePath = inject("chromium");

/** A school whose plan contains every action, and which refuses joe. */
function variedSchool(): School {
  const school = schoolWith({
    maths: ["ann@example.com", { email: "bob@example.com", name: "Bob <b>Lee</b>" }, { name: "Zoë Kim" }],
  });
  const { target } = school;
  return {
    ...school,
    target: {
      ...target,
      send: async (rows, context) =>
        rows[0]?.email === "joe@example.com"
          ? [{ state: "failed", reason: '=HYPERLINK("https://example.com")' }]
          : target.send(rows, context),
    },
  };
}

const records = ["ann", "eve", "joe", "zoe"].map((name) => ({
  email: `${name}@example.com`,
  name: name === "zoe" ? "Zoe Kim" : name,
}));

async function resultsOf(plan: string): Promise<string[]> {
  const results: RosterResult[] = [];
  for await (const result of rosterResults({ plan })) results.push(result);
  return results.map(({ outcome, learner, name = "" }) => `${outcome} ${learner === "" ? name : learner}`);
}

describe("the results of a plan", () => {
  it("are known before, between and after it is applied", async () => {
    const school = variedSchool();
    const { plan } = await planFor(school, recordsOf(records));
    const rest = ["kept ann@example.com", "unknown zoe@example.com", "unknown Zoë Kim"];
    const sorted = (...others: readonly string[]) => [...others, ...rest].toSorted();
    expect((await resultsOf(plan)).toSorted()).toEqual(
      sorted("to-add eve@example.com", "to-add joe@example.com", "to-remove bob@example.com"),
    );
    await apply(school, plan);
    expect((await resultsOf(plan)).toSorted()).toEqual(
      sorted("added eve@example.com", "failed joe@example.com", "to-remove bob@example.com"),
    );
    await apply(school, plan, { remove: true });
    expect((await resultsOf(plan)).toSorted()).toEqual(
      sorted("added eve@example.com", "failed joe@example.com", "removed bob@example.com"),
    );
  });

  it("are written as CSV for spreadsheets, with formulas escaped", async () => {
    const school = variedSchool();
    const { plan } = await planFor(school, recordsOf(records));
    await apply(school, plan, { remove: true });
    const report = `${plan}.csv`;
    await writeRosterCsv(report, { plan });
    const rows: string[][] = parse(await readFile(report), { bom: true });
    expect(rows.map((cells) => cells.slice(0, 4))).toEqual([
      ["result", "action", "line", "learner"],
      ["left alone", "leave alone", "2", "ann@example.com"],
      ["added", "add", "3", "eve@example.com"],
      ["failed", "add", "4", "joe@example.com"],
      ["not known", "nothing", "5", "zoe@example.com"],
      ["taken out", "take out", "", "bob@example.com"],
      ["not known", "nothing", "", ""],
    ]);
    expect(rows[3]?.[6]).toBe('\'=HYPERLINK("https://example.com")');
    expect((await stat(report)).mode & 0o777).toBe(0o600);
  });

  it("are written as a page with a section for each outcome, in order, and everything escaped", async () => {
    const school = variedSchool();
    const { plan } = await planFor(school, recordsOf(records, "<script>alert(1)</script>.csv"));
    await apply(school, plan, { remove: true });
    await writeRosterHtml(`${plan}.html`, { plan });
    const page = await readFile(`${plan}.html`, "utf8");
    expect(page.match(/<h2>.*?<\/h2>/g)?.map((title) => title.replaceAll(/<.*?>/g, ""))).toEqual([
      "Added 1",
      "Taken out 1",
      "Left alone 1",
      "Not known 2",
      "Failed 1",
    ]);
    expect(page).toContain("&lt;script&gt;");
    expect(page).toContain("Bob &lt;b&gt;Lee&lt;/b&gt;");
    expect(page).toContain("Adding: =HYPERLINK");
    expect(page).not.toMatch(/<script|<b>Lee|\bsrc=|\bhref=|url\(|@import/);
  });

  it("replace earlier reports, and are recognized among other files", async () => {
    const school = variedSchool();
    const { plan } = await planFor(school, recordsOf(records));
    await writeRosterCsv(`${plan}.csv`, { plan });
    await writeRosterHtml(`${plan}.html`, { plan });
    await writeFile(`${plan}.txt`, "<!doctype html>\n<html>\n");
    expect(
      await Promise.all(["csv", "html", "txt"].map((kind) => isRosterReport(`${plan}.${kind}`))),
    ).toEqual([true, true, false]);
  });

  it.skipIf(executablePath === "")(
    "are a page that a browser shows and prints without loading anything",
    async () => {
      const school = schoolWith({
        maths: ["ann@example.com"],
        art: [{ email: "bob@example.com", name: "بوب" }],
      });
      const source = recordsOf([
        { email: "ann@example.com", course: "maths" },
        { email: `${"long".repeat(60)}@example.com`, course: "art" },
      ]);
      const { plan } = await planFor(school, source, { plan: newPlan() });
      await writeRosterHtml(`${plan}.html`, { plan });
      const browser = await chromium.launch({
        executablePath,
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
      onTestFinished(() => browser.close());
      const page = await browser.newPage({ viewport: { width: 800, height: 900 } });
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => complaints.push(message.text()));
      const url = pathToFileURL(`${plan}.html`).href;
      await page.goto(url);
      expect(await page.title()).toBe("Roster of class.csv");
      expect(await page.locator("h2").allTextContents()).toEqual([
        "To be added 1",
        "To be taken out 1",
        "Left alone 1",
      ]);
      // Nothing is wider than the window.
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(800);
      expect((await page.pdf({ format: "A4" })).byteLength).toBeGreaterThan(1000);
      expect([requests, complaints]).toEqual([[url], []]);
    },
  );
});
