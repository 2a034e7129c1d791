import { environment } from "./environment.ts";
import { callUserFunction } from "./user-function.ts";

/** Where log lines go. The console is one, and so are the loggers of pino, winston and consola. May be asynchronous. */
export interface Logger {
  /** What was sent and what came: one line a try. */
  debug(message: string): void | Promise<void>;
  /** What a person may want to know: a retry, a refreshed token. */
  info(message: string): void | Promise<void>;
  /** What should be looked at: a reply of another shape than documented. */
  warn(message: string): void | Promise<void>;
  /** What failed. */
  error(message: string): void | Promise<void>;
}

const levels = ["debug", "info", "warn", "error", "off"] as const;

/** Writes nothing: what stands for a level that is off, so that nobody need compose its lines. */
export function noLine(): void {
  // The level is off.
}

/** The console from the level that the environment variable KELASKIT_LOG names, read when a client first sends. */
export function defaultLogger(): Logger {
  const wanted = environment("KELASKIT_LOG")?.toLowerCase();
  const named = levels.findIndex((level) => level === wanted);
  const from = named === -1 ? levels.indexOf("warn") : named;
  const line = (level: "debug" | "info" | "warn" | "error") =>
    levels.indexOf(level) < from
      ? noLine
      : (message: string) => {
          console[level](`[kelaskit] ${message}`);
        };
  return { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") };
}

/**
 * A user's logger that cannot fail a call, asynchronous ones included: an order that was placed must not be reported as failed
 * because a log line could not be written. Where to say so, if not in the log, is not ours to know.
 */
export function carefulLogger(logger: Logger): Logger {
  const careful =
    (level: keyof Logger) =>
    (message: string): void => {
      void callUserFunction(() => logger[level](message), noLine);
    };
  return { debug: careful("debug"), info: careful("info"), warn: careful("warn"), error: careful("error") };
}

/** A logger that says nothing. */
export const silentLogger: Logger = { debug: noLine, info: noLine, warn: noLine, error: noLine };
