/** One file of the repository. */
export interface RepositoryFile {
  /** Path from the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Finding {
  readonly path: string;
  readonly line: number;
  /** What is wrong and what to do, in a sentence. */
  readonly message: string;
}

/** A structure rule: takes all files, and returns where they violate it. */
export type Rule = (files: readonly RepositoryFile[]) => readonly Finding[];

/** The location of a file below packages/. */
export interface PackagePlace {
  /** The package's folder name, such as `skilvul`. */
  readonly directory: string;
  /** The path inside the package, such as `src/mock/index.ts`. */
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
