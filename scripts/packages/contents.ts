import { readdirSync } from "node:fs";
import path from "node:path";
import type { Tarball } from "./tarball.ts";

const required = ["AGENTS.md", "LICENSE", "README.md", "package.json"];

/** Written by the first release, and packed from then on. */
const changelog = "CHANGELOG.md";

/** Built files, the sources that their maps refer to, and guides. */
const folders = /^(dist|src|docs)\//;

/** What is written in them. Keys, logs, databases and hidden files end otherwise. */
const endings = /\.(ts|js|map|json|md)$/;

function belongs(file: string): boolean {
  if ([...required, changelog].includes(file)) return true;
  return folders.test(file) && endings.test(file) && !file.split("/").some((part) => part.startsWith("."));
}

/** The files of a tarball, hidden ones as well, with forward slashes. */
export function filesOf({ folder }: Pick<Tarball, "folder">): readonly string[] {
  // A glob would leave out files whose names begin with a dot, such as .env.
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
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
      .filter((file) => !belongs(file))
      .map(
        (file) =>
          `${name} packs ${file}; only ${[...required, changelog].join(", ")}, and code, maps, JSON and Markdown in dist, src and docs belong in it.`,
      ),
    ...ranges
      .filter(([, range]) => range.startsWith("workspace:"))
      .map(
        ([dependency, range]) =>
          `${name} publishes the range "${range}" of ${dependency}, which works only in this repository.`,
      ),
  ];
}
