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
  const addresses = repository === undefined ? undefined : addressesOf(repository, directory);
  return {
    license,
    author,
    homepage: addresses?.homepage,
    bugs: addresses?.bugs,
    repository: addresses?.repository,
    type: "module",
    publishConfig: { access: "public" },
    engines: { node: supportedNode },
  };
}

function addressesOf(repository: string, directory: string) {
  const folder = `packages/${directory}`;
  return {
    homepage: `${repository}/tree/main/${folder}#readme`,
    bugs: `${repository}/issues`,
    repository: { type: "git", url: `git+${repository}.git`, directory: folder },
  };
}
