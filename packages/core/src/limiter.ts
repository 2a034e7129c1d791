/** How many requests may run and start; what is left out is not limited. */
export interface LimiterOptions {
  /** How many requests may be under way at once. */
  readonly concurrency?: number;
  /** How many requests may start within any `interval`. */
  readonly limit?: number;
  /** The length of the interval in milliseconds. @default 1000 */
  readonly interval?: number;
}

/** Gives leave to send, one request at a time. Write your own to share a limit between processes. */
export interface Limiter {
  /**
   * Waits for leave to send one request.
   *
   * @param signal Ends the wait; the returned promise then rejects with the signal's reason.
   * @param priority Higher goes first; token requests take 1, the rest 0.
   * @returns A function to be called once when the request is over.
   */
  acquire(signal: AbortSignal, priority: number, patience?: number): Promise<() => void | Promise<void>>;
  /** Gives no leave before a moment (milliseconds since 1970): the vendor has answered 429. */
  pauseUntil(moment: number): void | Promise<void>;
}

/** temp */
export class LimiterPausedError extends Error {
  readonly retryAfter: number = 0;
  static isInstance(value: unknown): value is LimiterPausedError {
    return value instanceof LimiterPausedError;
  }
}

type Queue = import("p-queue").default;

interface TimerLike {
  ref?(): void;
  unref?(): void;
}

/** The longest time a timer of the platform can hold; a longer one fires at once. */
const longestTimer = 2 ** 31 - 1;

/** A limiter in this process over p-queue, which is loaded when the first request waits. */
export function createLimiter(options: LimiterOptions): Limiter {
  let loading: Promise<Queue> | undefined;
  let queue: Queue | undefined;
  let resumeAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const load = async (): Promise<Queue> => {
    const { default: PQueue } = await import("p-queue");
    const { concurrency = Infinity, limit = Infinity, interval = 1000 } = options;
    // Strict: a window that slides, so that no `interval` ever sees more than `limit` starts.
    queue = new PQueue(
      limit === Infinity ? { concurrency } : { concurrency, intervalCap: limit, interval, strict: true },
    );
    applyPause(queue);
    return queue;
  };

  /** A pause keeps a process alive only while a request waits for its end. */
  const keepAliveWhileWaiting = (): void => {
    const handle = timer as TimerLike | undefined;
    if (queue !== undefined && queue.size > 0) handle?.ref?.();
    else handle?.unref?.();
  };

  const applyPause = (paused: Queue): void => {
    const wait = resumeAt - Date.now();
    if (wait <= 0) return;
    paused.pause();
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        if (resumeAt > Date.now()) applyPause(paused);
        else paused.start();
      },
      Math.min(wait, longestTimer),
    );
    keepAliveWhileWaiting();
  };

  const enter = async (into: Queue, signal: AbortSignal, priority: number): Promise<() => void> => {
    const { promise: slot, resolve: giveSlot } = Promise.withResolvers<() => void>();
    const hold = (): Promise<void> =>
      new Promise((release) => {
        giveSlot(release);
      });
    const over = into.add(hold, { signal, priority });
    if (!into.isPaused) return Promise.race([slot, over.then(() => slot)]);
    keepAliveWhileWaiting();
    try {
      return await Promise.race([slot, over.then(() => slot)]);
    } finally {
      if (into.isPaused) keepAliveWhileWaiting();
    }
  };

  return {
    async acquire(signal, priority) {
      return enter(queue ?? (await (loading ??= load())), signal, priority);
    },
    pauseUntil(moment) {
      if (moment <= resumeAt) return;
      resumeAt = moment;
      if (queue !== undefined) applyPause(queue);
    },
  };
}

/** Whether an option is a limiter of the user's own rather than settings for ours. */
export function isLimiter(option: LimiterOptions | Limiter): option is Limiter {
  return "acquire" in option;
}
