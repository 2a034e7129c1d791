import { createHash } from "node:crypto";
import type { PlannedRow } from "../run-options.ts";
import type { RowIdentity, TargetMember } from "../target.ts";
import { nameKey } from "./names.ts";
import type { RosterCounts, RosterItem } from "./plan-lines.ts";
import { type Row, TemporaryTables, textOf } from "./temporary-table.ts";

/** Why a row is not sent although the vendor's list does not show its learner. */
export type Doubt = "listed" | "namesake" | "nameless";

/** What becomes of a row of the source. */
export type WantedRow =
  | { readonly action: "add" }
  | { readonly action: "keep"; readonly member: string; readonly name: string | undefined }
  | { readonly action: "unknown"; readonly doubt: Doubt };

/** What becomes of an entry of the vendor's list that is shown with no row of the source. */
export interface UnwantedMember {
  /** `wanted`: stays, because a row that is shown with another entry may be for it. */
  readonly action: "remove" | "keep" | "wanted" | "unknown";
  readonly learner: string;
  readonly period: string | undefined;
  readonly name: string | undefined;
  /** The row as JSON, for a member who is to be taken out. */
  readonly row: string;
}

const schema = `
  CREATE TABLE wanted (item TEXT NOT NULL, learner TEXT NOT NULL, line INTEGER NOT NULL, name_key TEXT, member INTEGER, doubt TEXT,
    PRIMARY KEY (item, learner)) STRICT, WITHOUT ROWID;
  CREATE TABLE members (id INTEGER PRIMARY KEY, item TEXT NOT NULL, learner TEXT NOT NULL, period TEXT, name TEXT, name_key TEXT,
    uncertain INTEGER NOT NULL, repeated INTEGER NOT NULL DEFAULT 0, wanted INTEGER NOT NULL DEFAULT 0, row TEXT NOT NULL) STRICT;
  CREATE INDEX members_by_learner ON members (item, learner);
  CREATE INDEX uncertain_names ON members (item, name_key) WHERE uncertain = 1;
  CREATE TABLE learners (item TEXT NOT NULL, learner TEXT NOT NULL, member INTEGER NOT NULL) STRICT;
  CREATE INDEX learners_by_text ON learners (item, learner);
  CREATE INDEX learners_by_member ON learners (member);
`;

/** Why a row that is not in the list may nevertheless be somebody in it, the most certain reason first. */
const doubts: readonly (readonly [Doubt, string])[] = [
  [
    "listed",
    "EXISTS (SELECT 1 FROM learners JOIN members ON members.id = learners.member WHERE learners.item = wanted.item AND " +
      "learners.learner = wanted.learner AND uncertain = 1)",
  ],
  [
    "namesake",
    "EXISTS (SELECT 1 FROM members WHERE uncertain = 1 AND members.item = wanted.item AND members.name_key = wanted.name_key)",
  ],
  [
    "nameless",
    "(wanted.name_key IS NULL AND EXISTS (SELECT 1 FROM members WHERE uncertain = 1 AND members.item = wanted.item)) OR EXISTS " +
      "(SELECT 1 FROM members WHERE uncertain = 1 AND members.item = wanted.item AND members.name_key IS NULL)",
  ],
];

function countOf(row: Row | undefined): number {
  return Number(row?.["count"] ?? 0);
}

/** Who is wanted and who is listed, for every item. */
export class RosterLists implements Disposable {
  readonly #tables = new TemporaryTables(schema);

