/** Ctrl-C and SIGTERM, while a run is under way. */
export interface StopSignals extends Disposable {
  /** Aborts with the first signal. */
  readonly signal: AbortSignal;
}

const names = ["SIGINT", "SIGTERM"] as const;

/** One Ctrl-C may come twice, for npx and pnpm pass on what the terminal has sent already: signals this close, in milliseconds, are one. */
const sameKeystroke = 300;

/**
 * Listens for signals until it is disposed. The first aborts `signal`; the second calls `giveUp`.
 *
 * @param onFirst Tells the user what happens now.
 */
export function listenForStop(onFirst: () => void, giveUp: () => void): StopSignals {
  const stop = new AbortController();
  let first = 0;
  let hasGivenUp = false;
  const listener = (): void => {
    if (stop.signal.aborted) {
      if (hasGivenUp || performance.now() - first < sameKeystroke) return;
      hasGivenUp = true;
      giveUp();
      return;
    }
    first = performance.now();
    onFirst();
    stop.abort();
  };
  for (const name of names) process.on(name, listener);
  return {
    signal: stop.signal,
    [Symbol.dispose]() {
      for (const name of names) process.off(name, listener);
    },
  };
}
