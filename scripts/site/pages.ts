// Which file of the repository is which page of the site.
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { listPackages, workspaceRoot } from "../lib/workspace.ts";
import { vendorCode } from "./vendors.ts";

/** A page that is written from a file of the repository. */
export interface FilePage {
  /** The file, from the root and with forward slashes. */
  readonly file: string;
  /** The page's path without a slash before it and without an ending: `guides/retries`. */
  readonly page: string;
  /** Its name in the navigation. */
  readonly title: string;
  /** Other words under which people search for it. */
  readonly keywords?: string | undefined;
}

/** Pages under one heading of the navigation. */
export interface PageGroup {
  readonly title: string;
  readonly pages: readonly FilePage[];
}

interface GuideGroup {
  readonly group: string;
  readonly guides: readonly {
    readonly name: string;
    readonly file: string;
    readonly title: string;
    readonly keywords?: string;
  }[];
}

/** The guides, by docs/guides.json. @throws Error when a guide does not exist. */
export function guidePages(root = workspaceRoot): readonly PageGroup[] {
  const groups = JSON.parse(
    readFileSync(path.join(root, "docs/guides.json"), "utf8"),
  ) as readonly GuideGroup[];
  return groups.map(({ group, guides }) => ({
    title: group,
    pages: guides.map(({ name, file, title, keywords }) => {
      if (!existsSync(path.join(root, file)))
        throw new Error(`docs/guides.json lists ${file}, which does not exist.`);
      return { file, page: `guides/${name}`, title, keywords };
    }),
  }));
}

/** The READMEs of the packages: a vendor's is beside its operations. */
export function packagePages(): readonly FilePage[] {
  return listPackages().map(({ directory, manifest }) => ({
    file: `packages/${directory}/README.md`,
    page: directory in vendorCode ? `api/${directory}/index` : `packages/${directory}`,
    title: manifest.name,
  }));
}

/** The folder of an example; empty for all examples. */
function exampleName(file: string): string {
  return path.posix.dirname(file).replace(/^examples\/?/, "");
}

/** Everything about the project itself. */
export function projectPages(root = workspaceRoot): readonly PageGroup[] {
  const guides = new Set(guidePages(root).flatMap(({ pages }) => pages.map(({ file }) => file)));
  const pagesOf = (pattern: string, folder: string): readonly FilePage[] =>
    globSync(pattern, { cwd: root })
      .map((file) => file.split(path.sep).join("/"))
      .filter((file) => !guides.has(file))
      .toSorted()
      .map((file) => ({
        file,
        page: `${folder}/${path.basename(file, ".md").toLowerCase()}`,
        title: headingOf(readFileSync(path.join(root, file), "utf8")) ?? path.basename(file, ".md"),
      }));
  return [
    {
      title: "Project",
      pages: [
        ...pagesOf("docs/*.md", "project"),
        ...pagesOf("{CONTRIBUTING,SECURITY,AGENTS,CODE_OF_CONDUCT}.md", "project"),
      ],
    },
    { title: "Decisions", pages: pagesOf("docs/decisions/*.md", "decisions") },
    {
      title: "Examples",
      pages: globSync("examples/{,*/}README.md", { cwd: root })
        .map((file) => file.split(path.sep).join("/"))
        .toSorted()
        .map((file) => ({
          file,
          page: `examples/${exampleName(file) === "" ? "index" : exampleName(file)}`,
          title: exampleName(file) === "" ? "All examples" : exampleName(file),
        })),
    },
  ];
}

function headingOf(text: string): string | undefined {
  return /^# (.+)$/m.exec(text)?.[1];
}
