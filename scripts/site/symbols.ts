// The reference of everything that is exported but operations and their types, which have pages of their own. typedoc reads the
// types, checks that all is documented and that links lead somewhere, and writes a page for each entry of a package.
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Application, type DeclarationReflection, type ProjectReflection, ReflectionKind } from "typedoc";
import { workspaceRoot } from "../lib/workspace.ts";
import { loadSources, writtenOperations } from "../operations/written.ts";
import { headingId } from "./heading-id.ts";
import { vendorCode } from "./vendors.ts";

/** The files of vendors that declare operations, from the root. */
function operationFiles(): ReadonlySet<string> {
  return new Set(writtenOperations(loadSources(Object.keys(vendorCode))).map(({ file }) => file));
}

/** The file that declares a symbol, from the root. */
function fileOf(project: ProjectReflection, reflection: DeclarationReflection): string | undefined {
  const id = project.getSymbolIdFromReflection(reflection);
  return id && `packages/${id.packageName.replace("@kelaskit/", "")}/${id.packagePath}`;
}

/** Removes what the pages of operations show, and members that a class only inherits. */
function prune(project: ProjectReflection): void {
  const files = operationFiles();
  const isOnPages = (reflection: DeclarationReflection): boolean =>
    reflection.kindOf(ReflectionKind.Namespace) || files.has(fileOf(project, reflection) ?? "");
  const packages = childrenOf(project);
  for (const vendor of packages.filter(({ name }) => name.replace("@kelaskit/", "") in vendorCode)) {
    for (const entry of childrenOf(vendor)) {
      for (const child of childrenOf(entry).filter(isOnPages)) project.removeReflection(child);
      if (childrenOf(entry).length === 0) project.removeReflection(entry);
    }
  }
  const inherited = Object.values(project.reflections).filter(
    (reflection) => reflection.isDeclaration() && reflection.inheritedFrom !== undefined,
  );
  for (const member of inherited) project.removeReflection(member);
  // The README is a page of its own.
  for (const module of packages) delete module.readme;
}

/** A copy, because removing one changes the list. */
function childrenOf({
  children = [],
}: ProjectReflection | DeclarationReflection): readonly DeclarationReflection[] {
  return [...children];
}

/** The page of an entry of a package. */
export interface SymbolPage {
  /** What a program imports: `@kelaskit/core/testing`. */
  readonly title: string;
  /** The page's path without a slash before it and without an ending. */
  readonly page: string;
}

/** typedoc calls the main entry of a package `index`, and files by their names; users know what they import. */
function nameEntries(project: ProjectReflection): void {
  for (const module of childrenOf(project)) {
    const entries = childrenOf(module).filter((entry) => entry.kindOf(ReflectionKind.Module));
    for (const entry of entries)
      entry.name = entry.name === "index" ? "main" : entry.name.replace(/\.node$/, "");
  }
}

/** Where symbols are, by their names; what several entries export is in the one of core, or in the first. */
function symbolPlaces(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const [file, text] of [...texts].toSorted(([one], [other]) => other.localeCompare(one))) {
    for (const [, name = ""] of text.matchAll(/^### (\w+)(?:\\?<.*|\(\))?$/gm)) {
      if (!places.has(name) || file.includes("/core/")) {
        places.set(name, `/reference/${file.replace(/\.md$/, "")}#${headingId(name)}`);
      }
    }
  }
  return places;
}

/**
 * Gives the pages the titles of what is imported. Links to sources, which typedoc writes for what another package declares,
 * lead to that symbol's page; where it has none, only its name is left.
 */
function titlePages(folder: string): readonly SymbolPage[] {
  // Copies of guides that comments link to.
  rmSync(path.join(folder, "_media"), { recursive: true, force: true });
  const files = globSync("**/*.md", { cwd: folder })
    .map((file) => file.split(path.sep).join("/"))
    .toSorted();
  // A list of a package's entries, which the navigation has.
  for (const file of files) if (path.posix.basename(file) === "index.md") rmSync(path.join(folder, file));
  const texts = new Map(
    files
      .filter((file) => path.posix.basename(file) !== "index.md")
      .map((file) => [file, readFileSync(path.join(folder, file), "utf8")]),
  );
  const places = symbolPlaces(texts);
  return [...texts].map(([file, written]) => {
    const entry = file.replace(/\.md$/, "").replace(/\/main$/, "");
    const title = entry.replace("core/transport/", "core/");
    const text = written
      .replace(/^# .*$/m, `# ${title}`)
      .replaceAll(/\]\((?:\.\.\/)*_media\/([\w-]+)\.md(#[\w-]*)?\)/g, "](/guides/$1$2)")
      .replaceAll(/\[(`?)(\w+)(`?)\]\([^)#\s]*\.ts(?:#\w+)?\)/g, (_, open: string, name: string) => {
        const place = places.get(name);
        return place === undefined ? `${open}${name}${open}` : `[${open}${name}${open}](${place})`;
      });
    writeFileSync(path.join(folder, file), `---\ntitle: "${title}"\noutline: [2, 3]\n---\n\n${text}`);
    return { title, page: `reference/${file.replace(/\.md$/, "")}` };
  });
}

/**
 * Writes the pages.
 *
 * @throws Error when an export is not documented, or a link in a comment leads nowhere; typedoc has said which.
 */
export async function writeSymbols(folder: string): Promise<readonly SymbolPage[]> {
  const application = await Application.bootstrapWithPlugins({
    options: path.join(workspaceRoot, "typedoc.json"),
  });
  const project = await application.convert();
  if (project === undefined) throw new Error("typedoc could not read the packages: see above.");
  application.validate(project);
  if (application.logger.hasErrors() || application.logger.hasWarnings())
    throw new Error("The reference is not complete: see above.");
  prune(project);
  nameEntries(project);
  application.options.setValue("out", folder);
  await application.generateOutputs(project);
  return titlePages(folder);
}
