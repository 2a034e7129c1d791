// What holds for every page: its links lead somewhere, and it fits on a phone.
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { Parser } from "htmlparser2";
import { describe, expect, inject, it } from "vitest";
import { workspaceRoot } from "../../lib/workspace.ts";
import { useBrowser, visit } from "./browser.ts";

const folder = path.join(workspaceRoot, "docs/site");

interface ReadPage {
  /** The address without the site: `/guides/retries`. */
  readonly address: string;
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
}

function readPage(file: string): ReadPage {
  const ids = new Set<string>();
  const links: string[] = [];
  const parser = new Parser({
    onopentag(name, { id, href }) {
      if (id !== undefined) ids.add(id);
      if (name === "a" && href !== undefined) links.push(href);
    },
  });
  parser.end(readFileSync(path.join(folder, file), "utf8"));
  const address = `/${file.split(path.sep).join("/")}`.replace(/(index)?\.html$/, "");
  return { address, ids, links };
}

const pages = globSync("**/*.html", { cwd: folder })
  .filter((file) => file !== "404.html")
  .map(readPage);
const byAddress = new Map(pages.map((page) => [page.address, page]));

/** Why a link leads nowhere; `undefined` if it leads somewhere, or away from the site. */
function deadLink(from: ReadPage, link: string): string | undefined {
  if (/^(?:https?:|mailto:)/.test(link)) return undefined;
  const { pathname, hash } = new URL(link, `http://site${from.address}`);
  if (/\.(?:md|txt|svg|json)$/.test(pathname) && globSync(`.${pathname}`, { cwd: folder }).length === 1)
    return undefined;
  const target = byAddress.get(pathname);
  if (target === undefined) return `${from.address}: ${link} is no page`;
  const id = decodeURIComponent(hash.slice(1));
  return id === "" || target.ids.has(id) ? undefined : `${from.address}: ${link} is no part of that page`;
}

describe("every page", () => {
  it("has only links that lead somewhere", () => {
    const dead = pages.flatMap((page) => page.links.flatMap((link) => deadLink(page, link) ?? []));
    expect([...new Set(dead)]).toEqual([]);
  });

  it("is in the navigation, or is the first page", () => {
    const linked = new Set(byAddress.get("/guides/start")?.links.map((link) => link.replace(/#.*/, "")));
    const missing = pages
      .map(({ address }) => address)
      .filter((address) => address !== "/" && !linked.has(address));
    expect(missing).toEqual([]);
  });

  it("is listed for language models in Markdown, if it is a guide or has operations", () => {
    const listed = [...readFileSync(path.join(folder, "llms.txt"), "utf8").matchAll(/\]\((\/[^)]+)\)/g)];
    const files = listed.map(([, link = ""]) => link);
    expect(files.filter((file) => !existsSync(path.join(folder, file)))).toEqual([]);
    const wanted = pages
      .map(({ address }) => address)
      .filter((address) => /^\/guides\/|^\/api\/[\w-]+\/\w/.test(address));
    expect(wanted.filter((address) => !files.includes(`${address}.md`))).toEqual([]);
  });

  it("of a vendor leads to the operations that its README names", () => {
    expect(byAddress.get("/api/skilvul/")?.links).toContain("/api/skilvul/orders#create");
  });

  describe.skipIf(inject("chromium") === "")("in a browser", () => {
    const browser = useBrowser();

    it("does not scroll sideways on a phone", async () => {
      const context = await visit(browser(), { width: 390, scripts: false });
      const page = await context.newPage();
      const wide: string[] = [];
      for (const { address } of pages) {
        await page.goto(address, { waitUntil: "load" });
        const width = await page.evaluate<number>("document.documentElement.scrollWidth");
        if (width > 390) wide.push(`${address}: ${width} pixels`);
      }
      expect(wide).toEqual([]);
      await context.close();
    });
  });
});
