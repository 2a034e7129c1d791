import path from "node:path";

/** A packed package. */
export interface PackedFile {
  readonly name: string;
  /** The absolute path of its tarball. */
  readonly file: string;
}

/** A word of a shell command: as it is, or in quotes if it needs them. */
function shellWord(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The entry of pnpm-workspace.yaml with which pnpm finds the packages that depend on each other. */
export function pnpmOverrides(packed: readonly PackedFile[]): string {
  const lines = packed.map(
    ({ name, file }) => `  ${JSON.stringify(name)}: ${JSON.stringify(`file:${file}`)}`,
  );
  return ["overrides:", ...lines].join("\n");
}

/** How to install packed packages in a project, with npm and with pnpm. */
export function installationAdvice(folder: string, packed: readonly PackedFile[]): string {
  const fileOf = (name: string): string =>
    shellWord(packed.find((found) => found.name === name)?.file ?? path.join(folder, name));
  return [
    `${packed.length} packages are in ${folder}.`,
    "",
    "In your project, install all of them:",
    "",
    `  npm install ${shellWord(folder)}/kelaskit-*.tgz`,
    "",
    "or a vendor with the core, which must be named too because it is not on npm either:",
    "",
    `  npm install ${fileOf("@kelaskit/core")} ${fileOf("@kelaskit/skilvul")}`,
    "",
    "pnpm looks for the packages that these depend on at npm, unless pnpm-workspace.yaml of your project says:",
    "",
    pnpmOverrides(packed),
    "",
    "and then:",
    "",
    `  pnpm add ${fileOf("@kelaskit/core")} ${fileOf("@kelaskit/skilvul")}`,
  ].join("\n");
}
