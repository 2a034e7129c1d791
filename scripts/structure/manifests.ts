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
    // These are our own files: a wrong shape shows at once in the rules below.
    return [{ path, directory: place.directory, manifest: JSON.parse(text) as Manifest }];
  });
}

function finding(path: string, message: string): Finding {
  return { path, line: 1, message };
}

/** Every package.json has the fields of `sharedFields`, and the keywords and description by which users find it on npm. */
export const manifestsAgree: Rule = (files) => {
  const rootFile = files.find(({ path }) => path === "package.json");
  const root = JSON.parse(rootFile?.text ?? "{}") as RootManifest;
  return manifestsOf(files).flatMap(({ path, directory, manifest }) => {
    const wrong = Object.entries(sharedFields(root, directory))
      .filter(([field, value]) => !isDeepStrictEqual(manifest[field], value))
      .map(([field, value]) =>
        finding(
          path,
          `"${field}" must be ${JSON.stringify(value) ?? "absent"}. Update it: npx -y pnpm@12.21.0 manifests`,
        ),
      );
    const { keywords, description } = manifest;
    return [
      ...wrong,
      ...(Array.isArray(keywords) && keywords.length > 0
        ? []
        : [finding(path, '"keywords" must list the words that users search for.')]),
      ...(typeof description === "string" && description !== ""
        ? []
        : [finding(path, '"description" must describe the package in a sentence.')]),
    ];
  });
};

/** Dependencies of published packages allow every minor version, so that a user's own copy satisfies them too. */
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
                `${field}: "${name}": "${range}" installs a second copy for users of another version. Write ` +
                  `"^…", or explain \`${name}@${range}\` in docs/dependencies.md.`,
              ),
            ]),
        ...(name.startsWith("@kelaskit/") || reasons.includes(`\`${name}\``)
          ? []
          : [finding(path, `${field}: "${name}" has no line in docs/dependencies.md that explains it.`)]),
      ]),
    ),
  );
};

function mayMove(name: string, range: string): boolean {
  if (name.startsWith("@kelaskit/")) return range === "workspace:^";
  return range.split(" || ").every((part) => /^\^\d+\.\d+\.\d+$/.test(part));
}

/** Every text that names the minimum Node version names the right one. */
export const oneNodeFloor: Rule = (files) =>
  files
    .filter(({ path }) => /\.(md|yaml)$/.test(path) && !/^docs\/performance\.md$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\bNode(?:\.js)? (?<version>\d+\.\d+)(?![.\d])/g)]
        .filter(({ groups }) => groups?.["version"] !== nodeFloor)
        .map(({ index, 0: found }) => ({
          path,
          line: text.slice(0, index).split("\n").length,
          message: `"${found}" is not the minimum Node version of the packages: ${nodeFloor} (scripts/lib/node-floor.ts).`,
        })),
    );
