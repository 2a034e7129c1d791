/** Marks an SQLite file as a journal: "KLSE" in ASCII. */
export const applicationId = 0x4b_4c_53_45;

/** The version of the tables; a later one is refused, because its meaning is unknown here. */
export const schemaVersion = 4;

/** The columns that only a service uses. The records of a run are in its source. */
const serviceColumns = [
  "operation TEXT NOT NULL DEFAULT 'enroll' CHECK (operation IN ('enroll', 'revoke'))",
  "record TEXT",
  "reference TEXT",
  "added_at INTEGER",
  // When it may be sent, by the clock of the service: 0 is at once.
  "due_at INTEGER",
  // How often it was sent without an outcome that ends it: rate-limited, or its reply was lost.
  "repetitions INTEGER NOT NULL DEFAULT 0",
  "lost INTEGER NOT NULL DEFAULT 0",
  "canceled_at INTEGER",
];

/** When a user last made it pending again: by adding it again, retrying it or taking it back. */
const renewedColumn = "renewed_at INTEGER";

const renewedIndex =
  "CREATE INDEX renewed_rows ON rows (renewed_at) WHERE state = 'pending' AND renewed_at IS NOT NULL;";

const serviceIndexes = `
  CREATE INDEX waiting_rows ON rows (id) WHERE state = 'pending' AND due_at IS NOT NULL;
  CREATE INDEX delayed_rows ON rows (due_at) WHERE state = 'pending' AND due_at > 0;
`;

// A row is identified by its key. `generation` counts the versions of the source, which tells a row of an earlier version
// from a duplicate. `content` is a digest of the row in the source, `sent_content` of the row as it was sent.
/** Creates the tables. */
export const tables = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE rows (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    line INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'done', 'failed', 'unknown')),
    attempts INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    ended_at INTEGER,
    reason TEXT,
    vendor_id TEXT,
    content BLOB,
    sent_content BLOB,
    ${[...serviceColumns, renewedColumn].join(",\n    ")}
  ) STRICT;
  CREATE INDEX open_rows ON rows (state) WHERE state IN ('sending', 'unknown');
  ${serviceIndexes}
  ${renewedIndex}
  CREATE TABLE duplicates (line INTEGER PRIMARY KEY, first_line INTEGER NOT NULL) STRICT;
  INSERT INTO meta VALUES ('version', '${schemaVersion}');
  PRAGMA application_id = ${applicationId};
`;

/** Upgrades tables to the next version, by the version they have. */
export const upgrades: Readonly<Record<number, string>> = {
  1: `
    ALTER TABLE rows ADD COLUMN content BLOB;
    ALTER TABLE rows ADD COLUMN sent_content BLOB;
    UPDATE meta SET value = '2' WHERE name = 'version';
  `,
  2: `
    ${serviceColumns.map((column) => `ALTER TABLE rows ADD COLUMN ${column};`).join("\n    ")}
    ${serviceIndexes}
    UPDATE meta SET value = '3' WHERE name = 'version';
  `,
  3: `
    ALTER TABLE rows ADD COLUMN ${renewedColumn};
    ${renewedIndex}
    UPDATE meta SET value = '4' WHERE name = 'version';
  `,
};
