import { basename, dirname, extname, join } from "node:path";
import type { JournalDatabase } from "./database.ts";
import { JournalError } from "./errors.ts";
import { identityRange, partsOf } from "./key.ts";

/** Whom a journal belongs to. */
export interface JournalOwner {
  /** The target's name. */
  readonly target: string;
  /** The source's name. */
  readonly source: string;
  /** The hash of the source's content. */
  readonly hash: string;
  /** A digest of the keys of its rows; undefined in a journal of a version that did not keep it. */
  readonly keys: string | undefined;
}

/** The keys of a run's rows. */
interface RunKeys {
  /** A digest of all of them in their order. */
  readonly digest: string;
  /** Some of the first. */
  readonly first: readonly string[];
}

/** So many rows of a journal are looked at to say what it holds. */
const sampleSize = 1000;
/** So many items are named. */
const namedItems = 3;

/** Something that the journal notes about itself. */
export function metaOf(database: JournalDatabase, name: string): string | undefined {
  const value = database.get("SELECT value FROM meta WHERE name = ?", name)?.["value"];
  return typeof value === "string" ? value : undefined;
}

/** Whom a journal belongs to; nobody before its first run. */
export function ownerOf(database: JournalDatabase): JournalOwner | undefined {
  const target = metaOf(database, "target");
  const source = metaOf(database, "source");
  const hash = metaOf(database, "hash");
  if (target === undefined || source === undefined || hash === undefined) return undefined;
  return { target, source, hash, keys: metaOf(database, "keys") };
}

/** Refuses a journal that belongs to another target, or to other content where that is not accepted. */
export function refuseOtherOwner(
  { path }: JournalDatabase,
  former: JournalOwner,
  now: Omit<JournalOwner, "keys">,
  acceptOtherSource: boolean,
): void {
  if (former.target !== now.target) {
    throw new JournalError(
      "other-target",
      `The journal ${path} belongs to the target "${former.target}", and this run is for "${now.target}". Name another ` +
        "journal.",
    );
  }
  if (former.hash === now.hash || acceptOtherSource) return;
  throw new JournalError(
    "other-source",
    `The journal ${path} belongs to other content: ${former.source} as it was, and now came ${now.source} as it is. ` +
      "Accept the other source when it is the same list with changes: rows that the journal knows keep their states. " +
      "For another list name another journal.",
  );
}

function itemsOf(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.map((key) => partsOf(key).item).filter((item) => item !== ""))];
}

function named(items: readonly string[]): string {
  const more = items.length > namedItems ? ", …" : "";
  return `${items.slice(0, namedItems).join(", ")}${more}`;
}

/** The name of a journal for another item, as in `learners.csv.p2.journal`. */
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
 * them. Where none of the keys is known this is another list, which is never accepted; where some are, on demand.
 */
export function refuseOtherKeys(
  database: JournalDatabase,
  former: JournalOwner,
  keys: RunKeys,
  acceptOtherSource: boolean,
): void {
  if (former.keys === keys.digest || keys.first.length === 0) return;
  const held = database
    .all("SELECT key FROM rows WHERE json_array_length(key) > 2 ORDER BY id LIMIT ?", sampleSize)
    .map(({ key }) => String(key));
  if (held.length === 0) return;
  const known = keys.first.filter((key) => isKnown(database, key)).length;
  const { path } = database;
  if (known > 0) {
    // A journal of a version that did not keep the digest belongs to these rows, as far as can be told.
    if (acceptOtherSource || former.keys === undefined) return;
    throw new JournalError(
      "other-keys",
      `The journal ${path} belongs to the same content, and its rows were read in another way: of the first ` +
        `${keys.first.length} rows it knows ${known}, the others would be sent as new ones. Put the settings back as they ` +
        "were (columns, item, version); or accept the other source, when the other rows are to be sent.",
    );
  }
  const [heldItems, items] = [itemsOf(held), itemsOf(keys.first)];
  const isOtherItem = items.every((item) => !heldItems.includes(item));
  const advice = isOtherItem
    ? `For another item use a journal of its own, as in ${nameFor(path, items[0] ?? "")}.`
    : "It holds other learners: look which columns are read. For other learners use a journal of its own.";
  throw new JournalError(
    "other-keys",
    `The journal ${path} belongs to the same content and to other rows: it holds ${named(heldItems)}, and this run is for ` +
      `${named(items)}. ${advice}`,
  );
}
