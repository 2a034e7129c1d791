import type { LimiterOptions } from "@kelaskit/core";
import type { TextEncoding } from "@kelaskit/enroll";
import { InvalidArgumentError } from "commander";
import type { OutputForm } from "../output/form.ts";
import type { VendorClientOptions } from "../vendors/client.ts";

/** What rows get unless they define it themselves. Each option belongs to one target. */
export interface ItemOptions {
  readonly product?: string | undefined;
  readonly bundle?: string | undefined;
  readonly addOn?: string | undefined;
  readonly userField?: readonly string[] | undefined;
  readonly course?: number | undefined;
  readonly learningPath?: number | undefined;
  readonly portalId?: number | undefined;
  readonly createLearners?: boolean | undefined;
  readonly plan?: string | undefined;
  readonly school?: readonly number[] | undefined;
}

/** The formats of a file whose extension does not show it. */
export const fileFormats = ["csv", "tsv", "jsonl"] as const;

/** One of `fileFormats`. */
export type FileFormat = (typeof fileFormats)[number];

/** The options of `kelaskit enroll`. */
export interface EnrollOptions extends ItemOptions, Omit<VendorClientOptions, "limiter"> {
  readonly map?: Readonly<Record<string, string>> | undefined;
  readonly delimiter?: string | undefined;
  readonly encoding?: TextEncoding | undefined;
  readonly format?: FileFormat | undefined;
  readonly headerLine?: number | undefined;
  readonly ignoreColumn?: readonly string[] | undefined;
  readonly allowEmpty?: boolean | undefined;
  readonly journal?: string | undefined;
  readonly report?: string | undefined;
  readonly force?: boolean | undefined;
  readonly concurrency: number;
  readonly rate?: LimiterOptions | undefined;
  readonly dryRun?: boolean | undefined;
  readonly check: boolean;
  readonly precheck: boolean;
  readonly retryFailed?: boolean | undefined;
  readonly acceptOtherFile?: boolean | undefined;
  readonly settleAfter: number;
  readonly output?: OutputForm | undefined;
}

/** The encodings of a file, listed here so that `--help` need not load the package. */
export const encodings: readonly TextEncoding[] = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "windows-874",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "windows-1257",
  "windows-1258",
  "macintosh",
];

/** Reads a whole number of at least 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError("Expected a whole number of at least 1, such as 4.");
}

/** Reads a number of seconds. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds <= 7 * 24 * 3600) return seconds;
  throw new InvalidArgumentError("Expected a number of seconds from 0 to 604800 (a week), such as 60.");
}

/** The milliseconds in a unit. */
const intervals: ReadonlyMap<string, number> = new Map([
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

/** How long requests may wait for each other, in milliseconds: well under the two minutes of a call's time-out. */
const longestWait = 100_000;
/** How many requests one call of a target may have in progress, to find learners and to settle rows. */
const requestsPerCall = 4;

/**
 * Reads how many requests may start per second, minute or hour: `5/s`, `100/m`, `1000/h`. Requests per minute and hour are
 * spread evenly: after a burst, the next ones would wait until they time out.
 */
export function parseRate(text: string): LimiterOptions {
  const [, count = "", unit = ""] = /^([1-9]\d{0,8})\/(s|m|h)$/.exec(text) ?? [];
  const interval = intervals.get(unit);
  if (interval === undefined) {
    throw new InvalidArgumentError(
      "Expected requests per second, minute or hour, such as 5/s, 100/m or 1000/h.",
    );
  }
  const limit = Number(count);
  if (interval / limit > longestWait / requestsPerCall) {
    throw new InvalidArgumentError(
      "Expected at least 144/h: at a slower rate, calls would time out while they wait.",
    );
  }
  const perSecond = Math.floor((limit * 1000) / interval);
  // From ten per second on, whole numbers are exact enough.
  return unit === "s" || perSecond >= 10
    ? { limit: perSecond, interval: 1000 }
    : { limit: 1, interval: Math.ceil(interval / limit) };
}

/** How many calls may be in progress: at a slow rate fewer than requested, so that they do not time out while they wait. */
export function concurrencyAt({ concurrency, rate }: Pick<EnrollOptions, "concurrency" | "rate">): number {
  if (rate?.limit === undefined) return concurrency;
  const spacing = (rate.interval ?? 1000) / rate.limit;
  return Math.max(1, Math.min(concurrency, Math.floor(longestWait / (requestsPerCall * spacing))));
}

/** Adds `field=Header` to the earlier columns. */
export function parseColumn(
  text: string,
  columns: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const at = text.indexOf("=");
  const field = text.slice(0, at).trim();
  const header = text.slice(at + 1).trim();
  if (at < 1 || field === "" || header === "") {
    throw new InvalidArgumentError('Expected field=Header, such as "email=E-mail address".');
  }
  if (Object.hasOwn(columns, field)) {
    throw new InvalidArgumentError(`The field ${field} has two columns. Map it to one.`);
  }
  return { ...columns, [field]: header };
}

/** Reads an id. */
export function parseId(text: string): string {
  const id = text.trim();
  if (id !== "") return id;
  throw new InvalidArgumentError("Expected an id.");
}

/** Adds the name of a column to the earlier ones. */
export function parseName(text: string, names: readonly string[] = []): readonly string[] {
  return [...names, parseId(text)];
}

/** Adds a header to the earlier ones, unchanged: it may begin with a space. */
export function parseHeader(text: string, headers: readonly string[] = []): readonly string[] {
  if (text.trim() === "") throw new InvalidArgumentError("Expected the header of a column.");
  return [...headers, text];
}

/** Adds a numeric id to the earlier ones. */
export function parseNumericId(text: string, ids: readonly number[] = []): readonly number[] {
  return [...ids, parseCount(text)];
}

/** Reads the character between fields; `tab` for a tab. */
export function parseDelimiter(text: string): string {
  if (text === "tab" || text === "\\t") return "\t";
  if (text.length === 1) return text;
  throw new InvalidArgumentError('Expected one character, such as ";", or the word tab.');
}
