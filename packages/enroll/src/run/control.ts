import { setMaxListeners } from "node:events";

/** Why a run ends early. */
interface StopReason {
  /** A sentence. */
  readonly reason: string;
  readonly cause: unknown;
}

/** Whether a run continues. */
export interface RunControl {
  /** Nothing new may be sent. */
  readonly isStopping: boolean;
  /** Set when something went wrong, not when the user ended the run. */
  readonly stopReason: StopReason | undefined;
  /** Ends waits: the run is stopping. */
  readonly stopSignal: AbortSignal;
  /** Ends calls: calls in progress are abandoned, or the run is over. */
  readonly callSignal: AbortSignal;
  /** Sends nothing new; the first reason counts. */
  stop(reason: StopReason): void;
  /** The run is over: removes the listeners from the user's signals, and ends whatever a target may have left running. */
  end(): void;
}

/** Follows the user's signals. */
export function createRunControl(
  signal: AbortSignal | undefined,
  abandonSignal: AbortSignal | undefined,
): RunControl {
  const stopping = new AbortController();
  const calls = new AbortController();
  // Every call in progress listens, and hundreds of them may be intended.
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

/** What `unlessAborted` returns when the signal came first. */
export const aborted = Symbol("aborted");

/**
 * Waits for a promise, or for the signal. Racing against one long-lived promise would leak a reaction for each call: here
 * the listener is removed with the call.
 */
export async function unlessAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value | typeof aborted> {
  if (signal.aborted) {
    // Nothing awaits it any more: its error must not end the process.
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
