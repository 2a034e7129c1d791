import { type Address, addressOf } from "./request.ts";
import type { ReplyShape } from "./shape.ts";

/** The kind of a reply that an operation can have. */
export type ReplyMedia = "json" | "binary" | "unknown";

/** What a request was sent to. */
export interface SentRequest extends Address {
  /** In upper case. */
  readonly method: string;
}

/** One request of a recording, without values: they are dropped while the recording is read. */
export interface Exchange extends SentRequest {
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

  /** Reads the method and the address of a request; one that no client sends to an API is counted as left out. */
  request(method: string, url: string): SentRequest | undefined {
    const address = addressOf(url);
    const sent = method.toUpperCase();
    if (address !== undefined && /^(GET|POST|PUT|PATCH|DELETE)$/.test(sent))
      return { method: sent, ...address };
    this.skip("are not requests of a client to an API (other schemes, OPTIONS, HEAD)");
    return undefined;
  }

  recording(format: Recording["format"]): Recording {
    const { exchanges, names, skipped } = this;
    return { format, exchanges, names, skipped };
  }
}
