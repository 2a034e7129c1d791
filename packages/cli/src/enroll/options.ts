import type { LimiterOptions } from "@kelaskit/core";
import type { TextEncoding } from "@kelaskit/enroll";
import { InvalidArgumentError } from "commander";
import { longestWait, parseCount, requestsPerCall } from "../io/arguments.ts";
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
  readonly requireUserId?: boolean | undefined;
  readonly plan?: string | undefined;
  readonly school?: readonly number[] | undefined;
  readonly class?: string | undefined;
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
