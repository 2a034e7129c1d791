import type { LuaScript } from "@kelaskit/core/node";
import type { EnrollmentCounts, EnrollmentState } from "../../service/enrollments.ts";
import type { RowMove } from "../../service/journal.ts";
import { messageOf } from "../../thrown.ts";
import type { QueueConnection } from "../connection.ts";
import { QueueError } from "../queue-error.ts";
import { createQueue, doubtQueue, findQueue, trustQueue } from "../row-scripts.ts";
import {
  type QueueDoubt,
  type QueueFacts,
  type QueueReply,
  readFacts,
  type Replacement,
  type RowRecord,
} from "../row-states.ts";
import { keysOf } from "./keys.ts";
import {
  addEnrollment,
  lookAtEnrollment,
  moveEnrollment,
  pageOfEnrollments,
  replaceEnrollments,
  sumUpEnrollments,
} from "./scripts.ts";
import { luaJson, type StoredEnrollment } from "./stored-enrollment.ts";

/** Redis could not carry out a command. Its own errors contain the command with the values, which may be personal data. */
export class RedisFailure extends Error {}

/** What is stored of a new enrollment. */
export type NewEnrollment = Pick<StoredEnrollment, "key" | "text" | "content" | "reference">;

/** The result of a change: the enrollment as it is now, unless too many are waiting. */
export type Change<Kind extends string> =
  | { readonly kind: Kind; readonly stored: StoredEnrollment }
  | { readonly kind: "full" };

/** An enrollment as read from Redis, with the facts of its queue. */
export interface SeenEnrollment {
  readonly stored: StoredEnrollment;
  readonly queue: QueueFacts;
}

/** What a worker writes of an enrollment. */
export interface EnrollmentChange {
  readonly row: string;
  readonly seen: Pick<StoredEnrollment, "state" | "fence" | "turn">;
  readonly next: RowRecord;
  /** When the queue last came into doubt, if the change is right only as long as this is so. */
  readonly since: number | undefined;
}

/** The states of all enrollments. */
export interface Summary {
  readonly queue: QueueFacts;
  readonly counts: EnrollmentCounts;
  readonly oldestPending: StoredEnrollment | undefined;
}

/** What a worker writes of a record: the rest belongs to the enrollment and stays. */
function workersPart(record: RowRecord): RowRecord {
  const { state, fence, line, asked, lostAnswers, repetitions, held, reason, detail, vendorId } = record;
  return { state, fence, line, asked, lostAnswers, repetitions, held, reason, detail, vendorId };
}

function read(text: string): StoredEnrollment {
  return JSON.parse(text) as StoredEnrollment;
}

/**
 * The enrollments of a queue in Redis. It remembers the id of the first queue it saw, and refuses any other. Every method throws
 * `QueueError` when the queue or some of its enrollments are lost, and `RedisFailure` when Redis cannot be asked.
 */
export class EnrollmentStates {
  readonly #redis: QueueConnection;
  readonly #name: string;
  readonly #keys: readonly string[];
  #id = "";

  constructor(redis: QueueConnection, name: string) {
    this.#redis = redis;
    this.#name = name;
    this.#keys = keysOf(name);
  }

  get name(): string {
    return this.#name;
  }

