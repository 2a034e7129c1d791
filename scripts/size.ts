// Measures what a user's bundle grows by with one operation of Skilvul and of Academy of Mine, in a browser and on Node, and compares it with
// the committed baseline and the goals. `--update` writes the baseline anew.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runScript } from "./lib/commands.ts";
import { measureBundle } from "./lib/bundle.ts";
import type { Platform } from "./lib/bundle.ts";
import { missedGoals, sizeProblems } from "./size/goals.ts";
import type { PlatformSize, Sizes } from "./size/goals.ts";
import { measureAcademyOperation } from "./size/vendor-operation.ts";
import { listOperations } from "./size/operations.ts";
import { workspaceRoot } from "./lib/workspace.ts";

const baselineFile = path.join(import.meta.dirname, "size-baseline.json");
const baselineName = path.relative(workspaceRoot, baselineFile);
const updateCommand = "npx -y pnpm@12.21.0 size --update";
const firstOperation = "orders.create";
const packageName = "@kelaskit/skilvul";

/** A program that calls one operation and has the others at hand. */
function programOf(extraOperations: readonly string[]): string {
  const resources = new Set([firstOperation, ...extraOperations].map((name) => resourceOf(name)));
  return [
    `import { createSkilvulClient, ${[...resources].join(", ")} } from "${packageName}";`,
    "const { options, params } = globalThis.input;",
    `globalThis.output = ${firstOperation}(createSkilvulClient(options), params);`,
    ...extraOperations.map((name) => `globalThis.output = ${name};`),
  ].join("\n");
}

function resourceOf(operation: string): string {
  return operation.replace(/\..*$/, "");
}

async function measurePlatform(platform: Platform, operations: readonly string[]): Promise<PlatformSize> {
  const one = await measureBundle(programOf([]), platform);
  console.log(
    `${platform}: one operation ${kibibytes(one.call)}, with ${one.lazy.join(", ") || "nothing"} loaded at the first request; ` +
      `a limiter adds ${kibibytes(one.limiter)}`,
  );
  // The first paged operation brings the pager, which all others share: it belongs to no single one.
  const base = operations.filter((name) => name.endsWith(".list")).slice(0, 1);
  // A bundler may keep a resource's operations together (esbuild does, for `export * as`): those of a resource that
  // the base uses would seem to cost nothing.
  const paid = new Set([firstOperation, ...base].map((name) => resourceOf(name)));
  const extra = operations.filter((name) => !paid.has(resourceOf(name)));
  const bytesOf = async (names: readonly string[]): Promise<number> =>
    (await measureBundle(programOf(names), platform)).call;
  const baseBytes = await bytesOf(base);
  let most = { name: "none", bytes: 0 };
  for (const name of extra) {
    const bytes = (await bytesOf([...base, name])) - baseBytes;
    if (bytes > most.bytes) most = { name, bytes };
  }
  const together = (await bytesOf([...base, ...extra])) - baseBytes;
  const average = Math.ceil(together / Math.max(extra.length, 1));
  console.log(
    `${platform}: ${extra.length} further operations add ${average} bytes each on average, ` +
      `a single one at most ${most.bytes} (${most.name})`,
  );
  return {
    oneOperation: one.call,
    limiter: one.limiter,
    extraOperationAverage: average,
    extraOperationMost: most.bytes,
    academyOperation: await measureAcademyOperation(platform),
  };
}

function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

await runScript(async () => {
  const operations = listOperations("skilvul");
  if (!operations.includes(firstOperation)) {
    throw new Error(
      `${packageName} does not offer ${firstOperation}, which is what is measured. ` +
        'Its src/index.ts must have `export * as orders from "./orders.ts"`, and that file `export const create = operation(…)`.',
    );
  }
  const sizes: Sizes = {
    browser: await measurePlatform("browser", operations),
    node: await measurePlatform("node", operations),
  };
  if (process.argv.includes("--update")) {
    writeFileSync(baselineFile, `${JSON.stringify(sizes, undefined, 2)}\n`);
    console.log(`Wrote ${baselineName}.`);
  } else if (!existsSync(baselineFile)) {
    throw new Error(`There is no ${baselineName}. Make it with \`${updateCommand}\` and commit it.`);
  }
  for (const missed of missedGoals(sizes)) console.log(missed);
  const problems = sizeProblems(sizes, JSON.parse(readFileSync(baselineFile, "utf8")) as Sizes);
  if (problems.length > 0) throw new Error(problems.join("\n"));
});
