/** One file of the repository. */
export interface RepositoryFile {
  /** Path from the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Finding {
  readonly path: string;
  readonly line: number;
  /** A sentence that says what is wrong and what to do. */
  readonly message: string;
}

/** A structure rule sees all files at once and says where they break it. */
export type Rule = (files: readonly RepositoryFile[]) => readonly Finding[];

/** Where a file below packages/ stands. */
export interface PackagePlace {
  /** The package's folder name, for example `skilvul`. */
  readonly directory: string;
  /** The path inside the package, for example `src/mock/index.ts`. */
  readonly inside: string;
}

export function packagePlace(path: string): PackagePlace | undefined {
  const match = /^packages\/(?<directory>[^/]+)\/(?<inside>.+)$/.exec(path);
  if (!match?.groups) return undefined;
  const { directory = "", inside = "" } = match.groups;
  return { directory, inside };
}

const notVendors = new Set(["core", "redis", "enroll", "cli"]);

export function isVendor(directory: string): boolean {
  return !notVendors.has(directory);
}