  /** Reads the facts of the queue; `undefined` if it does not exist. The first queue that is found is followed. */
  async find(): Promise<QueueFacts | undefined> {
    const reply = (await this.#run(findQueue, [])) as QueueReply | readonly [];
    if (reply.length === 0) return undefined;
    const facts = readFacts(reply);
    if (this.#id === "") this.#id = facts.id;
    if (this.#id !== facts.id) throw this.lost();
    return facts;
  }

  /** Whether there are enrollments, even if the facts of the queue are gone. */
  async hasRows(): Promise<boolean> {
    return (await this.#ask((redis) => redis.exists(this.#keys[0] ?? ""))) > 0;
  }

  /** Creates the queue, unless it exists. */
  async create(id: string, target: string, doubt: QueueDoubt | undefined): Promise<void> {
    await this.#run(createQueue, [id, target, doubt ?? ""]);
  }

  /** Marks the queue as doubtful: from now on, the vendor is asked about enrollments before they are sent. */
  async doubt(kind: QueueDoubt): Promise<void> {
    if ((await this.#run(doubtQueue, [this.#id, kind])) !== 1) throw this.lost();
  }

  /** Accepts what is there as complete. @returns Whether there is a queue. */
  async trust(): Promise<boolean> {
    return (await this.#run(trustQueue, [])) === 1;
  }

  /** Adds an enrollment, unless there is one already. */
  async add(row: string, enrollment: NewEnrollment, limit: number): Promise<Change<"new" | "known">> {
    const record: Omit<StoredEnrollment, "place" | "addedAt"> = {
      ...enrollment,
      state: "pending",
      operation: "enroll",
      fence: 0,
      line: 0,
      turn: 1,
      operationFence: 0,
      attempts: 0,
    };
    return this.#change<"new" | "known">(addEnrollment, [row, luaJson(record), limitText(limit)]);
  }

  /** Changes an enrollment, unless it has changed since it was seen. */
  move(
    row: string,
    { state, fence }: StoredEnrollment,
    move: RowMove,
    limit = Infinity,
  ): Promise<Change<"moved" | "conflict">> {
    const { to, operation, reason, stored } = move;
    const content = stored && {
      text: stored.record,
      content: Buffer.from(stored.content).toString("hex"),
      reference: stored.reference,
    };
    const moveText = luaJson({ to, operation, reason, stored: content });
    return this.#change<"moved" | "conflict">(moveEnrollment, [
      row,
      state,
      fence,
      moveText,
      limitText(limit),
    ]);
  }

  /** Reads an enrollment; undefined if there is none. */
  async look(row: string): Promise<SeenEnrollment | undefined> {
    const [queue, text] = await this.#call<readonly [text: string]>(lookAtEnrollment, [row]);
    return text === "" ? undefined : { stored: read(text), queue };
  }

  /** Replaces what a worker writes of enrollments, all in one step, and returns the result for each, with what is stored if it was written. */
  async replace(
    changes: readonly EnrollmentChange[],
  ): Promise<
    readonly { readonly replacement: Replacement; readonly stored: StoredEnrollment | undefined }[]
  > {
    const values = changes.flatMap(({ row, seen, next, since }) => [
      row,
      seen.state,
      seen.fence,
      seen.turn,
      luaJson(workersPart(next)),
      since ?? "",
    ]);
    const reply = await this.#reply(replaceEnrollments, values);
    // What became of an enrollment is recorded even if others are lost, and reported if it cannot be.
    if (reply === undefined) return changes.map(() => ({ replacement: "lost", stored: undefined }));
    const [replacements, texts] = reply.rest as readonly [
      replacements: readonly Replacement[],
      texts: readonly string[],
    ];
    return replacements.map((replacement, index) => ({
      replacement,
      stored: replacement === "written" ? read(texts[index] ?? "") : undefined,
    }));
  }

  /** Some enrollments in given states, in the order in which they were added. */
  async page(
    after: number,
    size: number,
    states: readonly EnrollmentState[],
  ): Promise<{
    readonly queue: QueueFacts;
    readonly rows: readonly { readonly row: string; readonly stored: StoredEnrollment }[];
  }> {
    const [queue, found] = await this.#call<readonly [found: readonly string[]]>(pageOfEnrollments, [
      after,
      size,
      ...states,
    ]);
    const rows: { readonly row: string; readonly stored: StoredEnrollment }[] = [];
    for (let index = 0; index < found.length; index += 2) {
      const text = found[index + 1] ?? "";
      if (text === "") throw this.lost();
      rows.push({ row: found[index] ?? "", stored: read(text) });
    }
    return { queue, rows };
  }

  /** Counts the enrollments in each state. */
  async sumUp(): Promise<Summary> {
    const [queue, counts, oldest] = await this.#call<
      readonly [counts: readonly [number, number, number, number, number, number], oldest: string]
    >(sumUpEnrollments, []);
    const [pending, sending, done, failed, unknown, canceled] = counts;
    return {
      queue,
      counts: { pending, sending, done, failed, unknown, canceled },
      oldestPending: oldest === "" ? undefined : read(oldest),
    };
  }

  /** The ids of jobs that may not have been added, although their enrollments have been pending for so many milliseconds. */
  async unqueued(age: number, limit: number): Promise<readonly string[]> {
    const { now } = (await this.find()) ?? this.#throwLost();
    return this.#ask((redis) =>
      redis.zrangebyscore(this.#keys[1] ?? "", "-inf", now - age, "LIMIT", 0, limit),
    );
  }

  /** The jobs have been added. */
  async queued(jobs: readonly string[]): Promise<void> {
    await this.#ask((redis) => redis.zrem(this.#keys[1] ?? "", ...jobs));
  }

  async #change<Kind extends string>(
    script: LuaScript,
    values: readonly (string | number)[],
  ): Promise<Change<Kind>> {
    const [, kind, text = ""] = await this.#call<readonly [kind: string, text?: string]>(script, values);
    if (kind === "missing") throw this.lost();
    return kind === "full" ? { kind } : { kind: kind as Kind, stored: read(text) };
  }

  async #call<Rest extends readonly unknown[]>(
    script: LuaScript,
    values: readonly (string | number)[],
  ): Promise<readonly [queue: QueueFacts, ...Rest]> {
    const reply = await this.#reply(script, values);
    if (reply === undefined) throw this.lost();
    const { queue, rest } = reply;
    if (queue.missing > 0) throw this.lost(queue.missing);
    // Each script of this file says in its comment what it returns.
    return [queue, ...(rest as unknown as Rest)];
  }

  /** Runs a script of the service; undefined if the queue is another, or is gone. */
  async #reply(
    script: LuaScript,
    values: readonly (string | number)[],
  ): Promise<{ readonly queue: QueueFacts; readonly rest: readonly unknown[] } | undefined> {
    const reply = (await this.#run(script, [this.#id, ...values])) as readonly unknown[];
    if (reply.length === 0) return undefined;
    // Every script begins its reply with the facts of the queue.
    return { queue: readFacts(reply.slice(0, 3) as unknown as QueueReply), rest: reply.slice(3) };
  }

  #run(script: LuaScript, values: readonly (string | number)[]): Promise<unknown> {
    return this.#ask((redis) => script(redis, this.#keys, values));
  }

  async #ask<Result>(work: (redis: QueueConnection) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#redis);
    } catch (error) {
      throw new RedisFailure(messageOf(error));
    }
  }

  #throwLost(): never {
    throw this.lost();
  }

  /** Says that enrollments are lost. */
  lost(missing = 0): QueueError {
    const what = missing === 0 ? "The enrollments" : `${missing} of the enrollments`;
    return new QueueError(
      "lost-states",
      `${what} of the queue ${this.#name} are lost: Redis was emptied, was restarted without persistence or evicted keys, or the queue was cleared. Nothing is added or sent. Check the server, and restore what it has lost. If that is impossible, open the queue with acceptLoss, and add again what was to be done: the vendor is asked before it is sent.`,
    );
  }
}

/** The Lua of Redis reads no infinite number. */
function limitText(limit: number): number {
  return Math.min(limit, Number.MAX_SAFE_INTEGER);
}
