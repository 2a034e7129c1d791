import { isObject, type JsonObject } from "@kelaskit/core/vendor";
import type { Inbox, InboxRow } from "./inbox.ts";
import { readLearner, type SaleLearner } from "./learner.ts";
import type { OrderEvent } from "./order-facts.ts";
import type { Sale, SaleLine, SaleReason, SaleState } from "./sale.ts";
import type { Grant } from "./sale-plan.ts";

/** The name of the vendor's events in the inbox. */
export const door = "scalev";

/** An event about an order, to be stored. */
export interface ArrivedEvent {
  readonly id: string;
  readonly name: string;
  readonly moment: string;
  /** The order that it is about; `undefined` for any other event, of which only the name is kept. */
  readonly order?: { readonly id: string; readonly number: string } | undefined;
  readonly data: JsonObject;
}

/** An event in the inbox. */
export interface SalesEvent {
  /** The vendor's id of it. */
  readonly id: string;
  /** The vendor's name of it; `order.read` for an order that was read. */
  readonly name: string;
  /** The order's UUID; `undefined` if it is not about an order. */
  readonly order: string | undefined;
  /** When it happened at the vendor, in ISO 8601 and UTC; when it was received if the vendor sent no time. */
  readonly happenedAt: string;
  /** When it was received, by the clock of the machine. */
  readonly receivedAt: Date;
}

/** Learners by the variants that are being added for them. */
export type Intents = ReadonlyMap<string, SaleLearner>;

/** All that is stored about a sale. */
export interface StoredSale {
  readonly id: string;
  readonly number: string;
  readonly events: readonly OrderEvent[];
  readonly grants: readonly Grant[];
  /** For whom the variants are being added of which not everything is recorded. */
  readonly intents: Intents;
  readonly dismissed: readonly string[];
  /** Counts what has come in: a sale that was changed while it was being worked on is worked on again. */
  readonly revision: number;
  readonly receivedAt: number;
}

/** What was added for a sale, to be recorded. */
export type NewGrant = Omit<Grant, "state" | "grantedAt">;

/** What a sale has come to. */
export interface SaleResult {
  readonly state: SaleState;
  readonly details: SaleDetails;
  /** When it is to be looked at again; `undefined` if only an event can change it. */
  readonly tryAt?: number | undefined;
  /** Whether it may have another result at the next start, with other settings. */
  readonly isOpen: boolean;
}

/** The part of a sale that is stored as one text. */
type SaleDetails = Pick<Sale, "reasons" | "status" | "paymentStatus" | "isSpam"> & {
  readonly lines: readonly SaleLine[];
};

const fresh: SaleDetails = {
  reasons: [],
  lines: [],
  status: undefined,
  paymentStatus: undefined,
  isSpam: false,
};

/** The text by which a reason is dismissed: the same reason about another variant is another one. */
export function reasonKey({ code, variant }: Pick<SaleReason, "code" | "variant">): string {
  return JSON.stringify(variant === undefined ? [code] : [code, variant]);
}

function grantOf(row: InboxRow): Grant {
  return {
    variant: String(row["variant"]),
    service: String(row["service"]),
    key: String(row["key"]),
    state: row["state"] === "granted" ? "granted" : "revoked",
    isOwn: row["is_own"] === 1,
    learner: String(row["learner"]),
    grantedAt: Number(row["granted_at"]),
  };
}

function eventOf(row: InboxRow): OrderEvent {
  const data: unknown = JSON.parse(String(row["body"]));
  return {
    id: String(row["id"]),
    name: String(row["name"]),
    moment: String(row["moment"]),
    data: isObject(data) ? data : {},
  };
}

/** How many rows are read at once: lists are never all in memory. */
const pageSize = 200;

/** The sales in an inbox. */
export class SalesStore {
  readonly #inbox: Inbox;
  readonly #now: () => number;

  constructor(inbox: Inbox, now: () => number) {
    this.#inbox = inbox;
    this.#now = now;
  }

  /** Runs the work as one transaction. */
  transaction<Result>(work: () => Result): Result {
    return this.#inbox.transaction(work);
  }

