import { randomUUID } from "node:crypto";
import { ConfigurationError, type Limiter, LimiterPausedError } from "@kelaskit/core";
import { checkOptions, endOfPause, type OptionNames, type Release, WaitingLine } from "@kelaskit/core/node";
import type { RedisConnection } from "./redis-connection.ts";
import { Leases } from "./leases.ts";
import { longestAhead, pauseFor, takePermits } from "./limiter-scripts.ts";
import { Nap } from "./nap.ts";
import { askRedis } from "./redis-error.ts";

/** Options of a limiter in Redis. All processes that use the same key should use the same numbers. */
export interface RedisLimiterOptions {
  /** Names the limit, such as `skilvul`: processes with the same key share it. */
  readonly key: string;
  /** How many requests may start within any `interval`, over all processes. */
  readonly limit: number;
  /** The length of the interval in milliseconds. @default 1000 */
  readonly interval?: number | undefined;
  /** How many requests may be in progress at once, over all processes. @default unlimited */
  readonly concurrency?: number | undefined;
  /**
   * How long the requests of a killed process still count as in progress, in milliseconds. Only used with `concurrency`.
   * @default 30000
   */
  readonly leaseTtl?: number | undefined;
  /** Prefix of all keys in Redis. @default "kelaskit:" */
  readonly prefix?: string | undefined;
}

const optionNames = {
  key: true,
  limit: true,
  interval: true,
  concurrency: true,
  leaseTtl: true,
  prefix: true,
} as const satisfies OptionNames<RedisLimiterOptions>;

/** After this many milliseconds, Redis is asked again: the pause may have been ended there by hand. */
const longestTrust = 60_000;
/** The most permits requested at once, so that one script does not block Redis for long. */
const mostAtOnce = 1000;

/** Permission to start one request. */
interface Permit {
  /** The name under which the start is counted. */
  readonly name: string;
  /** When the request may start, in milliseconds from now. */
  readonly delay: number;
}

/** The reply of Redis. */
interface Answer {
  /** How long a pause still lasts, in milliseconds; 0 without a pause. */
  readonly pause: number;
  readonly permits: readonly Permit[];
  /** When to ask again, in milliseconds after the request to Redis; `undefined` when all permits were granted. */
  readonly wait: number | "lease" | undefined;
}

function checkPositive(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new ConfigurationError(`redisLimiter: ${name} is ${value}: expected a whole number of 1 or more.`);
}

