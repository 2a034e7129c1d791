import { ConfigurationError } from "@kelaskit/core";
import { isObject } from "@kelaskit/core/vendor";

/** A value in an inbox. */
export type InboxValue = string | number | null;

/** A row of an inbox. */
export type InboxRow = Readonly<Record<string, unknown>>;

/**
 * The database of a receiver: an SQLite that is on the disk when a transaction returns. `openInbox` opens a file,
 * `durableObjectInbox` takes the storage of a Cloudflare Durable Object. One inbox can serve several receivers of one process.
 */
export interface Inbox {
  /** Runs one statement, and returns its rows. */
  all(sql: string, ...values: readonly InboxValue[]): readonly InboxRow[];
  /** Runs the work as one transaction: all of it, or nothing if it throws. */
  transaction<Result>(work: () => Result): Result;
  /** Closes it. Without effect where there is nothing to close. */
  close(): void;
}

/** The version of the tables. A later one is refused, because its meaning is unknown here. */
const schemaVersion = 2;

// An event is identified by its door and its id. `subject` is the order that it is about, `moment` a text that sorts by the
// time at which it happened, at the vendor. `state` is only used by doors that hand events to a function.
const tables = [
  "CREATE TABLE IF NOT EXISTS inbox_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
  `CREATE TABLE IF NOT EXISTS inbox_events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    door TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    subject TEXT,
    moment TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('kept', 'waiting', 'delivered')),
    body TEXT,
    UNIQUE (door, id)
  ) STRICT`,
  "CREATE INDEX IF NOT EXISTS events_of_subject ON inbox_events (door, subject)",
  "CREATE INDEX IF NOT EXISTS waiting_events ON inbox_events (door, position) WHERE state = 'waiting'",
  // `due`: 0 nothing is to be done, 1 at `try_at`, 2 at the next start. `revision` counts what has come in about an order.
  `CREATE TABLE IF NOT EXISTS sales (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    details TEXT NOT NULL,
    dismissed TEXT NOT NULL,
    revision INTEGER NOT NULL,
    due INTEGER NOT NULL,
    try_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT`,
  "CREATE INDEX IF NOT EXISTS due_sales ON sales (try_at) WHERE due = 1",
  "CREATE INDEX IF NOT EXISTS sales_by_state ON sales (state, position)",
  "CREATE INDEX IF NOT EXISTS sales_by_number ON sales (number)",
  `CREATE TABLE IF NOT EXISTS grants (
    sale TEXT NOT NULL,
    variant TEXT NOT NULL,
    service TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('granted', 'revoked')),
    is_own INTEGER NOT NULL,
    learner TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (sale, variant, service, key)
  ) STRICT`,
  "CREATE INDEX IF NOT EXISTS grants_by_key ON grants (service, key)",
  // For whom a variant is being added: from before its first part is, until all of them are recorded. Since version 2.
  `CREATE TABLE IF NOT EXISTS intents (
    sale TEXT NOT NULL,
    variant TEXT NOT NULL,
    learner TEXT NOT NULL,
    PRIMARY KEY (sale, variant)
  ) STRICT`,
];

/** The doors of the receivers that are open, by their inboxes. */
const openDoors = new WeakMap<Inbox, Set<string>>();

/**
 * Takes a door of an inbox for one receiver: two would work on each other's events, with settings of their own.
 *
 * @returns A function that gives it back.
 * @throws ConfigurationError when another receiver has it.
 */
export function takeDoor(owner: string, inbox: Inbox, door: string): () => void {
  const doors = openDoors.get(inbox) ?? new Set();
  if (doors.has(door)) {
    throw new ConfigurationError(
      `${owner}: another receiver of the same events uses this inbox. Give each an inbox of its own, or close the other one.`,
    );
  }
  openDoors.set(inbox, doors.add(door));
  return () => {
    doors.delete(door);
  };
}

function versionIn(inbox: Inbox): number | undefined {
  const [row] = inbox.all("SELECT value FROM inbox_meta WHERE name = 'version'");
  return row === undefined ? undefined : Number(row["value"]);
}

/**
 * Creates the tables of an inbox unless they exist, and upgrades an inbox of an earlier version.
 *
 * @throws ConfigurationError when it is not an inbox, or was written by a newer version.
 */
export function prepareInbox(owner: string, inbox: Inbox): void {
  const given: unknown = inbox;
  if (!isObject(given) || typeof given["all"] !== "function" || typeof given["transaction"] !== "function") {
    throw new ConfigurationError(
      `${owner}: inbox must be an inbox, such as durableObjectInbox(storage). A path is only understood by @kelaskit/enroll/sales.`,
    );
  }
  inbox.transaction(() => {
    for (const statement of tables) inbox.all(statement);
    // A later version only adds tables, so an inbox of an earlier one is one of this version now.
    if ((versionIn(inbox) ?? 0) < schemaVersion)
      inbox.all(
        "INSERT INTO inbox_meta VALUES ('version', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        String(schemaVersion),
      );
  });
  const version = versionIn(inbox);
  if (version !== schemaVersion) {
    throw new ConfigurationError(
      `${owner}: the inbox was written by a newer @kelaskit/enroll (its tables have version ${version}; this one supports ` +
        `${schemaVersion}). Continue with the newer one.`,
    );
  }
}
