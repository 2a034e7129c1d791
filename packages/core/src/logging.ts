import { environment } from "./environment.ts";
import { callUserFunction } from "./user-function.ts";

/** Receives log messages. The console fits, and so do the loggers of pino, winston and consola. Methods may be asynchronous. */
export interface Logger {
  /** What was sent and received: one line per attempt. */
  debug(message: string): void | Promise<void>;
  /** Notable events, such as a retry. */
  info(message: string): void | Promise<void>;
  /** Things to look into, such as a reply that differs from its declaration. */
  warn(message: string): void | Promise<void>;
  /** Failures. */
  error(message: string): void | Promise<void>;
}

const levels = ["debug", "info", "warn", "error", "off"] as const;

/** Writes nothing. Marks a level that is off, so that its messages need not be composed. */
export function noLine(): void {
  // The level is off.
}

/** Logs to the console from the level in the environment variable KELASKIT_LOG, which is read when a client first sends. */
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
 * Wraps a user's logger, which may be asynchronous, so that it cannot fail a call: an order that was placed must not be reported
 * as failed because a log line could not be written. The failure itself is dropped, as there is nowhere else to report it.
 */
export function carefulLogger(logger: Logger): Logger {
  const careful =
    (level: keyof Logger) =>
    (message: string): void => {
      void callUserFunction(() => logger[level](message), noLine);
    };
  return { debug: careful("debug"), info: careful("info"), warn: careful("warn"), error: careful("error") };
}

/** A logger that writes nothing. */
export const silentLogger: Logger = { debug: noLine, info: noLine, warn: noLine, error: noLine };
