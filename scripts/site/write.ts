// Writes the site's pages in Markdown, and what its generator needs to know about them.
import { once } from "node:events";
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { workspaceRoot } from "../lib/workspace.ts";
import { apiIndexPage, homePage } from "./home.ts";
import { llmsFull, llmsIndex, plainMarkdown } from "./llms.ts";
import { navigation, type NavigationItem } from "./navigation.ts";
import { resourcePages, type ResourcePage } from "./operations/pages.ts";
import { type FilePage, guidePages, packagePages, projectPages } from "./pages.ts";
import type { SymbolPage } from "./symbols.ts";

/** What the generator's configuration reads. */
export interface SiteData {
  /** By the beginning of a page's path. */
  readonly sidebar: Readonly<Record<string, readonly NavigationItem[]>>;
  /** The pages of the repository's files, by their paths from the root. */
  readonly links: Readonly<Record<string, string>>;
  /** For the README of each vendor, the addresses of the operations by their names. */
  readonly operations: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where the generator finds the pages. */
export const siteFolder = path.join(workspaceRoot, ".site");

const pagesFolder = path.join(siteFolder, "pages");
const publicFolder = path.join(pagesFolder, "public");

function writePage(page: string, text: string): void {
  const file = path.join(pagesFolder, `${page}.md`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Writes a file that the site serves as it is. */
function writePublic(name: string, text: string): void {
  const file = path.join(publicFolder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A file of the repository as a page, with its origin for the rules of links. */
function pageText({ file, title, keywords = "" }: FilePage): string {
  const text = readFileSync(path.join(workspaceRoot, file), "utf8").replace(/^---\n[\s\S]*?\n---\n+/, "");
  return `---\ntitle: ${JSON.stringify(title)}\nsource: ${file}\nkeywords: ${JSON.stringify(keywords)}\n---\n\n${text}`;
}

function operationLinks(resources: readonly ResourcePage[]): SiteData["operations"] {
  return Object.fromEntries(
    [...Map.groupBy(resources, ({ vendor }) => vendor)].map(([vendor, pages]) => [
      `packages/${vendor}/README.md`,
      Object.fromEntries(
        pages.flatMap(({ name, operations }) =>
          operations.map((operation) => [operation.name, `/api/${vendor}/${name}#${operation.anchor}`]),
        ),
      ),
    ]),
  );
}

/** Writes the pages of symbols in a thread of its own. */
async function writeSymbolsBeside(folder: string): Promise<readonly SymbolPage[]> {
  const worker = new Worker(new URL("symbols-thread.ts", import.meta.url), { workerData: folder });
  const [pages] = (await once(worker, "message")) as [readonly SymbolPage[]];
  return pages;
}

/** Writes all pages. @returns The pages of operations, with the programs of their examples. */
export async function writeSite(): Promise<readonly ResourcePage[]> {
  rmSync(pagesFolder, { recursive: true, force: true });
  mkdirSync(publicFolder, { recursive: true });
  const guides = guidePages();
  const packages = packagePages();
  const project = projectPages();
  // The two longest parts, side by side.
  const [symbols, resources] = await Promise.all([
    writeSymbolsBeside(path.join(pagesFolder, "reference")),
    resourcePages(),
  ]);
  const files = [...packages, ...[...guides, ...project].flatMap(({ pages }) => pages)];

  for (const page of files) writePage(page.page, pageText(page));
  for (const { vendor, name, text } of resources) {
    writePage(`api/${vendor}/${name}`, text);
    writePublic(`api/${vendor}/${name}.md`, plainMarkdown(text));
  }
  for (const { file, page } of files) {
    mkdirSync(path.dirname(path.join(publicFolder, page)), { recursive: true });
    copyFileSync(path.join(workspaceRoot, file), path.join(publicFolder, `${page}.md`));
  }
  writePage("index", homePage());
  writePage("api/index", apiIndexPage(resources));
  cpSync(path.join(workspaceRoot, "docs/performance"), path.join(pagesFolder, "project/performance"), {
    recursive: true,
  });
  writePublic("llms.txt", llmsIndex({ guides, packages, resources }));
  writePublic("llms-full.txt", llmsFull({ guides, packages, resources }));

  const data: SiteData = {
    sidebar: navigation({ guides, resources, packages, symbols, project }),
    links: {
      "README.md": "index",
      ...Object.fromEntries(files.map(({ file, page }) => [file, page])),
    },
    operations: operationLinks(resources),
  };
  writeFileSync(path.join(siteFolder, "site.json"), JSON.stringify(data));
  return resources;
}
