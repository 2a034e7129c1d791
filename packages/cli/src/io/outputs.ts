import type { Writable } from "node:stream";
import { ClosedOutputError, LostOutputError } from "../context.ts";
import { errorCode } from "./files.ts";

/** Standard output and standard error, of which either may be lost at any moment. */
export interface Outputs {
  /** Writes a line to standard output; when that is lost, `lost` aborts. */
  readonly print: (text: string) => void;
  /** Writes a line to standard error; when that is lost, `lost` aborts. */
  readonly printError: (text: string) => void;
  /**
   * Writes to standard output and waits until that is taken.
   *
   * @throws ClosedOutputError when its reader has gone, LostOutputError when it cannot be written for another reason.
   */
  readonly write: (chunk: string | Uint8Array) => Promise<void>;
  /** Aborts with the first `ClosedOutputError` or `LostOutputError` of either. */
  readonly lost: AbortSignal;
  /** Waits until all that was printed is taken or lost. Then `lost` is final. */
  readonly flush: () => Promise<void>;
}

function lostOutput(name: string, error: Error): ClosedOutputError | LostOutputError {
  const code = errorCode(error);
  return code === "EPIPE"
    ? new ClosedOutputError(`Nobody reads ${name} any more`, { cause: error })
    : new LostOutputError(`Writing to ${name} failed (${code})`, { cause: error });
}

/** Watches both outputs: an error of either is told by `lost`, and never ends the program in the middle of what it does. */
export function watchOutputs(output: Writable, errorOutput: Writable): Outputs {
  const lost = new AbortController();
  const named = [
    [output, "standard output"],
    [errorOutput, "standard error"],
  ] as const;
  for (const [stream, name] of named) {
    stream.on("error", (error: Error) => {
      lost.abort(lostOutput(name, error));
    });
  }
  return {
    print: (text) => {
      output.write(`${text}\n`);
    },
    printError: (text) => {
      errorOutput.write(`${text}\n`);
    },
    write: (chunk) =>
      new Promise((resolve, reject) => {
        output.write(chunk, (error) => {
          if (error === null || error === undefined) resolve();
          else reject(lostOutput("standard output", error));
        });
      }),
    lost: lost.signal,
    async flush() {
      for (const [stream, name] of named) {
        // What was written before has been taken, or has failed, when this comes back.
        await new Promise<void>((resolve) => {
          stream.write("", (error) => {
            if (error !== null && error !== undefined) lost.abort(lostOutput(name, error));
            resolve();
          });
        });
      }
    },
  };
}