  /** Stores an event unless it is known, and makes its order due. Within a transaction. */
  add({ id, name, moment, order, data }: ArrivedEvent): void {
    const now = this.#now();
    const added = this.#inbox.all(
      "INSERT INTO inbox_events (door, id, name, subject, moment, received_at, state, body) " +
        "VALUES (?, ?, ?, ?, ?, ?, 'kept', ?) ON CONFLICT DO NOTHING RETURNING position",
      door,
      id,
      name,
      order?.id ?? null,
      moment,
      now,
      // What is not about an order is not needed, and may be personal.
      order === undefined ? null : JSON.stringify(data),
    );
    if (added.length > 0 && order !== undefined) this.#touch(order.id, order.number, now);
  }

  /** Replaces what was read of an order before. Within a transaction. */
  replaceRead(
    order: { readonly id: string; readonly number: string },
    moment: string,
    data: JsonObject,
  ): void {
    const id = `read:${order.id}`;
    this.#inbox.all("DELETE FROM inbox_events WHERE door = ? AND id = ?", door, id);
    this.add({ id, name: "order.read", moment, order, data });
  }

  #touch(id: string, number: string, now: number): void {
    this.#inbox.all(
      "INSERT INTO sales (id, number, state, details, dismissed, revision, due, try_at, received_at, changed_at) " +
        "VALUES (?, ?, 'in-progress', ?, '[]', 1, 1, 0, ?, ?) " +
        "ON CONFLICT (id) DO UPDATE SET revision = revision + 1, due = 1, try_at = 0",
      id,
      number,
      JSON.stringify(fresh),
      now,
      now,
    );
  }

  /** The sales that are due, the longest waiting first. */
  due(limit: number): readonly string[] {
    return this.#inbox
      .all(
        "SELECT id FROM sales WHERE due = 1 AND try_at <= ? ORDER BY try_at, position LIMIT ?",
        this.#now(),
        limit,
      )
      .map(({ id }) => String(id));
  }

  /** When the next sale is due, in milliseconds since 1970; `undefined` if none is. */
  nextDue(): number | undefined {
    const [row] = this.#inbox.all("SELECT min(try_at) AS next FROM sales WHERE due = 1");
    return typeof row?.["next"] === "number" ? row["next"] : undefined;
  }

  /** Whether as many sales have still to be worked on. */
  hasDue(count: number): boolean {
    // SQLite skips a whole number of rows.
    const skipped = Math.min(Math.ceil(count) - 1, Number.MAX_SAFE_INTEGER);
    return this.#inbox.all("SELECT 1 FROM sales WHERE due = 1 LIMIT 1 OFFSET ?", skipped).length > 0;
  }

  /** Makes everything due that is not finished, and what may have another result with other settings. */
  resume(): void {
    this.#inbox.all("UPDATE sales SET due = 1, try_at = 0 WHERE due > 0");
  }

  /** Makes a sale due at once. Returns whether there is one. */
  wake(id: string): boolean {
    return this.#inbox.all("UPDATE sales SET due = 1, try_at = 0 WHERE id = ? RETURNING id", id).length > 0;
  }

  load(id: string): StoredSale | undefined {
    const [row] = this.#inbox.all("SELECT * FROM sales WHERE id = ?", id);
    if (row === undefined) return undefined;
    const dismissed: unknown = JSON.parse(String(row["dismissed"]));
    return {
      id,
      number: String(row["number"]),
      events: this.#inbox
        .all("SELECT id, name, moment, body FROM inbox_events WHERE door = ? AND subject = ?", door, id)
        .map(eventOf),
      grants: this.grants(id),
      intents: this.intents(id),
      dismissed: Array.isArray(dismissed) ? dismissed.map(String) : [],
      revision: Number(row["revision"]),
      receivedAt: Number(row["received_at"]),
    };
  }

  grants(sale: string): readonly Grant[] {
    return this.#inbox
      .all("SELECT * FROM grants WHERE sale = ? ORDER BY granted_at, variant, key", sale)
      .map(grantOf);
  }

  /** Whether nothing has come in about a sale since it was loaded. */
  isCurrent({ id, revision }: Pick<StoredSale, "id" | "revision">): boolean {
    return this.#inbox.all("SELECT 1 FROM sales WHERE id = ? AND revision = ?", id, revision).length > 0;
  }

  intents(sale: string): Intents {
    const rows = this.#inbox.all("SELECT variant, learner FROM intents WHERE sale = ?", sale);
    return new Map(
      rows.flatMap(({ variant, learner: text }): readonly (readonly [string, SaleLearner])[] => {
        const learner = readLearner(JSON.parse(String(text)));
        return learner === undefined ? [] : [[String(variant), learner]];
      }),
    );
  }

  /** Records for whom a variant is about to be added. */
  intend(sale: string, variant: string, learner: SaleLearner): void {
    const text = JSON.stringify(learner);
    this.#inbox.all("INSERT OR REPLACE INTO intents VALUES (?, ?, ?)", sale, variant, text);
  }

  /** Records that a variant is not being added any more: all of it was, or nothing. */
  endIntent(sale: string, variant: string): void {
    this.#inbox.all("DELETE FROM intents WHERE sale = ? AND variant = ?", sale, variant);
  }

  /** Records what was added for a sale. */
  grant(sale: string, { variant, service, key, isOwn, learner }: NewGrant): void {
    this.#inbox.all(
      "INSERT INTO grants VALUES (?, ?, ?, ?, 'granted', ?, ?, ?) ON CONFLICT DO UPDATE SET " +
        "state = 'granted', is_own = max(is_own, excluded.is_own), granted_at = excluded.granted_at",
      sale,
      variant,
      service,
      key,
      isOwn ? 1 : 0,
      learner,
      this.#now(),
    );
  }

  /** Records that a sale no longer holds an enrollment. With the last one of a variant, it is not being added any more. */
  release(sale: string, { variant, service, key }: Grant): void {
    this.#inbox.transaction(() => {
      this.#inbox.all(
        "UPDATE grants SET state = 'revoked' WHERE sale = ? AND variant = ? AND service = ? AND key = ?",
        sale,
        variant,
        service,
        key,
      );
      this.#inbox.all(
        "DELETE FROM intents WHERE sale = ? AND variant = ? AND NOT EXISTS (SELECT 1 FROM grants " +
          "WHERE grants.sale = intents.sale AND grants.variant = intents.variant AND grants.state = 'granted')",
        sale,
        variant,
      );
    });
  }

  /** Whether another variant or sale holds an enrollment. */
  isHeldElsewhere(sale: string, { variant, service, key }: Grant): boolean {
    return (
      this.#inbox.all(
        "SELECT 1 FROM grants WHERE service = ? AND key = ? AND state = 'granted' AND NOT (sale = ? AND variant = ?) LIMIT 1",
        service,
        key,
        sale,
        variant,
      ).length > 0
    );
  }

  /** Whether an order has a number. */
  hasNumber(number: string): boolean {
    return this.#inbox.all("SELECT 1 FROM sales WHERE number = ? LIMIT 1", number).length > 0;
  }

  /** Records what a sale has come to, unless more has come in about it: then it stays due. */
  finish({ id, revision }: StoredSale, result: SaleResult): void {
    const { state, details, isOpen } = result;
    // A time that never comes, or is no whole number of milliseconds, cannot be stored.
    const tryAt =
      result.tryAt === undefined || result.tryAt === Infinity ? undefined : Math.ceil(result.tryAt);
    this.#inbox.all(
      "UPDATE sales SET state = ?, details = ?, changed_at = ?, " +
        "due = CASE WHEN revision = ? THEN ? ELSE 1 END, try_at = CASE WHEN revision = ? THEN ? ELSE 0 END WHERE id = ?",
      state,
      JSON.stringify(details),
      this.#now(),
      revision,
      tryAt === undefined ? (isOpen ? 2 : 0) : 1,
      revision,
      tryAt ?? 0,
      id,
    );
  }

  /** Puts a sale off that could not be worked on. */
  putOff(id: string, tryAt: number): void {
    this.#inbox.all("UPDATE sales SET try_at = ? WHERE id = ? AND due = 1", tryAt, id);
  }

  /** Records that a person has dealt with reasons, which changes what has come of a sale. */
  dismiss(id: string, keys: readonly string[]): void {
    const text = JSON.stringify(keys);
    this.#inbox.all("UPDATE sales SET dismissed = ?, revision = revision + 1 WHERE id = ?", text, id);
  }

  sale(id: string): Sale | undefined {
    const [row] = this.#inbox.all("SELECT * FROM sales WHERE id = ?", id);
    return row === undefined ? undefined : this.#saleOf(row);
  }

  #saleOf(row: InboxRow): Sale {
    const id = String(row["id"]);
    const details = { ...fresh, ...(JSON.parse(String(row["details"])) as SaleDetails) };
    return {
      id,
      number: String(row["number"]),
      // Only `finish` and `#touch` write it.
      state: String(row["state"]) as SaleState,
      ...details,
      grants: this.grants(id).map(({ variant, service, key, state, grantedAt }) => ({
        variant,
        service,
        key,
        state,
        grantedAt: new Date(grantedAt),
      })),
      receivedAt: new Date(Number(row["received_at"])),
      changedAt: new Date(Number(row["changed_at"])),
    };
  }

  /** The sales in the order in which their first events were received, read in parts. */
  *sales(state: SaleState | undefined): Generator<Sale, void> {
    for (let after = 0; ;) {
      const rows = this.#inbox.all(
        `SELECT * FROM sales WHERE position > ? ${state === undefined ? "" : "AND state = ?"} ORDER BY position LIMIT ?`,
        ...(state === undefined ? [after, pageSize] : [after, state, pageSize]),
      );
      for (const row of rows) yield this.#saleOf(row);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = Number(last["position"]);
    }
  }

  /** The events in the order in which they were received, read in parts. */
  *events(order: string | undefined): Generator<SalesEvent, void> {
    for (let after = 0; ;) {
      const rows = this.#inbox.all(
        "SELECT position, id, name, subject, moment, received_at FROM inbox_events WHERE door = ? AND position > ? " +
          `${order === undefined ? "" : "AND subject = ?"} ORDER BY position LIMIT ?`,
        ...(order === undefined ? [door, after, pageSize] : [door, after, order, pageSize]),
      );
      for (const row of rows) {
        const { subject, moment } = row;
        yield {
          id: String(row["id"]),
          name: String(row["name"]),
          order: typeof subject === "string" ? subject : undefined,
          happenedAt: `${String(moment)}Z`,
          receivedAt: new Date(Number(row["received_at"])),
        };
      }
      const last = rows.at(-1);
      if (last === undefined) return;
      after = Number(last["position"]);
    }
  }
}
