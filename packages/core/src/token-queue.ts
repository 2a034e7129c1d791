import type { Engine } from "./engine.ts";
import type { CallScope, Exchange } from "./exchange.ts";

// A call that waits for a token also waits for the limiter while the request for that token is in the limiter's queue.

/** The longest delay of a platform timer, in milliseconds; a longer time is no limit. */
const longestTimer = 2 ** 31 - 1;

/** The total time of a call that waits for a token: runs only while no token request is in the limiter's queue. */
class Clock {
  readonly #scope: CallScope;
  #left: number;
  #startedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(scope: CallScope) {
    this.#scope = scope;
    this.#left = scope.remaining;
  }

  /** What is left of the total time, in milliseconds, while the clock is stopped. */
  get left(): number {
    return this.#left;
  }

  start(): void {
    this.#startedAt = performance.now();
    if (this.#left > longestTimer) return;
    this.#timer = setTimeout(() => {
      this.#scope.end("total");
    }, this.#left);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#left -= performance.now() - this.#startedAt;
  }
}

/** A client's token requests in the limiter's queue, and the calls that wait for tokens. */
class TokenQueue {
  readonly #clocks = new Set<Clock>();
  #size = 0;

  /** Waits in the queue with a token request. */
  async hold<Result>(wait: () => Promise<Result>): Promise<Result> {
    this.#size += 1;
    if (this.#size === 1) for (const clock of this.#clocks) clock.stop();
    try {
      return await wait();
    } finally {
      this.#size -= 1;
      if (this.#size === 0) for (const clock of this.#clocks) clock.start();
    }
  }

  /** Waits for a token until a call's total time is over, which does not pass while a token request is in the queue. */
  async run<Result>(scope: CallScope, wait: () => Promise<Result>): Promise<Result> {
    scope.check();
    const clock = new Clock(scope);
    scope.remaining = Infinity;
    this.#clocks.add(clock);
    if (this.#size === 0) clock.start();
    try {
      return await scope.run(wait);
    } finally {
      this.#clocks.delete(clock);
      if (this.#size === 0) clock.stop();
      scope.remaining = clock.left;
    }
  }
}

/** By credentials, which a client shares with those that its `withOptions` creates. */
const queues = new WeakMap<Engine["credentials"], TokenQueue>();

function queueOf({ credentials }: Engine): TokenQueue {
  let queue = queues.get(credentials);
  if (queue === undefined) {
    queue = new TokenQueue();
    queues.set(credentials, queue);
  }
  return queue;
}

/** Waits in the limiter's queue with a token request of a client. */
export function whileQueued<Result>(engine: Engine, wait: () => Promise<Result>): Promise<Result> {
  return queueOf(engine).hold(wait);
}

/** Waits for a token. Unless the call's `limiterWaitCounts`, the time in which its request waits for the limiter does not count. */
export function runBesideQueue<Result>(exchange: Exchange, wait: () => Promise<Result>): Promise<Result> {
  const { engine, scope, limiterWaitCounts } = exchange;
  return limiterWaitCounts ? scope.run(wait) : queueOf(engine).run(scope, wait);
}
