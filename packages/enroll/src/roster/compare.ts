import type { TargetMember } from "../target.ts";
import { type ListChange, ListChanges } from "./changes.ts";
import type { PlanLine } from "./plan-lines.ts";
import { TemporaryTables, textOf } from "./temporary-table.ts";

const schema = `
  CREATE TABLE listed (item TEXT NOT NULL, learner TEXT NOT NULL, name TEXT, row TEXT, sent INTEGER NOT NULL DEFAULT 0,
    seen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (item, learner)) STRICT, WITHOUT ROWID;
  CREATE TABLE added (item TEXT NOT NULL, learner TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0, seen INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (item, learner)) STRICT, WITHOUT ROWID;
  CREATE TABLE unclear (item TEXT NOT NULL, learner TEXT NOT NULL, name TEXT NOT NULL, entries INTEGER NOT NULL,
    PRIMARY KEY (item, learner, name)) STRICT, WITHOUT ROWID;
`;

/** Somebody in an item, as a journal or a list has it. */
interface Place {
  readonly learner: string;
  readonly item: string;
}

/**
 * Compares the vendor's lists with those that a plan was made from. What the plan itself has sent since is no difference,
 * whether the lists already show it or not.
 */
export class ListComparison implements Disposable {
  readonly #tables = new TemporaryTables(schema);
  readonly #changes = new ListChanges();
  /** Entries by item that show nobody and were not there before: learners that the plan has added may be shown in this way. */
  readonly #newUnclear = new Map<string, { count: number; readonly first: ListChange[] }>();

  /** A line of the plan. @param row The member's row as JSON, for somebody who is to be taken out. */
  addPlanned(line: PlanLine, row: string | undefined): void {
    const { item, learner, name } = line;
    if (line.action === "add") {
      this.#tables.run(
        "INSERT INTO added (item, learner) VALUES (?, ?) ON CONFLICT DO NOTHING",
        item,
        learner,
      );
    } else if (line.action === "unknown") {
      // A line with a number is about a record of the source.
      if (line.line === undefined)
        this.#tables.run(
          "INSERT INTO unclear VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET entries = entries + 1",
          item,
          learner,
          name ?? "",
        );
    } else {
      const member = line.action === "keep" ? (line.member ?? learner) : learner;
      this.#tables.run(
        "INSERT INTO listed (item, learner, name, row) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        item,
        member,
        name ?? null,
        row ?? null,
      );
    }
  }

  /** An operation of the plan that was sent, or may have been. @param isDone Whether it is never sent again. */
  addSent(run: "additions" | "removals", { item, learner }: Place, isDone: boolean): void {
    const table = run === "additions" ? "added" : "listed";
    this.#tables.run(
      `UPDATE ${table} SET sent = ? WHERE item = ? AND learner = ?`,
      isDone ? 2 : 1,
      item,
      learner,
    );
  }

  /** An entry of the vendor's list as it is now. @param row The member's row as JSON. */
  addNow(member: Omit<TargetMember<object>, "row">, row: string): void {
    const { identity, name, isUncertain = false, otherLearners = [] } = member;
    const { item, learner } = identity;
    const place = { item, learner, name };
    if (isUncertain) {
      this.#addUnclear(place);
      return;
    }
    const tables = this.#tables;
    const known = tables.get(
      "SELECT row, sent, seen FROM listed WHERE item = ? AND learner = ?",
      item,
      learner,
    );
    if (known !== undefined) {
      const toRemove = textOf(known["row"]);
      const isOther = toRemove !== undefined && (toRemove !== row || known["seen"] !== 0);
      // Whoever was enrolled anew must not be taken out by a removal that may be sent again.
      if (isOther && known["sent"] !== 2) this.#changes.add({ what: "changed", ...place });
      tables.run("UPDATE listed SET seen = 1 WHERE item = ? AND learner = ?", item, learner);
      return;
    }
    const isOurs = [learner, ...otherLearners].some(
      (text) =>
        tables.run("UPDATE added SET seen = 1 WHERE item = ? AND learner = ? AND sent > 0", item, text) > 0,
    );
    if (!isOurs) this.#changes.add({ what: "joined", ...place });
  }

  /** What has changed. Called once, after everything was added. */
  end(): ListChanges {
    for (const row of this.#tables.iterate(
      "SELECT item, learner, name FROM listed WHERE seen = 0 AND NOT (row IS NOT NULL AND sent > 0) UNION ALL " +
        "SELECT item, learner, name FROM unclear WHERE entries > 0",
    ))
      this.#changes.add({
        what: "left",
        item: String(row["item"]),
        learner: String(row["learner"]),
        name: textOf(row["name"]),
      });
    for (const [item, { count, first }] of this.#newUnclear) {
      const hidden = this.#tables.get(
        "SELECT count(*) AS count FROM added WHERE item = ? AND sent > 0 AND seen = 0",
        item,
      );
      if (count > Number(hidden?.["count"] ?? 0)) for (const change of first) this.#changes.add(change);
    }
    return this.#changes;
  }

  [Symbol.dispose](): void {
    this.#tables[Symbol.dispose]();
  }

  /** Whether the plan has taken somebody out: a list may still show the learner, such as an enrollment that has ended. */
  #isRemoved({ item, learner }: Place): boolean {
    const sql = "SELECT 1 FROM listed WHERE item = ? AND learner = ? AND row IS NOT NULL AND sent > 0";
    return this.#tables.get(sql, item, learner) !== undefined;
  }

  #addUnclear({ item, learner, name }: Place & { readonly name: string | undefined }): void {
    const found = this.#tables.run(
      "UPDATE unclear SET entries = entries - 1 WHERE item = ? AND learner = ? AND name = ? AND entries > 0",
      item,
      learner,
      name ?? "",
    );
    if (found > 0 || this.#isRemoved({ item, learner })) return;
    const others = this.#newUnclear.get(item) ?? { count: 0, first: [] };
    others.count += 1;
    if (others.first.length === 0) others.first.push({ what: "joined", item, learner, name });
    this.#newUnclear.set(item, others);
  }
}
