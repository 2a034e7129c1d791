/** The callbacks for one signal, and the single listener that the platform calls for all of them. */
interface Listeners {
  readonly waiting: Set<Registration>;
  readonly listener: () => void;
}

/** A separate object, so that a callback registered twice is called twice. */
interface Registration {
  readonly callback: () => void;
}

const listenersOf = new WeakMap<AbortSignal, Listeners>();

function listenTo(signal: AbortSignal): Listeners {
  const waiting = new Set<Registration>();
  const listener = (): void => {
    listenersOf.delete(signal);
    for (const { callback } of waiting) callback();
  };
  signal.addEventListener("abort", listener, { once: true });
  const listeners = { waiting, listener };
  listenersOf.set(signal, listeners);
  return listeners;
}

/**
 * Calls a function once when a signal aborts, in the order of registration; never if the signal has already aborted. The signal
 * gets one listener for all callbacks, which is removed with the last of them: platforms scan all listeners of a signal
 * to add or remove one, which takes a minute for 50,000 calls on one signal.
 *
 * @param callback Must not throw, or those after it are not called.
 * @returns A function that removes the callback. It may be called at any time and repeatedly.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) return () => undefined;
  const { waiting, listener } = listenersOf.get(signal) ?? listenTo(signal);
  const registration = { callback };
  waiting.add(registration);
  return () => {
    if (!waiting.delete(registration) || waiting.size > 0) return;
    signal.removeEventListener("abort", listener);
    // While the callbacks run, the entry has already been deleted.
    if (listenersOf.get(signal)?.waiting === waiting) listenersOf.delete(signal);
  };
}
