import { readFileSync } from "node:fs";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { installedProgram, runCommand } from "../lib/commands.ts";
import { entriesOf } from "./consumers.ts";
import { contentProblems } from "./contents.ts";
import { linkProblems } from "./links.ts";
import { mapProblems } from "./maps.ts";
import type { Tarball } from "./tarball.ts";

async function publintProblems({ name, file }: Tarball): Promise<readonly string[]> {
  const contents = readFileSync(file);
  const tarball = contents.buffer.slice(contents.byteOffset, contents.byteOffset + contents.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return messages.map((message) => `publint, ${name}: ${formatMessage(message, pkg) ?? message.code}`);
}

function attwProblems(tarball: Tarball): readonly string[] {
  const { name, file } = tarball;
  // A command has no exports to check.
  if (entriesOf(tarball).length === 0) return [];
  const { succeeded, output } = runCommand(installedProgram("attw"), [
    file,
    "--profile",
    "esm-only",
    "--no-color",
    "--no-emoji",
  ]);
  return succeeded ? [] : [`attw, ${name}:\n${output}`];
}

/** What is wrong with a tarball by itself: its files, maps and links, publint's rules, and the types that attw finds. */
export async function tarballProblems(tarball: Tarball): Promise<readonly string[]> {
  return [
    ...contentProblems(tarball),
    ...mapProblems(tarball),
    ...linkProblems(tarball),
    ...(await publintProblems(tarball)),
    ...attwProblems(tarball),
  ];
}
