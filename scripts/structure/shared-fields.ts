import { supportedNode } from "../lib/node-floor.ts";

/** The fields of the root package.json that every package repeats. */
export interface RootManifest {
  readonly license?: string;
  readonly author?: string;
  /** Where the repository can be read, as an `https:` address without `.git`; nowhere as long as it is not public. */
  readonly repository?: string;
}

/** What the package.json of a package must say because all of them do. A field that is undefined must be absent. */
export function sharedFields(
  { license, author, repository }: RootManifest,
  directory: string,
): Readonly<Record<string, unknown>> {
  return {
    license,
    author,
    homepage: repository && `${repository}/tree/main/packages/${directory}#readme`,
    bugs: repository && `${repository}/issues`,
    repository: repository && {
      type: "git",
      url: `git+${repository}.git`,
      directory: `packages/${directory}`,
    },
    type: "module",
    publishConfig: { access: "public" },
    engines: { node: supportedNode },
  };
}
