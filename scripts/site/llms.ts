// What language models read: an index of the pages in Markdown (llms.txt), and all of them in one file (llms-full.txt).
import { readFileSync } from "node:fs";
import path from "node:path";
import { workspaceRoot } from "../lib/workspace.ts";
import type { ResourcePage } from "./operations/pages.ts";
import type { FilePage, PageGroup } from "./pages.ts";
import { vendorCode } from "./vendors.ts";

/** What the two files list. */
export interface LlmsSource {
  readonly guides: readonly PageGroup[];
  readonly packages: readonly FilePage[];
  readonly resources: readonly ResourcePage[];
}

const about =
  "Kelaskit has typed TypeScript clients for five course and commerce vendors, one npm package each, over one shared core " +
  "for HTTP, authentication and pagination, with mock servers.";

const rules = [
  "A call is sent when it is awaited or iterated. Never write `void client.resource.method(…)`.",
  "A write that may have been carried out is not sent again: read `error.outcome` before you repeat one.",
  'An operation whose route is `proposed` is a guess. Do not set `unverifiedRoutes: "allow"` for writes to a real vendor.',
  "In tests, use the mock of `@kelaskit/<vendor>/mock`; it needs no account and no network.",
];

function line({ title, page }: { readonly title: string; readonly page: string }): string {
  return `- [${title}](/${page}.md)`;
}

function textOf({ file }: FilePage): string {
  return readFileSync(path.join(workspaceRoot, file), "utf8").replace(/^---\n[\s\S]*?\n---\n+/, "");
}

/** The index. */
export function llmsIndex({ guides, packages, resources }: LlmsSource): string {
  return [
    "# Kelaskit",
    `> ${about}`,
    rules.map((rule) => `- ${rule}`).join("\n"),
    ...guides.flatMap((group) => [`## ${group.title}`, group.pages.map(line).join("\n")]),
    "## Packages",
    packages.map(line).join("\n"),
    ...Object.entries(vendorCode).flatMap(([vendor, { title }]) => [
      `## Operations of ${title}`,
      resources
        .filter((resource) => resource.vendor === vendor)
        .map(
          ({ name, operations }) =>
            `- [${name}](/api/${vendor}/${name}.md): ${operations.map((operation) => operation.name.split(".").pop()).join(", ")}`,
        )
        .join("\n"),
    ]),
    "## Optional",
    "- [Everything in one file](/llms-full.txt)",
    "",
  ].join("\n\n");
}

/** The guides, the packages and a line for each operation. */
export function llmsFull({ guides, packages, resources }: LlmsSource): string {
  return [
    "# Kelaskit",
    `> ${about}`,
    ...guides.flatMap(({ pages }) => pages.map(textOf)),
    ...packages.map(textOf),
    "# Every operation",
    ...resources.map(({ vendor, operations }) =>
      operations
        .map(({ name, route, summary }) => `- ${vendor} \`${name}\` (${route}): ${summary}.`)
        .join("\n"),
    ),
    "",
  ].join("\n\n");
}

/** A page as plain Markdown: without what only the generator understands. */
export function plainMarkdown(text: string): string {
  return text
    .replace(/^---\n[\s\S]*?\n---\n+/, "")
    .replaceAll(/<OperationRoute method="(\w+)" path="([^"]*)" evidence="(\w+)" \/>/g, "`$1 $2` ($3)")
    .replaceAll(/<h3>(.*?)<\/h3>/g, "### $1")
    .replaceAll(/^(## .*?) \{#[\w-]+\}$/gm, "$1")
    .replaceAll(/^```(\w+) \[(.*?)\]$/gm, "$2:\n\n```$1")
    .replaceAll(/^:::.*\n/gm, "");
}
