import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { pnpmProgram, requireCommand } from "../lib/commands.ts";

/** The parts of a CycloneDX document that are checked or shown. */
export interface Components {
  readonly metadata: {
    readonly component: { readonly group?: string; readonly name: string; readonly version: string };
  };
  readonly components: readonly Component[];
}

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly License[] | undefined;
}

interface License {
  readonly expression?: string;
  readonly license?: { readonly id?: string; readonly name?: string };
}

/** The list of components of one package. */
export interface ComponentsFile {
  readonly file: string;
  readonly text: string;
  readonly content: Components;
}

const accepted = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0"]);

/**
 * Writes a CycloneDX list of components for each package of a workspace: what npm installs with it, in the versions of the lockfile,
 * with hashes and licenses. pnpm writes it from the lockfile and what is installed.
 */
export function writeComponents(workspace: string, folder: string): readonly ComponentsFile[] {
  requireCommand(
    "Listing the components",
    pnpmProgram(),
    [
      "--filter",
      "./packages/*",
      "sbom",
      "--split",
      "--prod",
      "--sbom-format",
      "cyclonedx",
      "--sbom-spec-version",
      "1.6",
      "--out",
      path.join(folder, "%s-%v.cdx.json"),
    ],
    { cwd: workspace },
  );
  return globSync("*.cdx.json", { cwd: folder })
    .toSorted()
    .map((file) => {
      const text = readFileSync(path.join(folder, file), "utf8");
      // The schema is checked below.
      return { file, text, content: JSON.parse(text) as Components };
    });
}

/** What CycloneDX's own schema, and our rule for licenses, do not allow in a list of components. */
export async function componentProblems({ file, text, content }: ComponentsFile): Promise<readonly string[]> {
  const error: unknown = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  if (error !== null) return [`${file} is not valid CycloneDX 1.6: ${JSON.stringify(error)}`];
  return content.components.flatMap((component) => {
    const licenses = (component.licenses ?? []).map(
      ({ expression, license }) => expression ?? license?.id ?? license?.name ?? "unknown",
    );
    return licenses.length > 0 && licenses.every((license) => accepted.has(license))
      ? []
      : [
          `${file}: ${component.purl} has the license ${licenses.join(", ") || "unknown"}; published packages may depend on ` +
            `${[...accepted].join(", ")}.`,
        ];
  });
}
