import { isDeepStrictEqual } from "node:util";
import { nodeFloor } from "../lib/node-floor.ts";
import { packagePlace } from "./rule.ts";
import type { Finding, RepositoryFile, Rule } from "./rule.ts";
import { sharedFields } from "./shared-fields.ts";
import type { RootManifest } from "./shared-fields.ts";

type Manifest = Readonly<Record<string, unknown>>;

interface FoundManifest {
  readonly path: string;
  readonly directory: string;
  readonly manifest: Manifest;
}

/** Each package's package.json. */
function manifestsOf(files: readonly RepositoryFile[]): readonly FoundManifest[] {
  return files.flatMap(({ path, text }) => {
    const place = packagePlace(path);
    if (place?.inside !== "package.json") return [];
    // Our own files: a wrong shape shows at once in the rules below.
    return [{ path, directory: place.directory, manifest: JSON.parse(text) as Manifest }];
  });
}

function finding(path: string, message: string): Finding {
  return { path, line: 1, message };
}

/** Every package.json agrees with the root's and with `sharedFields`, and can be found on npm by words. */
export const manifestsAgree: Rule = (files) => {
  const rootFile = files.find(({ path }) => path === "package.json");
  const root = JSON.parse(rootFile?.text ?? "{}") as RootManifest;
  return manifestsOf(files).flatMap(({ path, directory, manifest }) => {
    const wrong = Object.entries(sharedFields(root, directory))
      .filter(([field, value]) => !isDeepStrictEqual(manifest[field], value))
      .map(([field, value]) =>
        finding(
          path,
          `"${field}" must be ${JSON.stringify(value) ?? "absent"}. Write it: npx -y pnpm@12.21.0 manifests`,
        ),
      );
    const { keywords, description } = manifest;
    return [
      ...wrong,
      ...(Array.isArray(keywords) && keywords.length > 0
        ? []
        : [finding(path, '"keywords" must list the words by which users look for the package.')]),
      ...(typeof description === "string" && description !== ""
        ? []
        : [finding(path, '"description" must say in a sentence what the package is for.')]),
    ];
  });
};

/** What a published package depends on may move up to the next major, so that a user's own copy serves it too. */
export const dependenciesMayMove: Rule = (files) => {
  const reasons = files.find(({ path }) => path === "docs/dependencies.md")?.text ?? "";
  return manifestsOf(files).flatMap(({ path, manifest }) =>
    ["dependencies", "peerDependencies"].flatMap((field) =>
      Object.entries((manifest[field] ?? {}) as Readonly<Record<string, string>>).flatMap(([name, range]) => [
        ...(mayMove(name, range) || reasons.includes(`\`${name}@${range}\``)
          ? []
          : [
              finding(
                path,
                `${field}: "${name}": "${range}" installs a second copy for who has another version. Write ` +
                  `"^…"; or say in docs/dependencies.md why it is \`${name}@${range}\`.`,
              ),
            ]),
        ...(name.startsWith("@kelaskit/") || reasons.includes(`\`${name}\``)
          ? []
          : [finding(path, `${field}: "${name}" has no line in docs/dependencies.md that says why.`)]),
      ]),
    ),
  );
};

function mayMove(name: string, range: string): boolean {
  if (name.startsWith("@kelaskit/")) return range === "workspace:^";
  return range.split(" || ").every((part) => /^\^\d+\.\d+\.\d+$/.test(part));
}

/** Wherever a text names the Node that the packages need, it is the version that they really need. */
export const oneNodeFloor: Rule = (files) =>
  files
    .filter(({ path }) => /\.(md|yaml)$/.test(path) && !/^docs\/performance\.md$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\bNode(?:\.js)? (?<version>\d+\.\d+)(?![.\d])/g)]
        .filter(({ groups }) => groups?.["version"] !== nodeFloor)
        .map(({ index, 0: found }) => ({
          path,
          line: text.slice(0, index).split("\n").length,
          message: `"${found}" is not the Node that the packages need: ${nodeFloor} (scripts/lib/node-floor.ts).`,
        })),
    );
