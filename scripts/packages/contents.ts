import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Tarball } from "./tarball.ts";

const required = ["LICENSE", "README.md", "package.json"];

/** What is wrong with the files and the package.json of a tarball. */
export function contentProblems({ name, folder, manifest }: Tarball): readonly string[] {
  const files = globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return [
    ...required
      .filter((file) => !files.includes(file))
      .map(
        (file) =>
          `${name} packs no ${file}. Add the file; the licence is copied by the build: npx -y pnpm@12.21.0 build`,
      ),
    ...files
      .filter((file) => !required.includes(file) && !file.startsWith("dist/"))
      .map((file) => `${name} packs ${file}; only dist, README.md, LICENSE and package.json belong in it.`),
    ...manifestProblems(name, folder, manifest),
  ];
}

function manifestProblems(name: string, folder: string, manifest: Tarball["manifest"]): readonly string[] {
  const problems: string[] = [];
  if (readFileSync(path.join(folder, "package.json"), "utf8").includes('"kelaskit-source"')) {
    problems.push(
      `${name} publishes the condition "kelaskit-source", whose files are not in the tarball. ` +
        "Repeat its exports without the condition in publishConfig.exports.",
    );
  }
  for (const [dependency, range] of Object.entries({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
  })) {
    if (range.startsWith("workspace:")) {
      problems.push(
        `${name} publishes the range "${range}" of ${dependency}, which only this repository knows.`,
      );
    }
  }
  return problems;
}

/** What publishConfig.exports forgets, or has too much, compared with the exports used in this repository. */
export function exportsDiffer({ name, manifest, source }: Tarball): readonly string[] {
  const published = Object.keys(manifest.exports ?? {});
  const developed = Object.keys(source.manifest.exports ?? {});
  return [...published, ...developed]
    .filter((entry) => !published.includes(entry) || !developed.includes(entry))
    .map(
      (entry) =>
        `${name}: the entry "${entry}" is in only one of exports and publishConfig.exports. Write it in both.`,
    );
}
