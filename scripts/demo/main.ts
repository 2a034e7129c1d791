// `pnpm demo`: the real clients against the mocks in other processes, over real HTTP.
import { styleText } from "node:util";
import { runAcademyOfMine } from "./academy-of-mine.ts";
import { runMitrabunso } from "./mitrabunso.ts";
import { type MockProcess, startMock } from "./mock-process.ts";
import { runScalev } from "./scalev.ts";
import { runSkilvul } from "./skilvul.ts";
import { heading, stepCount } from "./steps.ts";
import { runToolzz } from "./toolzz.ts";

const vendors: Readonly<Record<string, (mock: MockProcess) => Promise<string>>> = {
  skilvul: runSkilvul,
  scalev: runScalev,
  toolzz: runToolzz,
  mitrabunso: runMitrabunso,
  "academy-of-mine": runAcademyOfMine,
};

const started = performance.now();
const summaries: string[] = [];
for (const [vendor, run] of Object.entries(vendors)) {
  const mock = await startMock(vendor);
  try {
    summaries.push(`${vendor}: ${await run(mock)}`);
  } catch (error) {
    console.error(`\n${styleText("red", "✗ not as it should be:")}`, error);
    process.exitCode = 1;
  } finally {
    await mock.stop();
  }
}
if (summaries.length === Object.keys(vendors).length) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  heading(`${stepCount()} steps in ${seconds} s, no surprise`);
  console.log(summaries.join("\n"));
}
