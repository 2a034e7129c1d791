import type { Inbox, InboxRow, InboxValue } from "./inbox.ts";

/** The rows of a statement. */
export interface DurableObjectCursor {
  /** All rows. */
  toArray(): readonly InboxRow[];
}

/** What an inbox uses of a Durable Object's database. */
export interface DurableObjectSql {
  /** Runs a statement with values for its parameters. */
  exec(sql: string, ...values: InboxValue[]): DurableObjectCursor;
}

/** What an inbox uses of a Durable Object's storage, which is `ctx.storage` of an object with SQLite. */
export interface DurableObjectStorage {
  /** Its SQLite database. */
  readonly sql: DurableObjectSql;
  /** Runs work as one transaction, which an error undoes. */
  transactionSync<Result>(work: () => Result): Result;
}

/**
 * An inbox in the storage of a Cloudflare Durable Object. Its platform holds back the answer to a request until what the request
 * has written is durable, so a sender is never told of an event that could still be lost.
 *
 * Create the receiver in the object's constructor: it continues what an earlier instance has left. The platform ends an object that
 * rests: set an alarm for `sales.nextTry()`, so that what was put off is tried again.
 *
 * @param storage `ctx.storage` of an object whose class is in `new_sqlite_classes`.
 * @example
 * ```ts
 * export class Sales extends DurableObject<Env> {
 *   readonly #receive = scalevSales({ inbox: durableObjectInbox(this.ctx.storage), secrets, items, enrollments });
 *   override fetch(request: Request): Promise<Response> {
 *     return this.#receive(request);
 *   }
 * }
 * ```
 */
export function durableObjectInbox(storage: DurableObjectStorage): Inbox {
  return {
    all: (sql, ...values) => storage.sql.exec(sql, ...values).toArray(),
    transaction: (work) => storage.transactionSync(work),
    close: () => undefined,
  };
}
