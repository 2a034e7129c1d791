/** What ends a run before its time, while it is under way. */
export interface StopSignals extends Disposable {
  /** Aborts with the first signal, or with the loss of an output. */
  readonly signal: AbortSignal;
}

/** What is told of a run's end. */
export interface StopListener {
  /** Aborts when nobody can see any more what the run does; its reason is an error. */
  readonly outputLost: AbortSignal;
  /** The first signal, or the loss of an output with its error. */
  readonly onStop: (lost: unknown) => void;
  /** The second signal. */
  readonly onGiveUp: () => void;
}

/** Ctrl-C, `kill`, a terminal that is closed, and Ctrl-\. */
const names = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * One keystroke may come twice, for npx and pnpm pass on what the terminal has sent already, and a closed terminal is told
 * of by the kernel and by the shell: signals this close, in milliseconds, are one.
 */
const sameKeystroke = 300;

/**
 * Listens for signals until it is disposed. The first aborts `signal`, as does the loss of an output; the next signal calls
 * `onGiveUp`.
 */
export function listenForStop({ outputLost, onStop, onGiveUp }: StopListener): StopSignals {
  const stop = new AbortController();
  let first = 0;
  let hasGivenUp = false;
  const begin = (lost: unknown): void => {
    first = performance.now();
    stop.abort();
    onStop(lost);
  };
  const onSignal = (): void => {
    if (!stop.signal.aborted) {
      begin(undefined);
      return;
    }
    if (hasGivenUp || performance.now() - first < sameKeystroke) return;
    hasGivenUp = true;
    onGiveUp();
  };
  // A Ctrl-C also ends the reader of a pipe: the loss is never a second signal.
  const onLost = (): void => {
    if (!stop.signal.aborted) begin(outputLost.reason);
  };
  for (const name of names) process.on(name, onSignal);
  outputLost.addEventListener("abort", onLost);
  if (outputLost.aborted) onLost();
  return {
    signal: stop.signal,
    [Symbol.dispose]() {
      for (const name of names) process.off(name, onSignal);
      outputLost.removeEventListener("abort", onLost);
    },
  };
}
