import type { PlannedPackage, ReleasePlan } from "./plan.ts";

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}

function describePackage(planned: PlannedPackage, index: number): string {
  const { name, from, version, bytes, unpackedBytes, files, requires, components } = planned;
  const contents = Object.entries(files).map(
    ([folder, count]) => `${folder === "." ? "own" : folder} ${count}`,
  );
  const own = Object.entries(requires).map(([required, range]) => `${required} ${range}`);
  return [
    `${String(index + 1).padStart(2)}. ${name} ${from === version ? version : `${from} → ${version}`}`,
    `    ${kilobytes(bytes)}, unpacked ${kilobytes(unpackedBytes)}; files: ${contents.join(", ")}`,
    `    ${components.count} components in ${components.file}`,
    ...(own.length > 0 ? [`    requires ${own.join(", ")}`] : []),
  ].join("\n");
}

function section(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ["", `${title}:`, ...items.map((item) => `- ${item}`)];
}

/** What a release would publish, for a terminal. */
export function describePlan({ packages, unchanged, problems, openPoints }: ReleasePlan): string {
  return [
    packages.length === 0 ? "Nothing would be published." : "Would be published, in this order:",
    ...packages.map(describePackage),
    ...section("Published already", unchanged),
    ...section("Must be repaired", problems),
    ...section("Open before anything can be published", openPoints),
  ].join("\n");
}

/** Why a release ends with an error, or undefined. Open points end only a real one: a dry run is there to show them. */
export function refusalOf(
  { problems, openPoints }: ReleasePlan,
  connections: number,
  isDryRun: boolean,
): string | undefined {
  if (connections > 0) return "A step of the release tried to reach a registry; none of them may.";
  if (problems.length > 0) return `${problems.length} problems must be repaired: see above.`;
  if (isDryRun || openPoints.length === 0) return undefined;
  return `Nothing may be published yet: ${openPoints.length} points are open, listed above.`;
}
