import { stdin } from "node:process";
import type { Writable } from "node:stream";
import type { RunProgress } from "@kelaskit/enroll";
import { progress as createBar } from "@clack/prompts";
import { createRateMeter } from "./rate-meter.ts";

/** Shows how far a run is. */
export interface ProgressDisplay {
  /** Shows the newest numbers. */
  update(progress: RunProgress): void;
  /** Shows that nothing is sent for a time. */
  pause(until: Date): void;
  /** Takes the display away until the next numbers; what is printed next starts on a line of its own. */
  stop(): void;
}

const numbers = new Intl.NumberFormat("en-US");

/** A time to come, short: `40 s`, `12 min`, `3 h 20 min`. */
function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * Says in one line how far a run is: rows, rate, time to come, and what came of them.
 *
 * @param rate Rows a second, when it is known.
 */
export function progressLine(progress: RunProgress, rate: number | undefined): string {
  const { total, totalIsFinal, done, failed, unknown, duplicates } = progress;
  const ended = done + failed + unknown;
  const rows = total - duplicates;
  if (ended === 0 && !totalIsFinal) return `${numbers.format(total)} rows read`;
  const parts = [`${numbers.format(ended)} of ${totalIsFinal ? "" : "at least "}${numbers.format(rows)}`];
  if (rate !== undefined && rate > 0) {
    parts.push(`${rate < 10 ? rate.toFixed(1) : numbers.format(Math.round(rate))}/s`);
    if (totalIsFinal && ended < rows) parts.push(`${duration((rows - ended) / rate)} left`);
  }
  parts.push(`${numbers.format(done)} done`);
  parts.push(`${numbers.format(failed)} failed`, `${numbers.format(unknown)} unknown`);
  return parts.join(" · ");
}

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** Says that the vendor has asked for a pause, by the clock of this machine: `the vendor asks to wait until 14:05:10`. */
export function pauseLine(until: Date): string {
  return `the vendor asks to wait until ${clock.format(until)}`;
}

/** The bar counts in thousandths, so that it needs no total to begin with. */
const steps = 1000;

/** A bar that is drawn. */
interface Bar {
  advance(step: number, line: string): void;
  message(line: string): void;
  clear(): void;
}

/** Signals and errors for which the library listens while a bar is drawn. */
const libraryEvents = [
  "SIGINT",
  "SIGTERM",
  "exit",
  "uncaughtExceptionMonitor",
  "unhandledRejection",
] as const;

/**
 * Draws a bar, and takes back what the library does beside that: it listens for keys in raw mode and ends the process with
 * exit code 0 at Ctrl-C or Escape, in the middle of what is under way; and with its listener for rejections Node would pass
 * over an error of ours in silence. With the terminal in its usual mode Ctrl-C is a signal, and the run ends cleanly.
 */
function drawBar(output: Writable, size: number): Bar {
  const before = new Map(libraryEvents.map((event) => [event, process.rawListeners(event)]));
  const bar = createBar({ output, max: steps, size, withGuide: false });
  bar.start("reading");
  for (const [event, known] of before) {
    for (const listener of process.rawListeners(event)) {
      // `rawListeners` gives them as `Function`, which `off` does not take.
      if (!known.includes(listener)) process.off(event, listener as () => void);
    }
  }
  if (stdin.isTTY) stdin.setRawMode(false);
  stdin.pause();
  return bar;
}

/**
 * Shows a bar on a terminal, from the first numbers on.
 *
 * @param output The terminal; `columns` is its width.
 */
export function startProgressBar(output: Writable & { readonly columns?: number }): ProgressDisplay {
  const meter = createRateMeter();
  const columns = output.columns ?? 80;
  // Nothing but the line below fits beside the bar; on a narrow terminal the numbers matter more.
  const size = Math.max(1, Math.min(30, columns - 75));
  let bar: Bar | undefined;
  let shown = 0;
  let pausedUntil = new Date(0);
  return {
    update(progress) {
      if (bar === undefined) shown = 0;
      bar ??= drawBar(output, size);
      const ended = progress.done + progress.failed + progress.unknown;
      const rows = progress.total - progress.duplicates;
      const reached = progress.totalIsFinal && rows > 0 ? Math.floor((ended / rows) * steps) : shown;
      const line = progressLine(progress, meter.measure(ended));
      const isPaused = pausedUntil.getTime() > Date.now();
      bar.advance(Math.max(0, reached - shown), isPaused ? pauseLine(pausedUntil) : line);
      shown = Math.max(shown, reached);
    },
    pause(until) {
      pausedUntil = until;
      bar ??= drawBar(output, size);
      bar.message(pauseLine(until));
    },
    stop() {
      bar?.clear();
      bar = undefined;
    },
  };
}
