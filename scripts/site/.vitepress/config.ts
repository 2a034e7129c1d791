import { readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig, type DefaultTheme } from "vitepress";
import type { SiteData } from "../write.ts";
import { accessibleTheme } from "../accessible-theme.ts";
import { markdownRules } from "../markdown-rules.ts";
import { headingId } from "../heading-id.ts";
import { searchOptions } from "../search.ts";

const folder = path.resolve(import.meta.dirname, "../../../.site");
const { sidebar, links, operations } = JSON.parse(
  readFileSync(path.join(folder, "site.json"), "utf8"),
) as SiteData;

export default defineConfig({
  title: "Kelaskit",
  description: "Typed TypeScript clients for course and commerce vendors.",
  lang: "en-US",
  srcDir: path.join(folder, "pages"),
  outDir: path.resolve(import.meta.dirname, "../../../docs/site"),
  cacheDir: path.join(folder, "cache"),
  // What is served as it is must not become a page.
  srcExclude: ["public/**"],
  cleanUrls: true,
  lastUpdated: false,
  metaChunk: true,
  markdown: {
    anchor: { slugify: headingId },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    languageAlias: { jsonc: "json" },
    config: (md) => {
      markdownRules(md, links, operations);
    },
  },
  vite: { plugins: [accessibleTheme()] },
  themeConfig: {
    nav: [
      { text: "Start", link: "/guides/start" },
      { text: "Guides", link: "/guides/errors", activeMatch: "^/guides/" },
      { text: "Operations", link: "/api/", activeMatch: "^/api/" },
      { text: "Examples", link: "/examples/", activeMatch: "^/examples/" },
    ],
    sidebar: sidebar as DefaultTheme.SidebarMulti,
    outline: { level: [2, 3] },
    search: { provider: "local", options: searchOptions },
    docFooter: { prev: "Before", next: "Next" },
    externalLinkIcon: true,
  },
});
