import semver from "semver";
import type { Proof, SupportedPeer } from "./proofs.ts";

const groups = ["Runtimes", "TypeScript", "Package managers", "Bundlers and frameworks", "Test runners"];

function versionsOf(proofs: readonly Proof[]): string {
  const versions = new Set(proofs.filter(({ works }) => works).map(({ version }) => version));
  return [...versions].toSorted((first, second) => semver.compareLoose(first, second)).join(", ");
}

/** The tables of docs/support.md: what is supported is what a test project, or a test, has proved. */
export function supportTables(proofs: readonly Proof[], peers: readonly SupportedPeer[]): string {
  const tools = groups.flatMap((group) => {
    const inGroup = proofs.filter((proof) => proof.group === group);
    const names = new Set(inGroup.filter(({ works }) => works).map(({ tool }) => tool));
    return [...names].map(
      (name) => `| ${group} | ${name} | ${versionsOf(inGroup.filter(({ tool }) => tool === name))} |`,
    );
  });
  const own = peers.map(
    ({ name, ranges, tested }) =>
      `| \`${name}\` | ${ranges.map((range) => `\`${range}\``).join(", ")} | ${tested.join(", ")} |`,
  );
  return [
    "| kind | runtime or tool | tested with |",
    "| --- | --- | --- |",
    ...tools,
    "",
    "| your own package | supported | tested with |",
    "| --- | --- | --- |",
    ...own,
  ].join("\n");
}

const markers = /(?<=<!-- support: begin -->\n).*(?=<!-- support: end -->)/s;

/** The page with new tables. */
export function supportPage(page: string, tables: string): string {
  if (!markers.test(page)) throw new Error("docs/support.md must contain the two marks around the tables.");
  return page.replace(markers, () => `\n${tables}\n\n`);
}

/** A name and a version in prose, such as `TypeScript 5.4`. */
const claim =
  /\b(?<tool>Node|TypeScript|Bun|Deno|workerd|edge-runtime|npm|pnpm|Yarn|Next\.js|Vite|Vitest|Jest|Parcel|webpack) (?<version>\d+(?:\.\d+)*)/g;

/** Versions that a page claims to support and that no row of docs/runtimes.md has. */
export function unprovenClaims(page: string, proofs: readonly Proof[]): readonly string[] {
  return [...page.matchAll(claim)]
    .filter(({ groups: { tool = "", version = "" } = {} }) => {
      const proved = proofs.filter((proof) => proof.works && proof.tool === tool);
      return !proved.some((proof) => proof.version === version || proof.version.startsWith(`${version}.`));
    })
    .map(([found]) => found);
}
