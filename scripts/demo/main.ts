// `pnpm demo`: the real clients against the mocks in another process, over real HTTP.
import { styleText } from "node:util";
import { startMock } from "./mock-process.ts";
import { runSkilvul } from "./skilvul.ts";
import { heading, stepCount } from "./steps.ts";

const started = performance.now();
const mock = await startMock();
try {
  const summary = await runSkilvul(mock);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  heading(`${stepCount()} steps in ${seconds} s, no surprise`);
  console.log(summary);
} catch (error) {
  console.error(`\n${styleText("red", "✗ not as it should be:")}`, error);
  process.exitCode = 1;
} finally {
  await mock.stop();
}
