import { ClosedOutputError, type CommandContext, LostOutputError } from "../context.ts";
import { listenForStop, type StopSignals } from "../io/signals.ts";

/** The signals of a run: end it cleanly, and then without waiting for calls in progress. */
export interface RunStop extends StopSignals {
  /** Aborts when calls in progress are abandoned. */
  readonly abandonSignal: AbortSignal;
}

/** Explains why a run stops, for people. */
function stopText(lost: unknown): string {
  const cause =
    lost instanceof ClosedOutputError || lost instanceof LostOutputError ? `${lost.message}. ` : "";
  return `${cause}Stopping: nothing more is sent, and calls in progress are completed. Press Ctrl-C again to stop waiting.`;
}

/**
 * Listens until it is disposed for what ends a run: signals, and the loss of an output.
 *
 * @param say Prints a message for people.
 */
export function listenForRunStop(
  { outputLost }: Pick<CommandContext, "outputLost">,
  say: (text: string) => void,
): RunStop {
  const abandon = new AbortController();
  const signals = listenForStop({
    outputLost,
    onStop(lost) {
      say(stopText(lost));
    },
    onGiveUp() {
      say(
        "Stopped waiting. Calls in progress may have been carried out: the next run asks the vendor about them.",
      );
      abandon.abort();
    },
  });
  return {
    signal: signals.signal,
    abandonSignal: abandon.signal,
    [Symbol.dispose]() {
      signals[Symbol.dispose]();
    },
  };
}
