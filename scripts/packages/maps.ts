import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { filesOf } from "./contents.ts";
import type { Tarball } from "./tarball.ts";

interface SourceMap {
  readonly sourceRoot?: string;
  readonly sources: readonly string[];
}

/** Built files whose source map does not lead to a packed TypeScript source, which debuggers and editors need. */
export function mapProblems({ name, folder }: Pick<Tarball, "folder" | "name">): readonly string[] {
  return filesOf({ folder })
    .filter((file) => /^dist\/.*\.(js|d\.ts)$/.test(file))
    .flatMap((file) => fileProblems(folder, file).map((problem) => `${name}: ${file} ${problem}`));
}

function fileProblems(folder: string, file: string): readonly string[] {
  const text = readFileSync(path.join(folder, file), "utf8");
  const place = path.dirname(path.join(folder, file));
  const mapFile = /^\/\/# sourceMappingURL=(?<mapFile>.*)$/m.exec(text)?.groups?.["mapFile"];
  if (mapFile === undefined) return hasCode(text) ? ["has no source map."] : [];
  if (!existsSync(path.join(place, mapFile))) return [`names the map ${mapFile}, which is not packed.`];
  const { sourceRoot = "", sources } = JSON.parse(
    readFileSync(path.join(place, mapFile), "utf8"),
  ) as SourceMap;
  const missing = sources.filter((source) => !existsSync(path.join(place, sourceRoot, source)));
  return missing.map((source) => `has a map to ${source}, which is not packed.`);
}

/** A file that only re-exports has no code to debug. */
function hasCode(text: string): boolean {
  return (
    text.replaceAll(/^(import|export) [^;]*(from )?"[^"]*";$|^export \{[^}]*\};$|^\/\/.*$/gm, "").trim() !==
    ""
  );
}
