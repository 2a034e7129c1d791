/** The signals that end a run early. */
export interface StopSignals extends Disposable {
  /** Aborts at the first signal, or at the loss of an output. */
  readonly signal: AbortSignal;
}

/** The listeners for the end of a run. */
export interface StopListener {
  /** Aborts when the output of the run can no longer be seen; its reason is an error. */
  readonly outputLost: AbortSignal;
  /** Called at the first signal, or with the error when an output is lost. */
  readonly onStop: (lost: unknown) => void;
  /** Called at the second signal. */
  readonly onGiveUp: () => void;
}

/** Ctrl-C, `kill`, a closed terminal, and Ctrl-\. */
const names = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Signals within this many milliseconds count as one. A keystroke may arrive twice: npx and pnpm forward what the terminal
 * has already sent, and both the kernel and the shell report a closed terminal.
 */
const sameKeystroke = 300;

/**
 * Listens for signals until it is disposed. The first signal or the loss of an output aborts `signal`; the next signal calls
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
  // Ctrl-C also ends the reader of a pipe, so the loss never counts as a second signal.
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
