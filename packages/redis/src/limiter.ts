import { randomUUID } from "node:crypto";
import { ConfigurationError, type Limiter, LimiterPausedError } from "@kelaskit/core";
import { checkOptions, endOfPause, type OptionNames, type Release, WaitingLine } from "@kelaskit/core/node";
import type { Redis } from "ioredis";
import { Leases } from "./leases.ts";
import { longestAhead, pauseFor, takeLeaves } from "./limiter-scripts.ts";
import { Nap } from "./nap.ts";
import { askRedis } from "./redis-error.ts";

/** Settings of a limiter in Redis. Every process that gives the same key should give the same numbers. */
export interface RedisLimiterOptions {
  /** What is limited, such as `skilvul`: processes with the same key share the limit. */
  readonly key: string;
  /** How many requests of all processes may start within any `interval`. */
  readonly limit: number;
  /** The length of the interval in milliseconds. @default 1000 */
  readonly interval?: number | undefined;
  /** How many requests of all processes may be under way at once. @default any number */
  readonly concurrency?: number | undefined;
  /**
   * How long the requests of a process that was killed still count as under way, in milliseconds. Of use only with
   * `concurrency`. @default 30000
   */
  readonly leaseTtl?: number | undefined;
  /** What every key in Redis begins with. @default "kelaskit:" */
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

/** After this long Redis is asked again whatever it said: somebody may have ended a pause there. Milliseconds. */
const longestTrust = 60_000;
/** For so many Redis is asked at once. One question may not hold Redis up for long. */
const mostAtOnce = 1000;

/** Leave to send one request, with the name under which it is counted. */
interface Leave {
  readonly name: string;
  /** Milliseconds from now. */
  readonly delay: number;
}

/** What Redis has said. */
interface Answer {
  /** How long a pause still lasts, in milliseconds; 0 where there is none. */
  readonly pause: number;
  readonly leaves: readonly Leave[];
  /** When to ask again, in milliseconds from the question; nothing where all have leave. */
  readonly wait: number | "lease" | undefined;
}

function checkPositive(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new ConfigurationError(`redisLimiter: ${name} is ${value}: expected a whole number of 1 or more.`);
}

class RedisLimiter implements Limiter {
  readonly #redis: Redis;
  readonly #keys: readonly [starts: string, waiting: string, leases: string];
  readonly #limit: number;
  readonly #interval: number;
  readonly #concurrency: number;
  readonly #leaseTtl: number;
  readonly #leases: Leases | undefined;
  readonly #nap = new Nap();
  readonly #line = new WaitingLine(() => {
    // Nobody waits any more, so that nothing has to stay awake.
    this.#nap.end();
  });
  /** What this process is called in Redis. */
  readonly #process = randomUUID();
  #questions = 0;
  /** How long Redis took to answer last, in milliseconds. */
  #latency = 0;
  /** How many have leave for a moment that is still to come. */
  #promised = 0;
  /** When a pause ends, by this process's clock that cannot be set. */
  #resumeAt = -Infinity;
  /** Until when that counts without asking Redis again. */
  #trustedUntil = -Infinity;
  /** The end of a pause that Redis does not know yet. */
  #unsentPause: number | undefined;
  #isServing = false;
  /** Whether a free lease is all that is waited for. */
  #wantsLease = false;

  constructor(redis: Redis, options: RedisLimiterOptions) {
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
      this.#leases = new Leases({ redis, key: this.#keys[2], concurrency, ttl: leaseTtl });
    }
  }

  async acquire(signal: AbortSignal, priority: number, patience = Infinity): Promise<Release> {
    signal.throwIfAborted();
    const time = performance.now();
    const pause = this.#resumeAt - time;
    if (pause > Math.max(0, patience) && time < this.#trustedUntil) throw new LimiterPausedError(pause);
    const leave = this.#line.join(signal, priority, patience);
    void this.#serve();
    return leave;
  }

  pauseUntil(moment: number): void {
    const resumeAt = endOfPause(moment);
    if (resumeAt <= Math.max(this.#resumeAt, performance.now())) return;
    this.#unsentPause = resumeAt;
    this.#notePause(resumeAt);
    // A pause that could not be told is told before the next leave, which fails if that fails.
    this.#tellPause().catch(() => undefined);
  }

  #notePause(resumeAt: number): void {
    this.#resumeAt = resumeAt;
    this.#trustedUntil = performance.now() + longestTrust;
    this.#line.rejectImpatient(resumeAt);
  }

  async #tellPause(): Promise<void> {
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

  /** Asks Redis for leave until all who wait have it. */
  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    try {
      while (this.#wanted > 0) {
        await this.#tellPause();
        const askedAt = performance.now();
        const known = this.#resumeAt;
        const { pause, leaves, wait } = await this.#ask();
        this.#latency = performance.now() - askedAt;
        // Of a pause that began meanwhile the answer knows nothing.
        if (this.#resumeAt === known) this.#notePause(pause > 0 ? performance.now() + pause : -Infinity);
        for (const leave of leaves) this.#keepPromise(leave);
        this.#wantsLease = wait === "lease";
        if (pause > 0) await this.#sleep(pause);
        else if (wait === "lease") await this.#sleep(10 + Math.random() * 40);
        // The next question may be on its way while the wait lasts.
        else if (wait !== undefined && wait > this.#latency) await this.#sleep(wait - this.#latency);
      }
    } catch (error) {
      this.#line.rejectAll(error);
    } finally {
      this.#isServing = false;
    }
    // Somebody may have come between the last look and the end.
    if (this.#wanted > 0) void this.#serve();
  }

  get #wanted(): number {
    return Math.max(0, this.#line.size - this.#promised);
  }

  /** Sleeps, unless those who wait have left. */
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
      "count a request for the limit of all processes",
      () => takeLeaves(this.#redis, this.#keys, values),
    )) as readonly number[];
    const leaves = delays.map((delay, index) => ({ name: `${place}:${index + 1}`, delay }));
    for (const { name } of leaves) this.#leases?.hold(name);
    return { pause, leaves, wait: wait === 0 ? undefined : wait < 0 ? "lease" : wait };
  }

  /** Gives leave to whoever is first when its moment has come. */
  #keepPromise({ name, delay }: Leave): void {
    if (delay === 0) {
      this.#giveLeave(name);
      return;
    }
    this.#promised += 1;
    setTimeout(() => {
      this.#promised -= 1;
      this.#giveLeave(name);
      // Where a pause has begun meanwhile, somebody still waits.
      void this.#serve();
    }, delay);
  }

  #giveLeave(name: string): void {
    let isOver = false;
    const release = (): void => {
      if (isOver) return;
      isOver = true;
      this.#leases?.release(name);
      // It may be what somebody of this process waits for.
      if (this.#wantsLease) this.#nap.end();
    };
    const isPaused = this.#resumeAt > performance.now();
    if (isPaused || !this.#line.giveLeave(release)) this.#leases?.release(name);
  }
}

/**
 * A limiter that processes share through Redis, with a window that slides by the clock of Redis, so that no `interval` sees
 * more than `limit` starts of all processes. A 429 that one of them meets pauses all. Within a process, token requests go
 * first; processes that wait share an interval evenly.
 *
 * One question to Redis is for all who wait, and starts are counted ahead for as long as an answer takes: it is the limit
 * that decides how much leaves, not how far away Redis is.
 *
 * It fails closed: when Redis fails, the calls that wait reject with a `RedisError` as their `cause`, and nothing is sent.
 *
 * @param redis An ioredis connection of yours; it stays open.
 * @throws ConfigurationError when a number cannot be right.
 * @example
 * ```ts
 * const limiter = redisLimiter(redis, { key: "skilvul", limit: 10, interval: 1000 });
 * const skilvul = createSkilvul({ limiter, tokenStore: redisTokenStore(redis) });
 * ```
 */
export function redisLimiter(redis: Redis, options: RedisLimiterOptions): Limiter {
  return new RedisLimiter(redis, options);
}
