import type { RedisConnection } from "./redis-connection.ts";
import { renewLeases } from "./limiter-scripts.ts";

/** Where leases are stored, and when they expire. */
export interface LeaseOptions {
  readonly redis: RedisConnection;
  readonly key: string;
  /** How long a lease lasts without a renewal, in milliseconds. */
  readonly ttl: number;
}

/** The longest delay of a timer, in milliseconds. A longer one fires at once, again and again. */
const longestTimer = 2 ** 31 - 1;

/** The leases that this process holds. Each allows one request in progress; all are renewed together. */
export class Leases {
  readonly #options: LeaseOptions;
  readonly #held = new Set<string>();
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** Starts renewing a lease. */
  hold(lease: string): void {
    this.#held.add(lease);
    this.#beat ??= this.#startBeat();
  }

  /** Releases a lease. */
  release(lease: string): void {
    const { redis, key } = this.#options;
    this.#held.delete(lease);
    if (this.#held.size === 0) this.#stopBeat();
    // A lease that cannot be released expires by itself.
    redis.zrem(key, lease).catch(() => undefined);
  }

  #startBeat(): ReturnType<typeof setInterval> {
    const { redis, key, ttl } = this.#options;
    const beat = setInterval(
      () => {
        // If Redis fails, the next request fails too and reports why.
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