  /** How many learners and items the source contains. */
  get wantedCount(): number {
    return countOf(this.#tables.get("SELECT count(*) AS count FROM wanted"));
  }

  /** Somebody whom the source contains, at the first line. */
  addWanted({ line, learner, item }: PlannedRow): void {
    this.#tables.run("INSERT INTO wanted (item, learner, line) VALUES (?, ?, ?)", item, learner, line);
  }

  /** The name in a row of the source. */
  addName({ learner, item }: RowIdentity, name: string | undefined): void {
    const key = nameKey(name) ?? null;
    this.#tables.run("UPDATE wanted SET name_key = ? WHERE item = ? AND learner = ?", key, item, learner);
  }

  /**
   * Somebody whom the vendor's list contains. A learner who is in it twice stays, because one of the two may be somebody else.
   *
   * @param row The member's row as JSON.
   */
  addMember<Member extends object>(member: Omit<TargetMember<Member>, "row">, row: string): void {
    const { identity, name, isUncertain = false, otherLearners = [] } = member;
    const { item, learner, period } = identity;
    const tables = this.#tables;
    const repeated = isUncertain
      ? 0
      : tables.run(
          "UPDATE members SET repeated = 1 WHERE item = ? AND learner = ? AND uncertain = 0",
          item,
          learner,
        );
    tables.run(
      "INSERT INTO members (item, learner, period, name, name_key, uncertain, repeated, row) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      item,
      learner,
      period ?? null,
      name ?? null,
      nameKey(name) ?? null,
      Number(isUncertain),
      Math.min(repeated, 1),
      row,
    );
    const id = Number(tables.get("SELECT last_insert_rowid() AS id")?.["id"]);
    for (const text of new Set([learner, ...otherLearners]))
      tables.run("INSERT INTO learners VALUES (?, ?, ?)", item, text, id);
  }

  /** Compares what was added. Called once, after it. */
  compare(): void {
    const certain = "learners.item = wanted.item AND learners.learner = wanted.learner AND uncertain = 0";
    const found = `SELECT min(members.id) FROM learners JOIN members ON members.id = learners.member WHERE ${certain}`;
    this.#tables.run(`UPDATE wanted SET member = (${found})`);
    // Every entry that a row may be for is wanted, not only the first.
    this.#tables.run(
      "UPDATE members SET wanted = 1 WHERE uncertain = 0 AND EXISTS (SELECT 1 FROM learners JOIN wanted ON " +
        "wanted.item = learners.item AND wanted.learner = learners.learner WHERE learners.member = members.id)",
    );
    // A row is shown with one of the entries that it may be for; the others have lines of their own.
    this.#tables.run(
      "UPDATE members SET wanted = 2 WHERE wanted = 1 AND (item, learner) NOT IN (SELECT item, learner FROM members WHERE id IN " +
        "(SELECT member FROM wanted WHERE member IS NOT NULL))",
    );
    for (const [doubt, condition] of doubts)
      this.#tables.run(
        `UPDATE wanted SET doubt = ? WHERE member IS NULL AND doubt IS NULL AND (${condition})`,
        doubt,
      );
  }

  /** What becomes of a row; undefined if its learner is on an earlier line. */
  wantedAt(line: number, { learner, item }: RowIdentity): WantedRow | undefined {
    const row = this.#tables.get(
      "SELECT line, doubt, members.learner AS member, members.name AS name FROM wanted LEFT JOIN members ON " +
        "members.id = wanted.member WHERE wanted.item = ? AND wanted.learner = ?",
      item,
      learner,
    );
    if (row === undefined || (Number(row["line"]) !== line && row["member"] !== null)) return undefined;
    const member = textOf(row["member"]);
    if (member !== undefined) return { action: "keep", member, name: textOf(row["name"]) };
    const { doubt } = row;
    if (doubt === null) return { action: "add" };
    if (Number(row["line"]) !== line) return undefined;
    return { action: "unknown", doubt: doubt === "listed" || doubt === "namesake" ? doubt : "nameless" };
  }

  /** The entries of an item's list that are shown with no row, in the order of the list. */
  *unwanted(item: string): Generator<UnwantedMember, void> {
    for (const row of this.#tables.iterate(
      "SELECT * FROM members WHERE item = ? AND wanted <> 1 ORDER BY id",
      item,
    )) {
      const unwanted = row["repeated"] === 1 ? "keep" : "remove";
      const certain = row["wanted"] === 2 ? "wanted" : unwanted;
      yield {
        action: row["uncertain"] === 1 ? "unknown" : certain,
        learner: String(row["learner"]),
        period: textOf(row["period"]),
        name: textOf(row["name"]),
        row: String(row["row"]),
      };
    }
  }

  /** The counts of an item. */
  itemOf(item: string): RosterItem {
    const wanted = (condition: string): number =>
      countOf(this.#tables.get(`SELECT count(*) AS count FROM wanted WHERE item = ? AND ${condition}`, item));
    const members = (condition: string): number =>
      countOf(
        this.#tables.get(`SELECT count(*) AS count FROM members WHERE item = ? AND ${condition}`, item),
      );
    const counts: RosterCounts = {
      add: wanted("member IS NULL AND doubt IS NULL"),
      keep:
        wanted("member IS NOT NULL") +
        members("uncertain = 0 AND (wanted = 2 OR (wanted = 0 AND repeated = 1))"),
      remove: members("uncertain = 0 AND wanted = 0 AND repeated = 0"),
      unknown: wanted("doubt IS NOT NULL") + members("uncertain = 1"),
    };
    const certain = countOf(
      this.#tables.get(
        "SELECT count(DISTINCT learner) AS count FROM members WHERE item = ? AND uncertain = 0",
        item,
      ),
    );
    return { item, members: members("1"), certain, ...counts, digest: this.#digestOf(item) };
  }

  #digestOf(item: string): string {
    const hash = createHash("sha256");
    for (const { learner, period, name, uncertain, row } of this.#tables.iterate(
      "SELECT learner, period, name, uncertain, row FROM members WHERE item = ? ORDER BY learner, period, name, uncertain, row",
      item,
    ))
      hash.update(`${JSON.stringify([learner, period, name, uncertain, row])}\n`);
    return hash.digest("hex");
  }

  [Symbol.dispose](): void {
    this.#tables[Symbol.dispose]();
  }
}
