import type { RowState } from "../run-options.ts";
import { type QueueConnection, stateKey } from "./connection.ts";
import { QueueError, unknownQueue } from "./queue-error.ts";
import {
  countRows,
  createQueue,
  doubtQueue,
  findQueue,
  lookAtRow,
  registerRows,
  replaceRows,
  scanRows,
  trustQueue,
} from "./row-scripts.ts";

/**
 * Why rows of a queue may have been sent although their states do not show it:
 *
 * - `unproven`: the queue may have existed before, and Redis may have lost it.
 * - `lost`: states that were written are gone.
 * - `restarted`: Redis was restarted, or a replica took over, and may have lost its last writes.
 */
export type QueueDoubt = "unproven" | "lost" | "restarted";

/** The record of a row in Redis, which is the journal of a fleet. */
export interface RowRecord {
  readonly state: RowState;
  /** How often it was taken to be sent; a worker writes only if this number is still its own. */
  readonly fence: number;
  /** The line in its source. */
  readonly line: number;
  /** When it was last written, in milliseconds since 1970 by the clock of Redis. */
  readonly at?: number | undefined;
  /** How often asking the vendor about it failed. */
  readonly asked?: number | undefined;
  /** How often it was sent and the vendor's answer was lost. */
  readonly lostAnswers?: number | undefined;
  /** How often it was sent and rate-limited, or could not be sent: nothing was carried out. */
  readonly repetitions?: number | undefined;
  /** Whether it was held back: `unknown`, and never sent by this queue, which was in doubt. */
  readonly held?: boolean | undefined;
  readonly reason?: string | undefined;
  readonly detail?: string | undefined;
  readonly vendorId?: string | undefined;
}

/** The facts of a queue itself. */
export interface QueueFacts {
  /** Random, created with the queue: a queue that was lost and created anew has another. */
  readonly id: string;
  /** The name of its target. */
  readonly target: string;
  /** The id of one of its jobs. */
  readonly sample: string | undefined;
  readonly doubt: QueueDoubt | undefined;
  /** When it was created or last came into doubt, by the clock of Redis. */
  readonly since: number;
  /** How many of the added rows are lost. */
  readonly missing: number;
  /** The clock of Redis, in milliseconds since 1970. */
  readonly now: number;
}

/** A row as read from Redis. */
export interface SeenRow {
  readonly record: RowRecord;
  /** How long ago the record was written, in milliseconds. */
  readonly age: number;
  readonly queue: QueueFacts;
}

/** A new record for a row. */
export interface RowChange {
  readonly id: string;
  /** The record that it replaces. */
  readonly seen: RowRecord;
  readonly next: RowRecord;
  /** When the queue last came into doubt, if the change is right only as long as this is so. */
  readonly since?: number | undefined;
}

/** The result of a change: `taken` by another worker, or `lost` by Redis. */
export type Replacement = "written" | "taken" | "lost";

const replacements: ReadonlyMap<number, Replacement> = new Map([
  [1, "written"],
  [0, "taken"],
  [-1, "lost"],
]);

/** The result of adding a row: it is new, known and open, or has ended. */
export type Registration = "new" | "open" | "ended";

const registrations: readonly Registration[] = ["ended", "new", "open"];

export type QueueReply = readonly [
  id: string,
  now: number,
  facts: readonly [
    doubt: QueueDoubt | "",
    since: string,
    missing: string,
    target: string,
    sample: string | null,
  ],
];

export function readFacts([id, now, [doubt, since, missing, target, sample]]: QueueReply): QueueFacts {
  return {
    id,
    target,
    sample: sample ?? undefined,
    doubt: doubt === "" ? undefined : doubt,
    since: Number(since),
    missing: Number(missing),
    now,
  };
}

/** The states of all rows of a queue in Redis. It remembers the id of the first queue it saw, and refuses any other. */
export class RowStates {
  readonly #redis: QueueConnection;
  readonly #name: string;
  readonly #keys: readonly [string, string, string];
  #id: string | undefined;

  constructor(redis: QueueConnection, queue: string) {
    this.#redis = redis;
    this.#name = queue;
    this.#keys = [stateKey(queue, "rows"), stateKey(queue, "counts"), stateKey(queue, "queue")];
  }

