#!/usr/bin/env node
import { ClosedOutputError } from "./context.ts";
import { runProgram } from "./program.ts";

/** Whether the reader of a pipe has gone. */
function isClosedPipe(error: Error): boolean {
  return "code" in error && error.code === "EPIPE";
}

// Without a listener a closed pipe would end the program in the middle of what it does; `write` tells whoever waits.
process.stdout.on("error", (error: Error) => {
  if (!isClosedPipe(error)) throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), {
  stdin: process.stdin,
  print: (text) => {
    process.stdout.write(`${text}\n`);
  },
  printError: (text) => {
    process.stderr.write(`${text}\n`);
  },
  write: (chunk) =>
    new Promise((resolve, reject) => {
      process.stdout.write(chunk, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(isClosedPipe(error) ? new ClosedOutputError(error.message, { cause: error }) : error);
      });
    }),
  terminal: {
    input: process.stdin.isTTY,
    output: process.stdout.isTTY,
    columns: process.stdout.isTTY ? process.stdout.columns : 80,
  },
  environment: process.env,
  fetch: globalThis.fetch,
});
