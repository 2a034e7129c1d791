// `pnpm demo` runs the real clients against mocks in other processes, over real HTTP; `pnpm demo skilvul` only that part.
import { styleText } from "node:util";
import { nearestName } from "@kelaskit/core/vendor";
import { runAcademyOfMine } from "./academy-of-mine.ts";
import { runEnroll } from "./enroll.ts";
import { runMitrabunso } from "./mitrabunso.ts";
import { type MockProcess, startMock } from "./mock-process.ts";
import { runScalev } from "./scalev.ts";
import { runSkilvul } from "./skilvul.ts";
import { heading, stepCount } from "./steps.ts";
import { runToolzz } from "./toolzz.ts";

/** The parts of the demo, each with the vendor whose mock it needs. */
const acts: Readonly<
  Record<string, { readonly vendor: string; readonly run: (mock: MockProcess) => Promise<string> }>
> = {
  skilvul: { vendor: "skilvul", run: runSkilvul },
  scalev: { vendor: "scalev", run: runScalev },
  toolzz: { vendor: "toolzz", run: runToolzz },
  mitrabunso: { vendor: "mitrabunso", run: runMitrabunso },
  "academy-of-mine": { vendor: "academy-of-mine", run: runAcademyOfMine },
  enroll: { vendor: "skilvul", run: runEnroll },
};

async function runActs(names: readonly string[]): Promise<void> {
  const started = performance.now();
  const summaries: string[] = [];
  for (const name of names) {
    const { vendor, run } = acts[name] ?? {};
    if (vendor === undefined || run === undefined) {
      const nearest = nearestName(name, Object.keys(acts));
      const advice = nearest === undefined ? Object.keys(acts).join(", ") : `did you mean ${nearest}?`;
      console.error(`The demo has no part ${name}: ${advice}`);
      process.exitCode = 1;
      return;
    }
    const mock = await startMock(vendor);
    try {
      summaries.push(`${name}: ${await run(mock)}`);
    } catch (error) {
      console.error(`\n${styleText("red", "✗ not as it should be:")}`, error);
      process.exitCode = 1;
    } finally {
      await mock.stop();
    }
  }
  if (summaries.length < names.length) return;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  heading(`${stepCount()} steps in ${seconds} s, all as expected`);
  console.log(summaries.join("\n"));
}

const names = process.argv.slice(2);
await runActs(names.length === 0 ? Object.keys(acts) : names);
