import { spawnSync } from "node:child_process";
import { type Group, type Samples, secondOf } from "../group.ts";
import type { Peers } from "../peers.ts";
import { paired } from "../statistics.ts";

const nothing = "an empty module";
const skilvul = "@kelaskit/skilvul";
const academy = "@kelaskit/academy-of-mine";

const ours: Readonly<Record<string, string>> = {
  [skilvul]: `await import("${skilvul}");`,
  [secondOf(skilvul)]: `await import("${skilvul}");`,
  [academy]: `await import("${academy}");`,
  [`${skilvul}, first client`]: `(await import("${skilvul}")).createSkilvul();`,
  [`${academy}, first client`]: `(await import("${academy}")).createAcademyOfMine();`,
  [`${academy}, one resource`]: `await Promise.all([import("${academy}/client"), import("${academy}/courses")]);`,
  "@kelaskit/core": 'await import("@kelaskit/core");',
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

/** How much longer a process takes that imports a built package than one that imports nothing. */
export function importsGroup(peers: Peers): Group {
  const programs = {
    [nothing]: "",
    ...ours,
    ...Object.fromEntries(peers.packages.map((name) => [name, `await import("${name}");`])),
  };
  return {
    name: "imports",
    title: "Import of a package, over an empty module",
    about: "How much longer a process takes that imports the built package than one that imports nothing.",
    unit: "ms",
    reference: skilvul,
    goals: { [skilvul]: { measure: "value", atMost: 90 }, [academy]: { measure: "ratio", atMost: 1.1 } },
    measure: async (effort) => {
      const times = new Map<string, number[]>(Object.keys(programs).map((name) => [name, []]));
      for (let round = 0; round < (effort === "full" ? 15 : 3); round += 1) {
        for (const [name, code] of Object.entries(programs)) times.get(name)?.push(runTime(code));
      }
      return overEmpty(times);
    },
  };
}

function overEmpty(times: Samples): Samples {
  const empty = times.get(nothing) ?? [];
  const rest = [...times].filter(([name]) => name !== nothing);
  return new Map(rest.map(([name, values]) => [name, paired(values, empty, (time, base) => time - base)]));
}
