import type { Redis } from "ioredis";
import type { RowState } from "../run-options.ts";
import { script } from "./lua.ts";

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
  readonly reason?: string | undefined;
  readonly detail?: string | undefined;
  readonly vendorId?: string | undefined;
}

/** A row as Redis has it, with the age of what is known of it in milliseconds. */
export interface SeenRow {
  readonly record: RowRecord;
  readonly age: number;
}

const clock = `
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

const look = script(`${clock}
return {redis.call('hget', KEYS[1], ARGV[1]), now}
`);

/** Puts a new record in the place of one with the state and the number that the caller has seen, and counts. */
const replace = script(`${clock}
local text = redis.call('hget', KEYS[1], ARGV[1])
if not text then return 0 end
local old = cjson.decode(text)
if old.state ~= ARGV[2] or old.fence ~= tonumber(ARGV[3]) then return 0 end
local new = cjson.decode(ARGV[4])
new.at = now
redis.call('hset', KEYS[1], ARGV[1], cjson.encode(new))
if new.state ~= old.state then
  redis.call('hincrby', KEYS[2], old.state, -1)
  redis.call('hincrby', KEYS[2], new.state, 1)
end
return 1
`);

/** Notes rows that are new, and gives how many are. */
const register = script(`
local new = 0
for index = 1, #ARGV, 2 do
  local record = cjson.encode({state = 'pending', fence = 0, line = tonumber(ARGV[index + 1])})
  new = new + redis.call('hsetnx', KEYS[1], ARGV[index], record)
end
redis.call('hincrby', KEYS[2], 'pending', new)
return new
`);

/** The states of all rows of a queue, in Redis. */
export class RowStates {
  readonly #redis: Redis;
  readonly #keys: readonly [string, string];

  constructor(redis: Redis, queue: string) {
    this.#redis = redis;
    this.#keys = [`kelaskit:{${queue}}:rows`, `kelaskit:{${queue}}:counts`];
  }

  /** Notes rows before their jobs are added. Gives how many of them are new. */
  async register(rows: readonly { readonly id: string; readonly line: number }[]): Promise<number> {
    const values = rows.flatMap(({ id, line }) => [id, line]);
    return Number(await register(this.#redis, this.#keys, values));
  }

  /** What is known of a row. */
  async look(id: string): Promise<SeenRow | undefined> {
    const [text, now] = (await look(this.#redis, this.#keys, [id])) as [string | null, number];
    if (text === null) return undefined;
    const record = JSON.parse(text) as RowRecord;
    return { record, age: now - (record.at ?? 0) };
  }

  /** Writes what is known now, unless somebody else has taken the row since it was seen: then it gives false. */
  async replace(id: string, seen: RowRecord, next: RowRecord): Promise<boolean> {
    const values = [id, seen.state, seen.fence, JSON.stringify(next)];
    return (await replace(this.#redis, this.#keys, values)) === 1;
  }

  /** How many rows are in each state. */
  async counts(): Promise<Readonly<Record<RowState, number>>> {
    const found = await this.#redis.hgetall(this.#keys[1]);
    const count = (state: RowState): number => Number(found[state] ?? 0);
    return {
      pending: count("pending"),
      sending: count("sending"),
      done: count("done"),
      failed: count("failed"),
      unknown: count("unknown"),
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
}
