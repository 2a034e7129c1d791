import { ConfigurationError, type Limiter } from "@kelaskit/core";
import type { Redis } from "ioredis";
import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { type Lease, Leases } from "./leases.ts";
import { commandHolder, pauseFor, slidingWindow } from "./limiter-scripts.ts";
import { askRedis } from "./redis-error.ts";
import { type Waiter, WaitingLine } from "./waiting-line.ts";

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

/** After this long Redis is asked again whatever it said; longer than a timer may run, an interval can be. */
const longestSleep = 60_000;

function checkPositive(name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ConfigurationError(`redisLimiter: ${name} must be a whole number above 0, and is ${value}.`);
}

class RedisLimiter implements Limiter {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #rate: RateLimiterRedis;
  readonly #leases: Leases | undefined;
  readonly #line = new WaitingLine();
  #resumeAt = 0;
  /** A pause that Redis does not know yet. */
  #unsentPause: number | undefined;
  #isServing = false;

  constructor(redis: Redis, options: RedisLimiterOptions) {
    const { key, limit, interval = 1000, concurrency, leaseTtl = 30_000, prefix = "kelaskit:" } = options;
    checkPositive("limit", limit);
    checkPositive("interval", interval);
    checkPositive("leaseTtl", leaseTtl);
    this.#redis = redis;
    this.#key = `${prefix}{limit-${key}}:starts`;
    this.#rate = new RateLimiterRedis({
      storeClient: commandHolder(redis),
      keyPrefix: "",
      points: limit,
      // Whole seconds, and without meaning to the script.
      duration: Math.ceil(interval / 1000),
      customIncrTtlLuaScript: slidingWindow(interval),
    });
    if (concurrency !== undefined) {
      checkPositive("concurrency", concurrency);
      this.#leases = new Leases({ redis, key: `${prefix}{limit-${key}}:leases`, concurrency, ttl: leaseTtl });
    }
  }

  async acquire(signal: AbortSignal, priority: number): Promise<() => void> {
    signal.throwIfAborted();
    const leave = this.#line.join(signal, priority);
    void this.#serve();
    return leave;
  }

  pauseUntil(moment: number): void {
    if (moment <= this.#resumeAt) return;
    this.#resumeAt = moment;
    this.#unsentPause = moment;
    // A pause that could not be told is told before the next leave, which fails if that fails.
    this.#tellPause().catch(() => undefined);
  }

  async #tellPause(): Promise<void> {
    const moment = this.#unsentPause;
    if (moment === undefined) return;
    const wait = moment - Date.now();
    if (wait > 0)
      await askRedis("pause the requests of all processes", () => pauseFor(this.#redis, [this.#key], [wait]));
    if (this.#unsentPause === moment) this.#unsentPause = undefined;
  }

  /** Gives leave to those who wait, one after the other, until nobody does. */
  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    let lease: Lease | undefined;
    try {
      while (!this.#line.isEmpty) {
        lease ??= await this.#leases?.take();
        const wait = this.#leases !== undefined && lease === undefined ? "lease" : await this.#startOrWait();
        if (wait === 0) {
          const first = this.#line.next();
          if (first === undefined) continue;
          this.#giveLeave(first, lease);
          lease = undefined;
        } else if (wait === "lease") await this.#line.sleep(10 + Math.random() * 40);
        else await this.#line.sleep(Math.min(longestSleep, wait));
      }
    } catch (error) {
      this.#line.rejectAll(error);
    } finally {
      lease?.release();
      this.#isServing = false;
    }
    // Somebody may have come between the last look and the end.
    if (!this.#line.isEmpty) void this.#serve();
  }

  #giveLeave(waiter: Waiter, lease: Lease | undefined): void {
    let isOver = false;
    waiter.resolve(() => {
      if (isOver) return;
      isOver = true;
      lease?.release();
      // The free lease may be what somebody of this process waits for.
      if (lease !== undefined) this.#line.wake();
    });
  }

  /** Counts a start, and gives 0; or gives for how many milliseconds none is free. */
  async #startOrWait(): Promise<number> {
    await this.#tellPause();
    const pause = this.#resumeAt - Date.now();
    if (pause > 0) return pause;
    return askRedis("count a request for the limit of all processes", async () => {
      try {
        await this.#rate.consume(this.#key);
        return 0;
      } catch (error) {
        if (error instanceof RateLimiterRes) return Math.max(1, error.msBeforeNext);
        throw error;
      }
    });
  }
}

/**
 * A limiter that processes share through Redis: over rate-limiter-flexible, with a window that slides by the clock of
 * Redis, so that no `interval` sees more than `limit` starts of all processes. A 429 that one of them meets pauses all.
 * Within a process, token requests go first; among processes it is whoever asks first.
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
