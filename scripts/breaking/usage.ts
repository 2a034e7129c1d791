import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { listSpecifiers } from "../lib/specifiers.ts";
import { listPackages } from "../lib/workspace.ts";

/** A file of tests that uses packages only as their users can, with public specifiers in place of paths to sources. */
export interface UsageFile {
  /** From the root: `packages/skilvul/test/orders.test.ts`. */
  readonly path: string;
  readonly text: string;
}

/** What a package.json says of an entry for this repository. */
const sourceCondition = "kelaskit-source";

/** The public specifier of each entry's source file: `packages/skilvul/src/index.ts` is `@kelaskit/skilvul`. */
export function listEntries(root: string): ReadonlyMap<string, string> {
  return new Map(
    listPackages(root).flatMap(({ directory, manifest: { name, exports = {} } }) =>
      Object.entries(exports).flatMap(([entry, target]): (readonly [string, string])[] => {
        if (typeof target !== "object" || target === null || !(sourceCondition in target)) return [];
        const source = path.posix.join("packages", directory, String(target[sourceCondition]));
        return [[source, path.posix.join(name, entry)]];
      }),
    ),
  );
}

/**
 * The tests of a tree that use only public entries, and the helpers that they import. Tests that reach inside a package say nothing
 * about its users.
 */
export function listUsage(root: string): readonly UsageFile[] {
  const publicEntries = listEntries(root);
  const read = new Map<string, UsageFile | undefined>();
  const imports = new Map<string, readonly string[]>();

  const visit = (file: string): void => {
    if (read.has(file)) return;
    read.set(file, undefined);
    if (!existsSync(path.join(root, file))) return;
    let text = readFileSync(path.join(root, file), "utf8");
    const relative: string[] = [];
    // From the end, so that earlier places stay where they are.
    for (const { specifier, start, end } of listSpecifiers(file, text).toReversed()) {
      if (!specifier.startsWith(".")) continue;
      const target = path.posix.join(path.posix.dirname(file), specifier);
      const entry = publicEntries.get(target);
      if (entry === undefined) relative.push(target);
      else text = text.slice(0, start) + entry + text.slice(end);
    }
    imports.set(file, relative);
    if (!/^packages\/[^/]+\/src\//.test(file)) read.set(file, { path: file, text });
    for (const target of relative.filter((one) => one.endsWith(".ts"))) visit(target);
  };
  const tests = globSync("packages/*/test/**/*.test.ts", { cwd: root }).map((file) =>
    file.split(path.sep).join("/"),
  );
  for (const file of tests) visit(file);

  const isPublic = (file: string, seen: ReadonlySet<string> = new Set()): boolean =>
    !file.endsWith(".ts") ||
    seen.has(file) ||
    (read.get(file) !== undefined &&
      (imports.get(file) ?? []).every((target) => isPublic(target, new Set([...seen, file]))));
  return [...read.values()].filter((file) => file !== undefined && isPublic(file.path)) as UsageFile[];
}
