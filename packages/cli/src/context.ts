/** What a command uses of the world around it, so that tests can give it another. */
export interface CommandContext {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Prints lines to stdout: results, which other programs may read. */
  readonly print: (text: string) => void;
  /** Prints lines to stderr: what people read while stdout goes elsewhere. */
  readonly printError: (text: string) => void;
  readonly fetch: typeof globalThis.fetch;
}

/** How a command ended: all well, something to look at, or input that it could not use. */
export type ExitCode = 0 | 1 | 2;

/** Tells the program how a command ended. */
export type Finish = (code: ExitCode) => void;

/** Input that a command cannot use. The message is a paragraph that says what to do; there is no stack to show. */
export class InputError extends Error {
  override readonly name = "InputError";
}
