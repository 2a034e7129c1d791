import type { Redis } from "ioredis";
import type { RowState } from "../run-options.ts";
import { QueueError, unknownQueue } from "./queue-error.ts";
import {
  countRows,
  createQueue,
  doubtQueue,
  findQueue,
  lookAtRow,
  registerRows,
  replaceRow,
  trustQueue,
} from "./row-scripts.ts";

/**
 * Why rows of a queue may have been sent without its states saying so:
 *
 * - `unproven`: nothing shows that the queue has not existed before.
 * - `lost`: states that had been written are gone.
 * - `restarted`: Redis was started again, or a replica took over, and may have lost its last writes.
 */
export type QueueDoubt = "unproven" | "lost" | "restarted";

/** What Redis knows of a row: the fleet's journal. */
export interface RowRecord {
  readonly state: RowState;
  /** The number of the latest time that it was taken to be sent; 0 before the first. */
  readonly fence: number;
  /** The line in its source. */
  readonly line: number;
  /** When Redis last heard of it, in milliseconds since 1970 by the clock of Redis. */
  readonly at?: number | undefined;
  /** How often it was tried in vain to ask the vendor about it. */
  readonly asked?: number | undefined;
  /** How often it was sent and the vendor's answer was lost. */
  readonly lostAnswers?: number | undefined;
  /** How often it was sent and the vendor had no time for it: nothing was carried out. */
  readonly repetitions?: number | undefined;
  /** Whether it is unknown without having been sent by this queue, which was in doubt. */
  readonly held?: boolean | undefined;
  readonly reason?: string | undefined;
  readonly detail?: string | undefined;
  readonly vendorId?: string | undefined;
}

/** What is known of a queue itself. */
export interface QueueFacts {
  /** Random, made with the queue's first states: a queue that has lost them has another. */
  readonly id: string;
  /** The name of its target. */
  readonly target: string;
  /** The id of one of its jobs. */
  readonly sample: string | undefined;
  readonly doubt: QueueDoubt | undefined;
  /** When it was made or last came into doubt, by the clock of Redis. */
  readonly since: number;
  /** How many of the rows that were added are gone. */
  readonly missing: number;
  /** What the clock of Redis showed, in milliseconds since 1970. */
  readonly now: number;
}

/** A row as Redis has it. */
export interface SeenRow {
  readonly record: RowRecord;
  /** The age of what is known of it, in milliseconds. */
  readonly age: number;
  readonly queue: QueueFacts;
}

/** What became of a row that was added: it was new, it is known and goes on, or it has ended. */
export type Registration = "new" | "open" | "ended";

const registrations: readonly Registration[] = ["ended", "new", "open"];

type QueueReply = readonly [
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

function readFacts([id, now, [doubt, since, missing, target, sample]]: QueueReply): QueueFacts {
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

/** The states of all rows of a queue, in Redis. It stays with the queue that it has seen first, by its id. */
export class RowStates {
  readonly #redis: Redis;
  readonly #name: string;
  readonly #keys: readonly [string, string, string];
  #id: string | undefined;

  constructor(redis: Redis, queue: string) {
    this.#redis = redis;
    this.#name = queue;
    const [rows, counts, facts] = ["rows", "counts", "queue"].map((key) => `kelaskit:{${queue}}:${key}`);
    this.#keys = [rows ?? "", counts ?? "", facts ?? ""];
  }

  /** What is known of the queue, if anything is. */
  async find(): Promise<QueueFacts | undefined> {
    const reply = (await findQueue(this.#redis, this.#keys, [])) as QueueReply | readonly [];
    if (reply.length === 0) return undefined;
    const facts = readFacts(reply);
    this.#follow(facts.id);
    return facts;
  }

  /** Whether there are states, even of a queue that is not known. */
  async hasRows(): Promise<boolean> {
    return (await this.#redis.exists(this.#keys[0], this.#keys[1])) > 0;
  }

  /** Makes the queue, unless somebody was faster: then it gives false. */
  async create(id: string, target: string, doubt: QueueDoubt | undefined): Promise<boolean> {
    return (await createQueue(this.#redis, this.#keys, [id, target, doubt ?? ""])) === 1;
  }

  /** From now on every row of the queue is asked about before it is sent. */
  async doubt(kind: QueueDoubt): Promise<void> {
    if ((await doubtQueue(this.#redis, this.#keys, [this.#id ?? "", kind])) !== 1) throw this.#lost();
  }

  /** Takes the states of the queue as they are for complete. */
  async trust(): Promise<void> {
    if ((await trustQueue(this.#redis, this.#keys, [])) !== 1) throw unknownQueue(this.#name);
  }

  /** Notes rows before their jobs are added, and gives for each what became of it. */
  async register(
    rows: readonly { readonly id: string; readonly line: number }[],
  ): Promise<readonly Registration[]> {
    const values = rows.flatMap(({ id, line }) => [id, line]);
    const reply = (await registerRows(this.#redis, this.#keys, [this.#id ?? "", ...values])) as number[];
    if (reply.length !== rows.length) throw this.#lost();
    return reply.map((code) => registrations[code] ?? "open");
  }

  /**
   * What is known of a row.
   *
   * @throws QueueError when the queue has lost states or is another one by now.
   * @throws Error when the queue has all its states, and the row is none of its own.
   */
  async look(id: string): Promise<SeenRow> {
    const reply = (await lookAtRow(this.#redis, this.#keys, [id])) as
      | readonly [...QueueReply, record: string | null]
      | readonly [];
    if (reply.length === 0) throw this.#lost();
    const [queueId, now, facts, text] = reply;
    const queue = readFacts([queueId, now, facts]);
    this.#follow(queue.id);
    if (text !== null) {
      const record = JSON.parse(text) as RowRecord;
      return { record, age: now - (record.at ?? 0), queue };
    }
    if (queue.missing > 0) throw this.#lost();
    throw new Error(
      `The job ${id} of the queue ${this.#name} belongs to none of its rows. Add rows with enqueueRows, and jobs of another kind to another queue.`,
    );
  }

  /**
   * Writes what is known now, unless somebody else has taken the row since it was seen: then it gives false. That a row is
   * done is written in any case.
   *
   * @throws QueueError when the queue or the row is no longer there.
   */
  async replace(id: string, seen: RowRecord, next: RowRecord): Promise<boolean> {
    const values = [id, seen.state, seen.fence, JSON.stringify(next), this.#id ?? ""];
    const written = await replaceRow(this.#redis, this.#keys, values);
    if (written === -1) throw this.#lost();
    return written === 1;
  }

  /**
   * How many rows are in each state.
   *
   * @throws QueueError when Redis does not know the queue.
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

  /** All rows with their states, a part at a time. A row may come twice while others are added. */
  async *all(): AsyncGenerator<readonly [id: string, record: RowRecord], void, undefined> {
    let cursor = "0";
    do {
      const [next, found] = await this.#redis.hscan(this.#keys[0], cursor, "COUNT", 1000);
      for (let index = 0; index < found.length; index += 2)
        yield [found[index] ?? "", JSON.parse(found[index + 1] ?? "") as RowRecord];
      cursor = next;
    } while (cursor !== "0");
  }

  #follow(id: string): void {
    this.#id ??= id;
    if (this.#id !== id) throw this.#lost();
  }

  #lost(): QueueError {
    return new QueueError(
      "lost-states",
      `The queue ${this.#name} has lost states: Redis was emptied, was restarted without persistence or evicted keys, or the queue was cleared. Look at the server, add the same rows again with enqueueRows, and start the workers again.`,
    );
  }
}
