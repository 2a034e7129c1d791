import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { workspaceRoot } from "../../lib/workspace.ts";
import { sharedFields } from "../../structure/shared-fields.ts";

/** A workspace of two built packages, `@kelaskit/base` and `@kelaskit/vendor`, which depends on it. */
export interface SampleWorkspace {
  readonly root: string;
  /** An empty folder for what is made from it. */
  readonly out: string;
  write(file: string, text: string): void;
  remove(): void;
}

const changeset = '---\n"@kelaskit/base": minor\n---\n\nLists by cursor.\n';

const lockfile = `lockfileVersion: '9.0'
settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false
importers:
  .: {}
  packages/base: {}
  packages/vendor:
    dependencies:
      '@kelaskit/base':
        specifier: workspace:^
        version: link:../base
`;

export function sampleWorkspace(): SampleWorkspace {
  const parent = mkdtempSync(path.join(tmpdir(), "kelaskit-sample-"));
  const root = path.join(parent, "root");
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const addPackage = (directory: string, dependencies: Readonly<Record<string, string>>): void => {
    const place = `packages/${directory}`;
    const manifest = {
      name: `@kelaskit/${directory}`,
      version: "0.0.0",
      ...sharedFields({ license: "MIT" }, directory),
      files: ["AGENTS.md", "CHANGELOG.md", "dist", "src"],
      sideEffects: false,
      exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
      dependencies,
    };
    write(`${place}/package.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
    for (const file of ["README.md", "AGENTS.md", "LICENSE"]) write(`${place}/${file}`, `# ${file}\n`);
    write(`${place}/src/index.ts`, "export const one = 1;\n");
    write(`${place}/dist/index.js`, "export const one = 1;\n//# sourceMappingURL=index.js.map\n");
    write(`${place}/dist/index.d.ts`, "export declare const one = 1;\n//# sourceMappingURL=index.d.ts.map\n");
    for (const kind of ["js", "d.ts"]) {
      write(`${place}/dist/index.${kind}.map`, '{"version":3,"sources":["../src/index.ts"],"mappings":""}');
    }
  };
  write("package.json", '{ "name": "sample", "private": true, "license": "MIT" }\n');
  write("pnpm-workspace.yaml", "packages:\n  - packages/*\n");
  write("pnpm-lock.yaml", lockfile);
  write(
    ".changeset/config.json",
    JSON.stringify({ changelog: "../scripts/changelog/lines.ts", format: false, access: "public" }),
  );
  write(".changeset/cursors.md", changeset);
  cpSync(path.join(workspaceRoot, "scripts/changelog"), path.join(root, "scripts/changelog"), {
    recursive: true,
  });
  addPackage("base", {});
  addPackage("vendor", { "@kelaskit/base": "workspace:^" });
  const out = path.join(parent, "out");
  mkdirSync(out);
  return {
    root,
    out,
    write,
    remove: () => {
      rmSync(parent, { recursive: true });
    },
  };
}
