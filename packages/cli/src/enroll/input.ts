import { rmSync } from "node:fs";
import { mkdtemp, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { csvFile, jsonLinesFile, openSource, type RowSource, type Target } from "@kelaskit/enroll";
import { type CommandContext, InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";
import type { EnrollOptions, FileFormat } from "./options.ts";

/** Where the learners come from: a file, or a private copy of standard input, because rows are read more than once. */
export interface Input extends Disposable {
  readonly path: string;
  /** Its format; undefined if its extension shows it. */
  readonly format: FileFormat | undefined;
}

/** The options for reading a file. */
type ReadingOptions = Pick<
  EnrollOptions,
  "map" | "delimiter" | "encoding" | "allowEmpty" | "headerLine" | "ignoreColumn"
>;

/** Detects the format: JSON lines begin with a brace, header lines do not. */
function formatOf(start: Uint8Array): FileFormat {
  const [first] = new TextDecoder("utf-8").decode(start.subarray(0, 1024)).trimStart();
  return first === "{" ? "jsonl" : "csv";
}

/**
 * Copies standard input into a file that only this user can read. It is deleted when the input is disposed or the process
 * exits.
 */
async function spool(
  { stdin }: CommandContext,
  format: FileFormat | undefined,
  signal: AbortSignal,
): Promise<Input> {
  const folder = await mkdtemp(path.join(tmpdir(), "kelaskit-"));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", remove);
  const input = {
    path: path.join(folder, "standard input"),
    [Symbol.dispose]() {
      process.off("exit", remove);
      remove();
    },
  };
  try {
    let found = format;
    await using file = await open(input.path, "wx", 0o600);
    for await (const chunk of untilAborted(stdin, signal)) {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      found ??= formatOf(bytes);
      await file.appendFile(bytes);
    }
    return { ...input, format: found ?? "csv" };
  } catch (error) {
    input[Symbol.dispose]();
    if (error instanceof InputError) throw error;
    throw new InputError(
      `Standard input cannot be copied to ${tmpdir()} (${errorCode(error)}), and nothing was sent. Free some space there, ` +
        "set TMPDIR to another folder, or pass a file.",
      { cause: error },
    );
  }
}

async function* untilAborted<Chunk>(
  chunks: AsyncIterable<Chunk>,
  signal: AbortSignal,
): AsyncGenerator<Chunk, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  const stopped = Promise.withResolvers<undefined>();
  const onAbort = (): void => {
    stopped.resolve(undefined);
  };
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), stopped.promise]);
      if (next === undefined)
        throw new InputError("Stopped before the end of standard input; nothing was sent.");
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/**
 * Makes the input readable more than once.
 *
 * @param signal Stops waiting for the end of standard input.
 * @throws InputError when standard input cannot be copied, or when `signal` aborts before its end.
 */
export async function openInput(
  file: string,
  { format }: Pick<EnrollOptions, "format">,
  context: CommandContext,
  signal: AbortSignal,
): Promise<Input> {
  return file === "-" ? spool(context, format, signal) : { path: file, format, [Symbol.dispose]() {} };
}

/** The rows of an input, read with the options of the command line. */
export function sourceOf(
  { path: file, format }: Input,
  { fields }: Pick<Target, "fields">,
  options: ReadingOptions,
  onNote: (note: string) => void,
): RowSource {
  const reading = {
    fields,
    onNote,
    columns: options.map,
    delimiter: options.delimiter,
    encoding: options.encoding,
    allowEmpty: options.allowEmpty,
    headerLine: options.headerLine,
    ignoredColumns: options.ignoreColumn,
  };
  switch (format) {
    case "csv":
      return csvFile(file, reading);
    case "tsv":
      return csvFile(file, { ...reading, delimiter: options.delimiter ?? "\t" });
    case "jsonl":
      return jsonLinesFile(file, reading);
    case undefined:
      return openSource(file, reading);
  }
}
