import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { filesOf } from "./contents.ts";
import type { Tarball } from "./tarball.ts";

/**
 * The broken links in a tarball's Markdown files: to files that are not packed, to folders above the package, to missing
 * headings. Web addresses are not requested.
 */
export function linkProblems({ name, folder }: Pick<Tarball, "folder" | "name">): readonly string[] {
  return filesOf({ folder })
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) =>
      linksOf(readFileSync(path.join(folder, file), "utf8"))
        .filter((link) => !leadsSomewhere(folder, file, link))
        .map(
          (link) =>
            `${name}: ${file} links to ${link}, which is not in the tarball. Link to a packed file, or to a web address.`,
        ),
    );
}

/** The targets of links and images, outside of code. */
function linksOf(text: string): readonly string[] {
  const prose = text.replaceAll(/^```[^]*?^```/gm, "").replaceAll(/`[^`\n]*`(?!\])/g, "");
  return [...prose.matchAll(/\]\((?<inline>[^)\s]+)[^)]*\)|^\[[^\]]+\]: (?<reference>\S+)/gm)].map(
    ({ groups }) => groups?.["inline"] ?? groups?.["reference"] ?? "",
  );
}

function leadsSomewhere(folder: string, file: string, link: string): boolean {
  if (/^(https|mailto):/.test(link)) return true;
  const [target = "", heading] = link.split("#");
  const found = target === "" ? file : path.posix.join(path.posix.dirname(file), target);
  if (found.startsWith("..") || !existsSync(path.join(folder, found))) return false;
  return heading === undefined || headingsOf(readFileSync(path.join(folder, found), "utf8")).has(heading);
}

/** The anchors of a page's headings, as npm and the usual hosts form them. */
function headingsOf(text: string): ReadonlySet<string> {
  return new Set(
    [...text.replaceAll(/^```[^]*?^```/gm, "").matchAll(/^#+ (?<title>.+)$/gm)].map(({ groups }) =>
      (groups?.["title"] ?? "")
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(/\s/g, "-"),
    ),
  );
}
