import { LostOutputError } from "./context.ts";
import { watchOutputs } from "./io/outputs.ts";
import { runProgram } from "./program.ts";

const { print, printError, write, lost, flush } = watchOutputs(process.stdout, process.stderr);

// A terminal that is closed fails with EIO, which whoever reads standard input is told; to others it says nothing.
process.stdin.on("error", () => {});

const code = await runProgram(process.argv.slice(2), {
  stdin: process.stdin,
  print,
  printError,
  write,
  outputLost: lost,
  terminal: {
    input: process.stdin.isTTY,
    output: process.stdout.isTTY,
    columns: process.stdout.isTTY ? process.stdout.columns : 80,
  },
  environment: process.env,
  fetch: globalThis.fetch,
});
await flush();
// Input that was not read to its end would keep the process.
process.stdin.destroy();
if (lost.reason instanceof LostOutputError) {
  // A reader that has gone wanted no more; a full disk lacks what it should have got.
  printError(`kelaskit: ${lost.reason.message}, so a part of the output is missing there.`);
  process.exitCode = code === 0 ? 1 : code;
} else {
  process.exitCode = code;
}
