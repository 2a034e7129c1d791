import type { Redis } from "ioredis";
import { renewLeases } from "./limiter-scripts.ts";

/** Where leases are, how many there are, and how long one lasts that is not renewed, in milliseconds. */
export interface LeaseOptions {
  readonly redis: Redis;
  readonly key: string;
  readonly concurrency: number;
  readonly ttl: number;
}

/** The longest time a timer can hold; a longer one fires at once, again and again. Milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** The leases that this process has taken, each leave to have one request under way. They are renewed together. */
export class Leases {
  readonly #options: LeaseOptions;
  readonly #held = new Set<string>();
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** Renews a lease from now on. */
  hold(lease: string): void {
    this.#held.add(lease);
    this.#beat ??= this.#startBeat();
  }

  /** Gives a lease back. */
  release(lease: string): void {
    const { redis, key } = this.#options;
    this.#held.delete(lease);
    if (this.#held.size === 0) this.#stopBeat();
    // What cannot be given back ends by itself.
    redis.zrem(key, lease).catch(() => undefined);
  }

  #startBeat(): ReturnType<typeof setInterval> {
    const { redis, key, ttl } = this.#options;
    const beat = setInterval(
      () => {
        // Where Redis fails, the next request gets no leave, and says so.
        renewLeases(redis, [key], [ttl, ...this.#held]).catch(() => undefined);
      },
      Math.min(longestTimer, Math.max(1, Math.floor(ttl / 3))),
    );
    beat.unref();
    return beat;
  }

  #stopBeat(): void {
    clearInterval(this.#beat);
    this.#beat = undefined;
  }
}
