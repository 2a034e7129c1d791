import { stdin } from "node:process";
import type { Writable } from "node:stream";
import type { RunProgress } from "@kelaskit/enroll";
import { progress as createBar } from "@clack/prompts";
import { createRateMeter } from "./rate-meter.ts";

/** Shows the progress of a run. */
export interface ProgressDisplay {
  /** Shows new numbers. */
  update(progress: RunProgress): void;
  /** Shows that nothing is sent until a time. */
  pause(until: Date): void;
  /** Removes the display until the next numbers, so that other output starts on its own line. */
  stop(): void;
}

const numbers = new Intl.NumberFormat("en-US");

/** Writes a remaining time: `40 s`, `12 min`, `3 h 20 min`. */
function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * Writes the progress of a run on one line: rows, rate, remaining time and results.
 *
 * @param rate Rows per second, if known.
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

/** Explains a pause, in local time: `the vendor requests a pause until 14:05:10`. */
export function pauseLine(until: Date): string {
  return `the vendor requests a pause until ${clock.format(until)}`;
}

/** The bar counts in thousandths, so that it can start before the total is known. */
const steps = 1000;

/** A bar on the terminal. */
interface Bar {
  advance(step: number, line: string): void;
  message(line: string): void;
  clear(): void;
}

/** The events to which the library listens while it draws a bar. */
const libraryEvents = [
  "SIGINT",
  "SIGTERM",
  "exit",
  "uncaughtExceptionMonitor",
  "unhandledRejection",
] as const;

/**
 * Draws a bar, and undoes what else the library does: it reads keys in raw mode and exits the process with code 0 on Ctrl-C
 * or Escape, even with calls in progress, and its listener for rejections would make Node ignore our errors silently. With
 * the terminal in its normal mode, Ctrl-C is a signal, and the run ends cleanly.
 */
function drawBar(output: Writable, size: number): Bar {
  const before = new Map(libraryEvents.map((event) => [event, process.rawListeners(event)]));
  const bar = createBar({ output, max: steps, size, withGuide: false });
  bar.start("reading");
  for (const [event, known] of before) {
    for (const listener of process.rawListeners(event)) {
      // `rawListeners` returns them as `Function`, which `off` does not accept.
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
  // The line of numbers needs the rest; on a narrow terminal, the numbers matter more than the bar.
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
