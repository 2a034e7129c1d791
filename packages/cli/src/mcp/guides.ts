import { existsSync, readFileSync } from "node:fs";
import { guidesFolder } from "../guides-folder.ts";

/** A guide that assistants can read. */
export interface Guide {
  readonly name: string;
  readonly title: string;
  /** The part of the documentation that it belongs to. */
  readonly group: string;
  readonly uri: string;
  readonly file: URL;
}

interface ListedGroup {
  readonly group: string;
  readonly guides: readonly { readonly name: string; readonly title: string; readonly file: string }[];
}

/** Lists the guides in the order in which they are read. */
export function listGuides(): readonly Guide[] {
  const { list, fileOf } = guidesFolder();
  const groups = JSON.parse(readFileSync(list, "utf8")) as readonly ListedGroup[];
  return groups
    .flatMap(({ group, guides }) =>
      guides.map(({ name, title, file }) => ({
        name,
        title,
        group,
        uri: `kelaskit://guides/${name}`,
        file: fileOf(name, file),
      })),
    )
    .filter(({ file }) => existsSync(file));
}

/** The text of a guide in Markdown, without the front matter that is for the site. */
export function readGuide({ file }: Guide): string {
  return readFileSync(file, "utf8").replace(/^---\n.*?\n---\n+/s, "");
}
