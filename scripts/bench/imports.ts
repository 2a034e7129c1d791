import { spawnSync } from "node:child_process";
import { median, printFigures } from "./measure.ts";

const rounds = 15;

const modules: Readonly<Record<string, string>> = {
  "an empty module": "",
  "@kelaskit/core": 'await import("@kelaskit/core");',
  "@kelaskit/skilvul": 'await import("@kelaskit/skilvul");',
  "@kelaskit/skilvul, first client": '(await import("@kelaskit/skilvul")).createSkilvul();',
  "@kelaskit/academy-of-mine, everything": 'await import("@kelaskit/academy-of-mine");',
  "@kelaskit/academy-of-mine, first client":
    '(await import("@kelaskit/academy-of-mine")).createAcademyOfMine();',
  "@kelaskit/academy-of-mine, one resource":
    'await Promise.all([import("@kelaskit/academy-of-mine/client"), import("@kelaskit/academy-of-mine/courses")]);',
  ky: 'await import("ky");',
  zod: 'await import("zod");',
  stripe: 'await import("stripe");',
  openai: 'await import("openai");',
};

function runTime(code: string): number {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  if (status !== 0)
    throw new Error(`Could not import: ${stderr}\nRun the build first: npx -y pnpm@12.21.0 build`);
  return performance.now() - before;
}

/** How long a process takes that imports a built package, over one that imports nothing. */
export function benchImports(): void {
  const times = new Map<string, number[]>(Object.keys(modules).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, code] of Object.entries(modules)) times.get(name)?.push(runTime(code));
  }
  const empty = median(times.get("an empty module") ?? []);
  const figures = [...times].slice(1).map(([name, values]) => ({ name, value: median(values) - empty }));
  printFigures("Import of a built package, over an empty module", "ms", figures, "stripe");
}
