import { createHash } from "node:crypto";
import type { RowSource, SourceRecord } from "../source.ts";
import { SourceError } from "../sources/source-error.ts";
import { contentText } from "./content.ts";

/** How many records are read before the first of them is used: enough to make the work per chunk negligible. */
const chunkSize = 500;

/** Consecutive records of a source. */
export type RecordChunk = readonly SourceRecord[];

function digestOf(chunk: RecordChunk): string {
  const hash = createHash("sha256");
  for (const { line, record } of chunk) hash.update(`${line} ${contentText(record)}\n`);
  return hash.digest("base64");
}

/**
 * A source that is read more than once and must be the same each time: what is sent is what was checked. Keeps a digest
 * for every 500 records, not the records.
 */
export class SteadySource {
  readonly #source: RowSource;
  readonly #digests: string[] = [];
  #hash: string | undefined;

  constructor(source: RowSource) {
    this.#source = source;
  }

  /** What it is, for messages. */
  get name(): string {
    return this.#source.name;
  }

  /** The hash of its content when it was first read. */
  async hash(): Promise<string> {
    this.#hash ??= await this.#source.hash();
    return this.#hash;
  }

  /**
   * The first reading, with which later ones are compared. Ends early when the signal is aborted.
   *
   * @throws SourceError when its content has changed by its end, or its lines do not increase.
   */
  async *readFirst(signal: AbortSignal): AsyncGenerator<RecordChunk, void> {
    const before = await this.hash();
    let lastLine = 0;
    for await (const chunk of this.#chunks(signal)) {
      for (const { line } of chunk) {
        if (!(line > lastLine)) throw this.#notIncreasing(line, lastLine);
        lastLine = line;
      }
      this.#digests.push(digestOf(chunk));
      yield chunk;
    }
    if (!signal.aborted && (await this.#source.hash()) !== before) throw this.#changed();
  }

  /**
   * Any later reading. Ends early when the signal is aborted.
   *
   * @throws SourceError before the first record that may have changed, or at the end when some are missing.
   */
  async *readAgain(signal: AbortSignal): AsyncGenerator<RecordChunk, void> {
    let index = 0;
    for await (const chunk of this.#chunks(signal)) {
      if (digestOf(chunk) !== this.#digests[index]) throw this.#changed();
      index += 1;
      yield chunk;
    }
    if (!signal.aborted && index < this.#digests.length) throw this.#changed();
  }

  async *#chunks(signal: AbortSignal): AsyncGenerator<RecordChunk, void> {
    let chunk: SourceRecord[] = [];
    for await (const record of this.#source.records()) {
      if (signal.aborted) return;
      chunk.push(record);
      if (chunk.length < chunkSize) continue;
      yield chunk;
      chunk = [];
    }
    if (chunk.length > 0 && !signal.aborted) yield chunk;
  }

  #changed(): SourceError {
    return new SourceError(
      this.name,
      "it changed while it was being read, and nothing more is sent. Wait until it is no longer being written, then run again.",
    );
  }

  #notIncreasing(line: number, lastLine: number): SourceError {
    return new SourceError(
      this.name,
      `a record with line ${line} comes after line ${lastLine}. Lines identify records and must increase: number the ` +
        "records consecutively, from 1.",
    );
  }
}
