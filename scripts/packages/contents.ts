import { globSync } from "node:fs";
import path from "node:path";
import type { Tarball } from "./tarball.ts";

const required = ["AGENTS.md", "LICENSE", "README.md", "package.json"];

/** Written by the first release, and packed from then on. */
const changelog = "CHANGELOG.md";

/** Built files, the sources that their maps refer to, and guides. */
const folders = /^(dist|src|docs)\//;

/** The files of a tarball, with forward slashes. */
export function filesOf({ folder }: Pick<Tarball, "folder">): readonly string[] {
  return globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
}

/** What is wrong with the files and the package.json of a tarball. */
export function contentProblems({ name, folder, manifest }: Tarball): readonly string[] {
  const files = filesOf({ folder });
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies });
  const needed = manifest.version === "0.0.0" ? required : [...required, changelog];
  return [
    ...needed
      .filter((file) => !files.includes(file))
      .map(
        (file) =>
          `${name} does not pack ${file}. Add the file; the build copies the license: npx -y pnpm@12.21.0 build`,
      ),
    ...files
      .filter((file) => ![...required, changelog].includes(file) && !folders.test(file))
      .map(
        (file) =>
          `${name} packs ${file}; only dist, src, docs, ${[...required, changelog].join(", ")} belong in it.`,
      ),
    ...ranges
      .filter(([, range]) => range.startsWith("workspace:"))
      .map(
        ([dependency, range]) =>
          `${name} publishes the range "${range}" of ${dependency}, which works only in this repository.`,
      ),
  ];
}
