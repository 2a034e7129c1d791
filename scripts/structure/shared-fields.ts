import { supportedNode } from "../lib/node-floor.ts";

/** The fields of the root package.json that every package shares. */
export interface RootManifest {
  readonly license?: string;
  readonly author?: string;
  /** The repository's `https:` address without `.git`; absent while it is not public. */
  readonly repository?: string;
}

/** The fields that every package.json must have. A field that is undefined must be absent. */
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
    publishConfig: { access: "public", provenance: true },
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
