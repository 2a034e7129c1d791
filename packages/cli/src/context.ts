/** Everything a command uses from outside, so that tests can replace it. */
export interface CommandContext {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Prints lines to stdout: results, which other programs may read. */
  readonly print: (text: string) => void;
  /** Prints lines to stderr: what people read while stdout goes elsewhere. */
  readonly printError: (text: string) => void;
  /**
   * Writes to stdout as it is and waits until the chunk is written, so that long lists do not pile up in memory.
   *
   * @throws ClosedOutputError when the reader is gone, such as `kelaskit … | head -1`; LostOutputError when writing fails
   * for another reason.
   */
  readonly write: (chunk: string | Uint8Array) => Promise<void>;
  /**
   * Aborts when stdout or stderr can no longer be written; the reason is a `ClosedOutputError` or a `LostOutputError`. A
   * command that changes data at a vendor then ends as after Ctrl-C, because its output can no longer be seen.
   */
  readonly outputLost: AbortSignal;
  readonly terminal: Terminal;
  /** The environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof globalThis.fetch;
}

/** Which standard streams are a terminal. */
interface Terminal {
  readonly input: boolean;
  readonly output: boolean;
  /** How many characters fit in a line of the output. */
  readonly columns: number;
}

/** How a command ended: 0 success, 1 something to look at, 2 input it could not use. */
export type ExitCode = 0 | 1 | 2;

/** Reports to the program how a command ended. */
export type Finish = (code: ExitCode) => void;

/** Input that a command cannot use. The message explains what to do and is printed without a stack. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** The reader of the output is gone: the command ends silently. */
export class ClosedOutputError extends Error {
  override readonly name = "ClosedOutputError";
}

/** The output cannot be written: the disk is full, or the terminal is closed. */
export class LostOutputError extends Error {
  override readonly name = "LostOutputError";
}
