import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { renewLeases, takeLease } from "./limiter-scripts.ts";
import { askRedis } from "./redis-error.ts";

/** Leave to have one request under way. */
export interface Lease {
  /** Gives it back. Called once. */
  release(): void;
}

/** Where leases are, how many there are, and how long one lasts that is not renewed, in milliseconds. */
export interface LeaseOptions {
  readonly redis: Redis;
  readonly key: string;
  readonly concurrency: number;
  readonly ttl: number;
}

/** The leases of this process, which are renewed together as long as there are any. */
export class Leases {
  readonly #options: LeaseOptions;
  readonly #held = new Set<string>();
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** Takes one, if one is free. */
  async take(): Promise<Lease | undefined> {
    const { redis, key, concurrency, ttl } = this.#options;
    const holder = randomUUID();
    const taken = await askRedis("count the requests that are under way", () =>
      takeLease(redis, [key], [concurrency, ttl, holder]),
    );
    if (taken !== 1) return undefined;
    this.#held.add(holder);
    this.#beat ??= this.#startBeat();
    return {
      release: () => {
        this.#held.delete(holder);
        if (this.#held.size === 0) this.#stopBeat();
        // What cannot be given back ends by itself.
        redis.zrem(key, holder).catch(() => undefined);
      },
    };
  }

  #startBeat(): ReturnType<typeof setInterval> {
    const { redis, key, ttl } = this.#options;
    const beat = setInterval(
      () => {
        // Where Redis fails, the next request gets no leave, and says so.
        renewLeases(redis, [key], [ttl, ...this.#held]).catch(() => undefined);
      },
      Math.max(1, Math.floor(ttl / 3)),
    );
    beat.unref();
    return beat;
  }

  #stopBeat(): void {
    clearInterval(this.#beat);
    this.#beat = undefined;
  }
}
