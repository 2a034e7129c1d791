import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { workspaceRoot } from "../lib/workspace.ts";

interface ListedGuide {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
}

/** A link in Markdown, or code, in which nothing is a link. */
const linkOrCode = /^```[^]*?^```|`[^`\n]*`|(?<!!)\[(?<text>[^\]]*)\]\((?<target>[^)\s]+)\)/gm;

/** A guide whose links lead to copied guides or web pages; of other links, only the text remains. */
function withPackedLinks(text: string, file: string, guides: readonly ListedGuide[]): string {
  return text.replaceAll(linkOrCode, (whole: string, ...more: readonly unknown[]) => {
    const { text: words, target = "" } = more.at(-1) as { readonly text?: string; readonly target?: string };
    if (words === undefined || /^(?:https:|mailto:|#)/.test(target)) return whole;
    const [place = "", heading] = target.split("#");
    const linked = path.posix.join(path.posix.dirname(file), place);
    const guide = guides.find((one) => one.file === linked);
    if (guide === undefined) return words;
    return `[${words}](${guide.name}.md${heading === undefined ? "" : `#${heading}`})`;
  });
}

/**
 * Copies the list of the guides and each guide, as `NAME.md`, into a folder from which `kelaskit mcp` reads them.
 *
 * @throws Error when a listed guide does not exist.
 */
export function copyGuides(folder: string): void {
  const list = path.join(workspaceRoot, "docs/guides.json");
  const groups = JSON.parse(readFileSync(list, "utf8")) as readonly {
    readonly guides: readonly ListedGuide[];
  }[];
  const guides = groups.flatMap((group) => group.guides);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(list, path.join(folder, "guides.json"));
  for (const { name, file } of guides) {
    const text = readFileSync(path.join(workspaceRoot, file), "utf8");
    writeFileSync(path.join(folder, `${name}.md`), withPackedLinks(text, file, guides));
  }
}
