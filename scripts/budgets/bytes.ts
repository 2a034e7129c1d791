import { bundle, type Bundle, bundleForBrowser, gzippedBytes, type Platform } from "../lib/bundle.ts";
import { exportedOperations, loadSources } from "../operations/written.ts";
import { loadedFiles } from "../size/loaded-files.ts";
import { academyOperationBytes } from "../size/vendor-operation.ts";
import type { Measured } from "./budget.ts";

const firstOperation = "orders.create";
const limiter = { concurrency: 4 };

/** The transports that are bundled; undici is for Node only, where it is not bundled. */
const transports = ["default", "fetch"] as const;

/** A program that makes one call when it starts, and also imports other operations. */
function programOf(transport: string, extraOperations: readonly string[] = []): string {
  const resources = new Set([firstOperation, ...extraOperations].map(resourceOf));
  const isFetch = transport === "fetch";
  return [
    `import { createSkilvulClient, ${[...resources].join(", ")} } from "@kelaskit/skilvul";`,
    isFetch ? 'import { fetchTransport } from "@kelaskit/core";' : "",
    'const params = { user: { email: "learner@example.com" }, productIds: ["p1"] };',
    `const settings = ${isFetch ? "{ transport: fetchTransport() }" : "{}"};`,
    "globalThis.started = globalThis.start((options) =>",
    `  ${firstOperation}(createSkilvulClient({ ...options, ...settings }), params));`,
    ...extraOperations.map((name) => `globalThis.output = ${name};`),
  ].join("\n");
}

function resourceOf(operation: string): string {
  return operation.replace(/\..*$/, "");
}

const kibibyte = 1024;

const goals: Readonly<Record<string, number>> = {
  "browser, default: first answer": 29 * kibibyte,
  "browser, fetch: first answer": 20 * kibibyte,
  "node, fetch: one operation": 38 * kibibyte,
  "browser: a further operation, at most": kibibyte,
  "node: a further operation, at most": kibibyte,
  "browser: an operation of Academy of Mine, over core": 2 * kibibyte,
  "node: an operation of Academy of Mine, over core": 2 * kibibyte,
};

function bytes(name: string, value: number): Measured {
  return { name, value, unit: "bytes", goal: goals[name] };
}

function firstAnswer(title: string, files: Bundle): readonly Measured[] {
  const without = gzippedBytes(files, loadedFiles(files));
  return [
    bytes(title, without),
    bytes(`${title}: what a limiter adds`, gzippedBytes(files, loadedFiles(files, { limiter })) - without),
  ];
}

async function firstAnswers(): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const transport of transports) {
    const program = programOf(transport);
    measured.push(
      ...firstAnswer(`browser, ${transport}: first answer`, await bundleForBrowser(program)),
      ...firstAnswer(`node, ${transport}: one operation`, await bundle(program, "node")),
    );
  }
  return measured;
}

async function furtherOperations(platform: Platform): Promise<readonly Measured[]> {
  const operations = exportedOperations(loadSources(["skilvul"]), "skilvul").map(({ name }) => name);
  if (!operations.includes(firstOperation)) {
    throw new Error(
      `@kelaskit/skilvul does not offer ${firstOperation}, which is what is measured. ` +
        'Its src/index.ts must have `export * as orders from "./orders.ts"`, and that file `export const create = operation(…)`.',
    );
  }
  // The first paged operation brings the pager, which all others share, so it must not count for a single one.
  const base = operations.filter((name) => name.endsWith(".list")).slice(0, 1);
  // A bundler may keep a resource's operations together (esbuild does, for `export * as`): those of a resource that
  // the base uses would seem to cost nothing.
  const paid = new Set([firstOperation, ...base].map(resourceOf));
  const extra = operations.filter((name) => !paid.has(resourceOf(name)));
  const bytesOf = async (names: readonly string[]): Promise<number> =>
    gzippedBytes(await bundle(programOf("default", names), platform));
  const baseBytes = await bytesOf(base);
  const single = await Promise.all(extra.map(async (name) => (await bytesOf([...base, name])) - baseBytes));
  const together = (await bytesOf([...base, ...extra])) - baseBytes;
  return [
    bytes(`${platform}: a further operation, on average`, Math.ceil(together / Math.max(extra.length, 1))),
    bytes(`${platform}: a further operation, at most`, Math.max(...single)),
    bytes(`${platform}: an operation of Academy of Mine, over core`, await academyOperationBytes(platform)),
  ];
}

/** How much a user's bundle grows, minified and gzipped. */
export async function countBytes(): Promise<readonly Measured[]> {
  return [
    ...(await firstAnswers()),
    ...(await furtherOperations("browser")),
    ...(await furtherOperations("node")),
  ];
}
