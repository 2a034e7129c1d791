import { existsSync } from "node:fs";

/** Where the guides are. */
export interface GuidesFolder {
  /** The list of all guides, in groups. */
  readonly list: URL;
  /** The file of a guide. */
  readonly fileOf: (name: string, file: string) => URL;
}

/**
 * Finds the guides: the build copies them beside the built files; in the repository, they are where the list says. This module
 * is beside `manifest.ts`, because its own address is the beginning of both.
 */
export function guidesFolder(): GuidesFolder {
  const copied = new URL("guides/guides.json", import.meta.url);
  if (existsSync(copied)) return { list: copied, fileOf: (name) => new URL(`${name}.md`, copied) };
  const list = new URL("../../../docs/guides.json", import.meta.url);
  return { list, fileOf: (_name, file) => new URL(`../${file}`, list) };
}
