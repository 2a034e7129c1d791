import type { ReplyShape } from "./shape.ts";

/** The kind of a reply that an operation can have. */
export type ReplyMedia = "json" | "binary" | "unknown";

/** One request of a recording, without values: they are dropped while the recording is read. */
export interface Exchange {
  /** In upper case. */
  readonly method: string;
  /** The host with its port. Needed to tell the portal from others; never reported. */
  readonly host: string;
  /** The parts of the path, decoded. */
  readonly segments: readonly string[];
  /** Names of the query. */
  readonly query: readonly string[];
  /** Names of the outermost fields of the body. */
  readonly body: readonly string[];
  readonly media: ReplyMedia;
  /** The form of the reply; `undefined` if the recording has none. */
  readonly reply: ReplyShape | undefined;
}

/** What a reader finds in a recording. */
export interface Recording {
  readonly format: "har" | "curl" | "postman";
  readonly exchanges: readonly Exchange[];
  /** Words that the replies name things by, such as slugs: in a path, they are variables. */
  readonly names: ReadonlySet<string>;
  /** How many requests were left out, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** Collects the exchanges of a recording. */
export class RecordingBuilder {
  readonly exchanges: Exchange[] = [];
  readonly names = new Set<string>();
  readonly skipped = new Map<string, number>();

  /** Counts a request that is left out. @param reason The end of a sentence: `have no JSON reply`. */
  skip(reason: string): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  recording(format: Recording["format"]): Recording {
    const { exchanges, names, skipped } = this;
    return { format, exchanges, names, skipped };
  }
}