class RedisLimiter implements Limiter {
  readonly #redis: RedisConnection;
  readonly #keys: readonly [starts: string, waiting: string, leases: string];
  readonly #limit: number;
  readonly #interval: number;
  readonly #concurrency: number;
  readonly #leaseTtl: number;
  readonly #leases: Leases | undefined;
  readonly #nap = new Nap();
  readonly #line = new WaitingLine(() => {
    // No request is waiting any more, so the nap can end.
    this.#nap.end();
  });
  /** The id of this process in Redis. */
  readonly #process = randomUUID();
  #questions = 0;
  /** How long the last reply of Redis took, in milliseconds. */
  #latency = 0;
  /** How many permits have been granted for a later moment. */
  #promised = 0;
  /** When the pause ends, by this process's monotonic clock. */
  #resumeAt = -Infinity;
  /** Until when `#resumeAt` is used without asking Redis again. */
  #trustedUntil = -Infinity;
  /** The end of a pause that has not been sent to Redis yet. */
  #unsentPause: number | undefined;
  #isServing = false;
  /** Whether only a free lease is missing. */
  #wantsLease = false;

  constructor(redis: RedisConnection, options: RedisLimiterOptions) {
    checkOptions("redisLimiter()", options, optionNames);
    const { key, limit, interval = 1000, concurrency, leaseTtl = 30_000, prefix = "kelaskit:" } = options;
    checkPositive("limit", limit);
    checkPositive("interval", interval);
    checkPositive("leaseTtl", leaseTtl);
    this.#redis = redis;
    const place = `${prefix}{limit-${key}}`;
    this.#keys = [`${place}:starts`, `${place}:waiting`, `${place}:leases`];
    this.#limit = limit;
    this.#interval = interval;
    this.#concurrency = concurrency ?? 0;
    this.#leaseTtl = leaseTtl;
    if (concurrency !== undefined) {
      checkPositive("concurrency", concurrency);
      this.#leases = new Leases({ redis, key: this.#keys[2], ttl: leaseTtl });
    }
  }

  async acquire(
    signal: AbortSignal,
    priority: number,
    patience = Infinity,
    perPause = false,
  ): Promise<Release> {
    signal.throwIfAborted();
    const time = performance.now();
    const pause = this.#resumeAt - time;
    if (pause > Math.max(0, patience) && time < this.#trustedUntil) throw new LimiterPausedError(pause);
    const turn = this.#line.join(signal, priority, patience, perPause);
    void this.#serve();
    return turn;
  }

  pauseUntil(moment: number): void {
    const resumeAt = endOfPause(moment);
    if (resumeAt <= Math.max(this.#resumeAt, performance.now())) return;
    this.#unsentPause = resumeAt;
    this.#notePause(resumeAt);
    // If this fails, the pause is sent again before the next permit, and that request fails if Redis still does.
    this.#sendPause().catch(() => undefined);
  }

  #notePause(resumeAt: number): void {
    this.#resumeAt = resumeAt;
    this.#trustedUntil = performance.now() + longestTrust;
    this.#line.rejectImpatient(resumeAt);
  }

  async #sendPause(): Promise<void> {
    while (this.#unsentPause !== undefined) {
      const moment = this.#unsentPause;
      const wait = moment - performance.now();
      if (wait > 0)
        await askRedis("pause the requests of all processes", () =>
          pauseFor(this.#redis, [this.#keys[0]], [wait]),
        );
      if (this.#unsentPause === moment) this.#unsentPause = undefined;
    }
  }

  /** Asks Redis for permits until all waiting requests have one. */
  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    try {
      while (this.#wanted > 0) {
        await this.#sendPause();
        const askedAt = performance.now();
        const known = this.#resumeAt;
        const { pause, permits, wait } = await this.#ask();
        this.#latency = performance.now() - askedAt;
        // The reply does not include a pause that began in the meantime.
        if (this.#resumeAt === known) this.#notePause(pause > 0 ? performance.now() + pause : -Infinity);
        for (const permit of permits) this.#grantLater(permit);
        this.#wantsLease = wait === "lease";
        if (pause > 0) await this.#sleep(pause);
        else if (wait === "lease") await this.#sleep(10 + Math.random() * 40);
        // Ask so early that the reply arrives when the wait ends.
        else if (wait !== undefined && wait > this.#latency) await this.#sleep(wait - this.#latency);
      }
    } catch (error) {
      this.#line.rejectAll(error);
    } finally {
      this.#isServing = false;
    }
    // A request may have joined after the loop ended.
    if (this.#wanted > 0) void this.#serve();
  }

  get #wanted(): number {
    return Math.max(0, this.#line.size - this.#promised);
  }

  /** Sleeps, unless no request is waiting any more. */
  async #sleep(milliseconds: number): Promise<void> {
    if (this.#line.size > 0) await this.#nap.take(Math.min(longestTrust, milliseconds));
  }

  async #ask(): Promise<Answer> {
    this.#questions += 1;
    const values = [
      this.#limit,
      this.#interval,
      Math.min(this.#wanted, mostAtOnce),
      Math.min(Math.floor(this.#latency), longestAhead),
      this.#process,
      this.#questions,
      this.#concurrency,
      this.#leaseTtl,
    ];
    const place = `${this.#process}:${this.#questions}`;
    const [pause = 0, wait = 0, ...delays] = (await askRedis(
      "count the request against the shared limit",
      () => takePermits(this.#redis, this.#keys, values),
    )) as readonly number[];
    const permits = delays.map((delay, index) => ({ name: `${place}:${index + 1}`, delay }));
    for (const { name } of permits) this.#leases?.hold(name);
    return { pause, permits, wait: wait === 0 ? undefined : wait < 0 ? "lease" : wait };
  }

  /** Grants a permit to the first waiting request once its moment has come. */
  #grantLater({ name, delay }: Permit): void {
    if (delay === 0) {
      this.#grant(name);
      return;
    }
    this.#promised += 1;
    setTimeout(() => {
      this.#promised -= 1;
      this.#grant(name);
      // If a pause has begun in the meantime, a request is still waiting.
      void this.#serve();
    }, delay);
  }

  #grant(name: string): void {
    let isOver = false;
    const release = (): void => {
      if (isOver) return;
      isOver = true;
      this.#leases?.release(name);
      // A request of this process may be waiting for this lease.
      if (this.#wantsLease) this.#nap.end();
    };
    const isPaused = this.#resumeAt > performance.now();
    if (isPaused || !this.#line.giveLeave(release)) this.#leases?.release(name);
  }
}

/**
 * Creates a limiter that processes share through Redis. Its window slides by the clock of Redis, so that at most `limit` requests
 * start within any `interval`, over all processes. A 429 received by one process pauses all of them. Within a process, token
 * requests go first; waiting processes share an interval evenly.
 *
 * Redis is asked once for all waiting requests, and starts are scheduled ahead by the latency of Redis, so that a distant Redis
 * does not slow requests down.
 *
 * It fails closed: when Redis fails, waiting calls reject with a `RedisError` as their `cause`, and nothing is sent.
 *
 * @param redis Your ioredis connection: a `Redis` or a `Cluster`. It is never closed.
 * @throws ConfigurationError when an option is invalid.
 * @example
 * ```ts
 * const limiter = redisLimiter(redis, { key: "skilvul", limit: 10, interval: 1000 });
 * const skilvul = createSkilvul({ limiter, tokenStore: redisTokenStore(redis) });
 * ```
 */
export function redisLimiter(redis: RedisConnection, options: RedisLimiterOptions): Limiter {
  return new RedisLimiter(redis, options);
}
