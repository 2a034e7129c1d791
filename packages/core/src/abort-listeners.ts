/** What is to be called when one signal aborts, and the listener that the platform calls for all of it. */
interface Listeners {
  readonly waiting: Set<Registration>;
  readonly listener: () => void;
}

/** An object of its own, so that a callback that is given twice is called twice. */
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
 * Calls back once when a signal aborts, in the order of the calls; one that has aborted already never calls. The signal
 * gets one listener for all callbacks, and none when the last is gone: a platform looks through all listeners of a signal
 * to add or remove one, which for 50,000 calls on one signal takes a minute.
 *
 * @param callback Must not throw, or those after it are not called.
 * @returns A function that takes the callback back. It may be called at any time, and again.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) return () => undefined;
  const { waiting, listener } = listenersOf.get(signal) ?? listenTo(signal);
  const registration = { callback };
  waiting.add(registration);
  return () => {
    if (!waiting.delete(registration) || waiting.size > 0) return;
    signal.removeEventListener("abort", listener);
    // While the signal calls back there are no listeners of its any more.
    if (listenersOf.get(signal)?.waiting === waiting) listenersOf.delete(signal);
  };
}
