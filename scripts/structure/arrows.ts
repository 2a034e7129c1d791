import { posix } from "node:path";
import { listSpecifiers } from "../lib/specifiers.ts";
import { isTypeScript, isVendor, packagePlace } from "./rule.ts";
import type { Finding, RepositoryFile, Rule } from "./rule.ts";

/** cli → enroll → vendors → core, with redis beside the vendors: a package may use only what stands lower than itself. */
function levelOf(directory: string): number {
  if (directory === "core") return 0;
  if (isVendor(directory) || directory === "redis") return 1;
  return directory === "enroll" ? 2 : 3;
}

function arrowProblem(from: string, to: string): string | undefined {
  if (from === to || levelOf(from) > levelOf(to)) return undefined;
  if (isVendor(from) && isVendor(to)) {
    return (
      `the vendor package ${from} uses the vendor package ${to}. ` +
      "Move what both need to core, or write it in each."
    );
  }
  return (
    `${from} uses ${to}, but arrows point down only: cli → enroll → vendors → core. ` +
    "Move the code down, or turn the dependency round."
  );
}

function importedDirectory(file: RepositoryFile, specifier: string): string | undefined {
  if (specifier.startsWith(".")) {
    return packagePlace(posix.join(posix.dirname(file.path), specifier))?.directory;
  }
  return /^@kelaskit\/(?<directory>[^/]+)/.exec(specifier)?.groups?.["directory"];
}

function checkImports(file: RepositoryFile, from: string): Finding[] {
  return listSpecifiers(file.path, file.text).flatMap(({ specifier, line }): Finding[] => {
    const to = importedDirectory(file, specifier);
    if (to === undefined) return [];
    if (specifier.startsWith(".") && to !== from) {
      const message =
        `imports "${specifier}", a file of another package. ` +
        `Import it by that package's name, from one of its exports ("@kelaskit/${to}").`;
      return [{ path: file.path, line, message }];
    }
    const problem = arrowProblem(from, to);
    return problem === undefined
      ? []
      : [{ path: file.path, line, message: `imports "${specifier}": ${problem}` }];
  });
}

function checkManifest(file: RepositoryFile, from: string): Finding[] {
  return file.text.split("\n").flatMap((text, index): Finding[] => {
    // In a package.json only a dependency has our scope as a key; the package's own name is a value.
    const names = [...text.matchAll(/"@kelaskit\/(?<directory>[^"/]+)"\s*:/g)];
    return names.flatMap(({ groups }) => {
      const problem = arrowProblem(from, groups?.["directory"] ?? from);
      return problem === undefined
        ? []
        : [{ path: file.path, line: index + 1, message: `depends on a package: ${problem}` }];
    });
  });
}

export const arrowsPointDown: Rule = (files) =>
  files.flatMap((file) => {
    const place = packagePlace(file.path);
    if (!place) return [];
    if (place.inside === "package.json") return checkManifest(file, place.directory);
    return isTypeScript(file.path) ? checkImports(file, place.directory) : [];
  });
