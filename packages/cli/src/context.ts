/** What a command uses of the world around it, so that tests can give it another. */
export interface CommandContext {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Prints lines to stdout: results, which other programs may read. */
  readonly print: (text: string) => void;
  /** Prints lines to stderr: what people read while stdout goes elsewhere. */
  readonly printError: (text: string) => void;
  /**
   * Writes to stdout as it is and waits until that is taken, so that long lists do not pile up in memory.
   *
   * @throws ClosedOutputError when nobody reads any more, as in `kelaskit … | head -1`; LostOutputError when it cannot be
   * written for another reason.
   */
  readonly write: (chunk: string | Uint8Array) => Promise<void>;
  /**
   * Aborts when stdout or stderr cannot be written any more; the reason is a `ClosedOutputError` or a `LostOutputError`. A
   * command that changes something at a vendor ends then as after a Ctrl-C: nobody sees what it does.
   */
  readonly outputLost: AbortSignal;
  readonly terminal: Terminal;
  /** The environment's variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof globalThis.fetch;
}

/** Which ends of the program are a terminal, where a person reads and writes. */
interface Terminal {
  readonly input: boolean;
  readonly output: boolean;
  /** How many characters fit in a line of the output. */
  readonly columns: number;
}

/** How a command ended: all well, something to look at, or input that it could not use. */
export type ExitCode = 0 | 1 | 2;

/** Tells the program how a command ended. */
export type Finish = (code: ExitCode) => void;

/** Input that a command cannot use. The message is a paragraph that says what to do; there is no stack to show. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** Nobody reads the output any more: the command ends, and there is nobody to tell. */
export class ClosedOutputError extends Error {
  override readonly name = "ClosedOutputError";
}

/** The output cannot be written: the disk is full, or the terminal is gone. */
export class LostOutputError extends Error {
  override readonly name = "LostOutputError";
}
