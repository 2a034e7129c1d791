import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { listSpecifiers } from "../lib/specifiers.ts";
import type { Specifier } from "../lib/specifiers.ts";
import { isMockOrTest, isNodeFile, isTypeScript, packagePlace } from "./rule.ts";
import type { Finding, PackagePlace, RepositoryFile, Rule } from "./rule.ts";

const mayUseNode = new Set(["redis", "enroll", "cli"]);

/** Runs a check on each import of the packages' sources. */
function checkEachImport(
  check: (imported: Specifier, place: PackagePlace, file: RepositoryFile) => string | undefined,
): Rule {
  return (files) =>
    files.flatMap((file) => {
      const place = packagePlace(file.path);
      if (place?.inside.startsWith("src/") !== true || !isTypeScript(file.path)) return [];
      return listSpecifiers(file.path, file.text).flatMap((imported): Finding[] => {
        const message = check(imported, place, file);
        return message === undefined ? [] : [{ path: file.path, line: imported.line, message }];
      });
    });
}

export const mswOnlyInTests: Rule = checkEachImport(({ specifier }) => {
  if (!/^msw(\/|$)/.test(specifier)) return undefined;
  return (
    `imports "${specifier}", which not every user has, or has in another major. ` +
    "Only tests may import msw: take what is needed of it as a parameter, as mock.handlers(http) does."
  );
});

export const mocksStayOut: Rule = checkEachImport(({ specifier }, { directory, inside }, file) => {
  // The `kelaskit mock` command serves the mocks: they are part of what the cli does.
  if (isMockOrTest(inside) || directory === "cli") return undefined;
  const target = specifier.startsWith(".")
    ? packagePlace(posix.join(posix.dirname(file.path), specifier))?.inside
    : specifier.replace(/^@kelaskit\/[^/]+\//, "src/").concat("/");
  if (target === undefined || !isMockOrTest(target)) return undefined;
  return (
    `imports "${specifier}" and so loads a mock in every user's program. ` +
    "Code outside src/mock/ and src/testing/ may not import from them: move what both need out of there."
  );
});

export const nodeOnlyInNodeFiles: Rule = checkEachImport(({ specifier }, { directory, inside }, file) => {
  if (mayUseNode.has(directory) || isNodeFile(file.path) || !isBuiltin(specifier)) return undefined;
  return (
    `imports "${specifier}", but ${inside} must also run in browsers and on edge runtimes. ` +
    "Use what the platform offers (fetch, URL, crypto), or move the code to a file named node.ts or *.node.ts."
  );
});

export const nodeFilesStayOut: Rule = checkEachImport(({ specifier }, { directory, inside }, file) => {
  const target = posix.join(posix.dirname(file.path), specifier);
  if (mayUseNode.has(directory) || isNodeFile(file.path)) return undefined;
  if (!specifier.startsWith(".") || !isNodeFile(target)) return undefined;
  return (
    `imports the Node-only file "${specifier}", so that ${inside} no longer runs in browsers. ` +
    "Pass in what it needs, or offer it from an entry of its own (a file named node.ts)."
  );
});
