import path from "node:path";
import { readManifest } from "../lib/workspace.ts";
import type { PackageManifest } from "../lib/workspace.ts";
import { pendingChangesets } from "./copy.ts";

/** Scripts that package managers run on a user's machine. */
const installScripts = ["preinstall", "install", "postinstall"];

/** What is wrong with a packed package.json: without these settings, npm refuses it, or shows no provenance. */
export function settingsProblems(manifest: PackageManifest): readonly string[] {
  const { name, version, private: isPrivate, publishConfig, scripts = {} } = manifest;
  return [
    ...(isPrivate === true ? [`${name} is private and cannot be published.`] : []),
    ...(publishConfig?.access === "public"
      ? []
      : [
          `${name} needs "publishConfig": { "access": "public" }: npm makes scoped packages private by default.`,
        ]),
    ...(publishConfig?.provenance === true
      ? []
      : [
          `${name} needs "publishConfig": { "provenance": true }, so that npm shows from which commit it was built.`,
        ]),
    ...installScripts
      .filter((script) => script in scripts)
      .map(
        (script) => `${name} has the script "${script}", which would run on its users' machines. Remove it.`,
      ),
    ...(/^0\.\d+\.\d+$/.test(version) && version !== "0.0.0"
      ? []
      : [
          `${name} would be published as ${version}. Packages stay at 0.x, from 0.0.1 on, until 1.0 is decided.`,
        ]),
  ];
}

/** What people must do before the packages can be published; a dry run only shows it. */
export function openPoints(root: string): readonly string[] {
  const { repository } = readManifest(path.join(root, "package.json"));
  const pending = pendingChangesets(root);
  return [
    ...(repository === undefined
      ? [
          'package.json has no "repository". npm compares it with the repository that built a package, and refuses provenance ' +
            "without it. Set its https: address, then run: npx -y pnpm@12.21.0 manifests",
        ]
      : []),
    ...(pending.length > 0
      ? [
          `${pending.length} changesets are not in a changelog yet. When a release is decided, run ` +
            "npx -y pnpm@12.21.0 exec changeset version, review and commit.",
        ]
      : []),
  ];
}
