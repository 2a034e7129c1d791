import type { Writable } from "node:stream";
import { ClosedOutputError, LostOutputError } from "../context.ts";
import { errorCode } from "./files.ts";

/** Standard output and standard error, either of which may be lost at any moment. */
export interface Outputs {
  /** Writes a line to standard output; if that fails, `lost` aborts. */
  readonly print: (text: string) => void;
  /** Writes a line to standard error; if that fails, `lost` aborts. */
  readonly printError: (text: string) => void;
  /**
   * Writes to standard output and waits until the chunk is written.
   *
   * @throws ClosedOutputError when its reader is gone, LostOutputError when writing fails for another reason.
   */
  readonly write: (chunk: string | Uint8Array) => Promise<void>;
  /** Aborts with the first `ClosedOutputError` or `LostOutputError` of either. */
  readonly lost: AbortSignal;
  /** Waits until everything printed is written or lost. Then `lost` is final. */
  readonly flush: () => Promise<void>;
}

function lostOutput(name: string, error: Error): ClosedOutputError | LostOutputError {
  const code = errorCode(error);
  return code === "EPIPE"
    ? new ClosedOutputError(`The reader of ${name} is gone`, { cause: error })
    : new LostOutputError(`Writing to ${name} failed (${code})`, { cause: error });
}

/** Watches both outputs: an error of either aborts `lost`, and never ends the program in the middle of its work. */
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
        // By the time of this callback, everything written before has been written or has failed.
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
