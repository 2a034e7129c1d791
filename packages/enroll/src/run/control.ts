import { setMaxListeners } from "node:events";

/** Why a run ends before its time. */
interface StopReason {
  /** A sentence. */
  readonly reason: string;
  readonly cause: unknown;
}

/** Whether a run goes on. */
export interface RunControl {
  /** Nothing new may be sent. */
  readonly isStopping: boolean;
  /** Set when something went wrong, not when the user has ended the run. */
  readonly stopReason: StopReason | undefined;
  /** Ends waits: the run is stopping. */
  readonly stopSignal: AbortSignal;
  /** Ends calls: what is under way is given up, or the run is over. */
  readonly callSignal: AbortSignal;
  /** Sends nothing new; the first reason counts. */
  stop(reason: StopReason): void;
  /** The run is over: lets go of the user's signals, and ends what a target may have left under way. */
  end(): void;
}

/** Follows the user's signals. */
export function createRunControl(
  signal: AbortSignal | undefined,
  abandonSignal: AbortSignal | undefined,
): RunControl {
  const stopping = new AbortController();
  const calls = new AbortController();
  // Every call under way listens, and there may be hundreds on purpose.
  setMaxListeners(0, stopping.signal, calls.signal);
  let stopReason: StopReason | undefined;
  const onSignal = (): void => {
    stopping.abort();
  };
  const onAbandon = (): void => {
    stopping.abort();
    calls.abort();
  };
  if (signal?.aborted === true) onSignal();
  if (abandonSignal?.aborted === true) onAbandon();
  signal?.addEventListener("abort", onSignal);
  abandonSignal?.addEventListener("abort", onAbandon);
  return {
    get isStopping() {
      return stopping.signal.aborted;
    },
    get stopReason() {
      return stopReason;
    },
    stopSignal: stopping.signal,
    callSignal: calls.signal,
    stop(reason) {
      stopReason ??= reason;
      stopping.abort();
    },
    end() {
      signal?.removeEventListener("abort", onSignal);
      abandonSignal?.removeEventListener("abort", onAbandon);
      calls.abort();
    },
  };
}

/** What `unlessAborted` gives when the signal came first. */
export const aborted = Symbol("aborted");

/**
 * Waits for a promise, or for the signal. A race with one long-lived promise would keep a reaction for each call: here
 * the listener goes with the call.
 */
export async function unlessAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value | typeof aborted> {
  if (signal.aborted) {
    // Nobody waits for it any more: an error of it must not end the process.
    promise.catch(() => undefined);
    return aborted;
  }
  const { promise: abort, resolve } = Promise.withResolvers<typeof aborted>();
  const onAbort = (): void => {
    resolve(aborted);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, abort]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
