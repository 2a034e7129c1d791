// Builds docs/messages.md from the sources.
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { workspaceRoot } from "../lib/workspace.ts";
import { isData } from "./data-files.ts";
import { textsOf } from "./texts.ts";

const introduction = `---
title: Messages
---

# Messages

Every text in the sources that a user may read: error messages and their parts, log lines, and the output and help of the command. Before
each text is what receives it, such as an error's class. A name in braces stands for a value.

\`npx -y pnpm@12.21.0 messages --update\` generates this page; lint fails while it is out of date.
`;

/** The sources that may contain texts for users, below the repository's folder. */
export function sourceFiles(): readonly string[] {
  return globSync("packages/*/src/**/*.ts", { cwd: workspaceRoot })
    .filter((file) => !isData(file))
    .toSorted();
}

function sectionOf(file: string): readonly string[] {
  const texts = textsOf(file, readFileSync(path.join(workspaceRoot, file), "utf8"));
  if (texts.length === 0) return [];
  const [, name = "", inside = ""] = /^packages\/([^/]+)\/src\/(.*)$/.exec(file) ?? [];
  const lines = texts.map(({ place, words }) => `${place} ${words}`.trim());
  return [[`### ${name}/${inside}`, "", "```text", ...lines, "```", ""].join("\n")];
}

export interface MessagesPage {
  readonly text: string;
  /** How many files have texts. */
  readonly files: number;
}

/** The page as it must be now: files by name, texts in the order of the source. */
export function messagesPage(): MessagesPage {
  const sections = sourceFiles().flatMap(sectionOf);
  return { text: [introduction, ...sections].join("\n"), files: sections.length };
}
