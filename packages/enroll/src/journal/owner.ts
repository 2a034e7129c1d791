import { basename, dirname, extname, join } from "node:path";
import type { JournalDatabase } from "./database.ts";
import { JournalError } from "./errors.ts";
import { identityRange, partsOf, type RunKeys } from "./key.ts";

/** What a journal was started from. */
export interface JournalOwner {
  /** The target's name. */
  readonly target: string;
  /** The source's name. */
  readonly source: string;
  /** The hash of the source's content. */
  readonly hash: string;
  /** A digest of the keys of its rows; undefined in a journal of a version that did not store it. */
  readonly keys: string | undefined;
}

/** At most this many rows of a journal are read to describe what it contains. */
const sampleSize = 1000;
/** At most this many items are named. */
const namedItems = 3;

/** An entry of the journal about itself. */
export function metaOf(database: JournalDatabase, name: string): string | undefined {
  const value = database.get("SELECT value FROM meta WHERE name = ?", name)?.["value"];
  return typeof value === "string" ? value : undefined;
}

/** What a journal was started from; undefined before its first run. */
export function ownerOf(database: JournalDatabase): JournalOwner | undefined {
  const target = metaOf(database, "target");
  const source = metaOf(database, "source");
  const hash = metaOf(database, "hash");
  if (target === undefined || source === undefined || hash === undefined) return undefined;
  return { target, source, hash, keys: metaOf(database, "keys") };
}

/** What a file is used for. */
export type JournalUse = "run" | "service" | "inbox";

const useWords: Readonly<Record<JournalUse, string>> = {
  run: "a run",
  service: "a service",
  inbox: "the receiver of a shop's webhooks",
};

function isUse(value: string | undefined): value is JournalUse {
  return value !== undefined && Object.hasOwn(useWords, value);
}

/** Refuses a file that is used for something else. */
export function refuseOtherUse(database: JournalDatabase, use: JournalUse): void {
  const named = metaOf(database, "use");
  const isNew = named === undefined && metaOf(database, "target") === undefined;
  const former = isUse(named) ? named : "run";
  if (isNew || former === use) return;
  throw new JournalError(
    "other-use",
    `The journal ${database.path} belongs to ${useWords[former]}, and this is ${useWords[use]}. Use another file: what is in ` +
      "it follows other rules.",
  );
}

/** Refuses a journal of another target. */
export function refuseOtherTarget(path: string, former: string, now: string, use: "run" | "service"): void {
  if (former === now) return;
  throw new JournalError(
    "other-target",
    `The journal ${path} belongs to the target "${former}", and this ${use} is for "${now}". Use another journal.`,
  );
}

/** Refuses a journal of another target, or of other content unless that is accepted. */
export function refuseOtherOwner(
  { path }: JournalDatabase,
  former: JournalOwner,
  now: Omit<JournalOwner, "keys">,
  acceptOtherSource: boolean,
): void {
  refuseOtherTarget(path, former.target, now.target, "run");
  if (former.hash === now.hash || acceptOtherSource) return;
  const difference =
    former.source === now.source
      ? `a different version of ${now.source}`
      : `${former.source}, and this run reads ${now.source}`;
  throw new JournalError(
    "other-source",
    `The journal ${path} was started from ${difference}. If it is the same list with changes, set acceptOtherSource: rows ` +
      "in the journal keep their states. Otherwise use another journal.",
  );
}

function itemsOf(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.map((key) => partsOf(key).item).filter((item) => item !== ""))];
}

function named(items: readonly string[]): string {
  const more = items.length > namedItems ? ", …" : "";
  return `${items.slice(0, namedItems).join(", ")}${more}`;
}

/** The name of a journal for another item, such as `learners.csv.p2.journal`. */
function nameFor(path: string, item: string): string {
  const words = item.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 40);
  const end = extname(path);
  return join(dirname(path), `${basename(path, end)}.${words}${end}`);
}

function isKnown(database: JournalDatabase, key: string): boolean {
  const [from, to] = identityRange(key);
  const found = database.get(
    "SELECT 1 FROM rows WHERE key = ? OR key = ? OR (key > ? AND key < ?)",
    key,
    `${from}]`,
    `${from},`,
    to,
  );
  return found !== undefined;
}

/**
 * Refuses a journal of the same content whose rows had other keys: another item, other columns, or another way to clean
 * them. If none of the keys is known, this is another list, which is never accepted; if some are, it can be.
 */
export function refuseOtherKeys(
  database: JournalDatabase,
  former: JournalOwner,
  keys: RunKeys,
  acceptOtherSource: boolean,
): void {
  if (former.keys === keys.digest || keys.first.length === 0) return;
  const sample = database
    .all("SELECT key FROM rows WHERE json_array_length(key) > 2 ORDER BY id LIMIT ?", sampleSize)
    .map(({ key }) => String(key));
  if (sample.length === 0) return;
  const known = keys.first.filter((key) => isKnown(database, key)).length;
  const { path } = database;
  if (known > 0) {
    // A journal of a version that did not store the digest belongs to these rows, as far as can be told.
    if (acceptOtherSource || former.keys === undefined) return;
    throw new JournalError(
      "other-keys",
      `The journal ${path} was started from the same source, but its rows were read differently: of the first ` +
        `${keys.first.length} rows it contains ${known}, and the others would be sent as new rows. Restore the earlier ` +
        "settings (columns, item, version), or set acceptOtherSource to send the other rows.",
    );
  }
  const [formerItems, items] = [itemsOf(sample), itemsOf(keys.first)];
  const isOtherItem = items.every((item) => !formerItems.includes(item));
  const advice = isOtherItem
    ? `Use a separate journal for another item, such as ${nameFor(path, items[0] ?? "")}.`
    : "It contains other learners: check which columns are read, or use a separate journal for other learners.";
  throw new JournalError(
    "other-keys",
    `The journal ${path} was started from the same source for other rows: it contains ${named(formerItems)}, and this run ` +
      `is for ${named(items)}. ${advice}`,
  );
}