  /** Reads the facts of the queue; `undefined` if it does not exist. */
  async find(): Promise<QueueFacts | undefined> {
    const reply = (await findQueue(this.#redis, this.#keys, [])) as QueueReply | readonly [];
    if (reply.length === 0) return undefined;
    const facts = readFacts(reply);
    this.#follow(facts.id);
    return facts;
  }

  /** Whether there are states, even if the facts of the queue are gone. */
  async hasRows(): Promise<boolean> {
    return (await this.#redis.exists(this.#keys[0], this.#keys[1])) > 0;
  }

  /** Creates the queue. Returns false if it exists already. */
  async create(id: string, target: string, doubt: QueueDoubt | undefined): Promise<boolean> {
    return (await createQueue(this.#redis, this.#keys, [id, target, doubt ?? ""])) === 1;
  }

  /** Marks the queue as doubtful: from now on, the vendor is asked about every row before it is sent. */
  async doubt(kind: QueueDoubt): Promise<void> {
    if ((await doubtQueue(this.#redis, this.#keys, [this.#id ?? "", kind])) !== 1) throw this.lost();
  }

  /** Accepts the current states of the queue as complete. */
  async trust(): Promise<void> {
    if ((await trustQueue(this.#redis, this.#keys, [])) !== 1) throw unknownQueue(this.#name);
  }

  /** Registers rows before their jobs are added, and returns the result for each. */
  async register(
    rows: readonly { readonly id: string; readonly line: number }[],
  ): Promise<readonly Registration[]> {
    const values = rows.flatMap(({ id, line }) => [id, line]);
    const reply = (await registerRows(this.#redis, this.#keys, [this.#id ?? "", ...values])) as number[];
    if (reply.length !== rows.length) throw this.lost();
    return reply.map((code) => registrations[code] ?? "open");
  }

  /**
   * Reads a row and the facts of its queue.
   *
   * @throws QueueError when the queue has lost states or was replaced by another one.
   * @throws Error when the row does not belong to the queue, which has all its states.
   */
  async look(id: string): Promise<SeenRow> {
    const reply = (await lookAtRow(this.#redis, this.#keys, [id])) as
      | readonly [...QueueReply, record: string | null]
      | readonly [];
    if (reply.length === 0) throw this.lost();
    const [queueId, now, facts, text] = reply;
    const queue = readFacts([queueId, now, facts]);
    this.#follow(queue.id);
    if (text !== null) {
      const record = JSON.parse(text) as RowRecord;
      return { record, age: now - (record.at ?? 0), queue };
    }
    if (queue.missing > 0) throw this.lost();
    throw new Error(
      `The job ${id} of the queue ${this.#name} does not belong to any of its rows. Add rows with enqueueRows, and other jobs to another queue.`,
    );
  }

  /**
   * Writes a new record, unless another worker has taken the row since it was read: then it returns false. The state `done` is
   * written in any case.
   *
   * @throws QueueError when the queue or the row no longer exists.
   */
  async replace(id: string, seen: RowRecord, next: RowRecord): Promise<boolean> {
    const [replacement] = await this.replaceAll([{ id, seen, next }]);
    if (replacement === "lost") throw this.lost();
    return replacement === "written";
  }

  /** Writes new records as `replace` does, all in one step, and returns the result for each. */
  async replaceAll(changes: readonly RowChange[]): Promise<readonly Replacement[]> {
    const values = changes.flatMap(({ id, seen, next, since }) => [
      id,
      seen.state,
      seen.fence,
      JSON.stringify(next),
      since ?? "",
    ]);
    const reply = (await replaceRows(this.#redis, this.#keys, [
      this.#id ?? "",
      ...values,
    ])) as readonly number[];
    return changes.map((_change, index) => replacements.get(reply[index] ?? -1) ?? "lost");
  }

  /**
   * Counts the rows in each state.
   *
   * @throws QueueError when the queue does not exist in Redis.
   */
  async counts(): Promise<{
    readonly queue: QueueFacts;
    readonly counts: Readonly<Record<RowState, number>>;
  }> {
    const reply = (await countRows(this.#redis, this.#keys, [])) as
      | readonly [...QueueReply, counts: readonly [number, number, number, number, number]]
      | readonly [];
    if (reply.length === 0) throw unknownQueue(this.#name);
    const [queueId, now, facts, [pending, sending, done, failed, unknown]] = reply;
    return {
      queue: readFacts([queueId, now, facts]),
      counts: { pending, sending, done, failed, unknown },
    };
  }

  /**
   * Iterates over all rows, one part at a time. A row may occur twice, while others are added or when another server takes over.
   *
   * @throws QueueError when the queue is lost meanwhile.
   */
  async *all(): AsyncGenerator<readonly [id: string, record: RowRecord], void, undefined> {
    for (let cursor = "0", server = ""; ;) {
      const reply = (await scanRows(this.#redis, this.#keys, [cursor])) as
        | readonly [id: string, run: string, found: readonly [next: string, entries: readonly string[]]]
        | readonly [];
      if (reply.length === 0) throw this.lost();
      const [queueId, run, [next, entries]] = reply;
      this.#follow(queueId);
      // A cursor means nothing to another server, which would skip rows: begin again.
      const isSame = cursor === "0" || run === server;
      server = run;
      cursor = isSame ? next : "0";
      if (!isSame) continue;
      for (let index = 0; index < entries.length; index += 2)
        yield [entries[index] ?? "", JSON.parse(entries[index + 1] ?? "") as RowRecord];
      if (next === "0") return;
    }
  }

  #follow(id: string): void {
    this.#id ??= id;
    if (this.#id !== id) throw this.lost();
  }

  /** Says that the queue has lost states. */
  lost(): QueueError {
    return new QueueError(
      "lost-states",
      `The queue ${this.#name} has lost states: Redis was emptied, was restarted without persistence or evicted keys, or the queue was cleared. Check the server, add the same rows again with enqueueRows, then start the workers again.`,
    );
  }
}
