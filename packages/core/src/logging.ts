import { environment } from "./environment.ts";
import { callUserFunction } from "./user-function.ts";

/** The facts of a log line, beside its sentence. None contains the value of a parameter. */
export interface LogFields {
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name; `request` for the escape hatch. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** How many attempts have been made, this one included. */
  readonly attempt: number;
  /** The status of the attempt's answer. */
  readonly status?: number;
  /** How long the attempt took, in milliseconds. */
  readonly ms?: number;
  /** The vendor's id of the request, from its header. */
  readonly requestId?: string;
  /** What left the attempt without an answer: the system's code, such as `ECONNRESET`, or the class of the error. */
  readonly errorType?: string;
  /** After how many milliseconds the next attempt follows. */
  readonly retryIn?: number;
  /** The fields of the reply that differ from its declaration. */
  readonly drift?: readonly string[];
}

/**
 * Receives log messages, each a sentence and its fields. The console fits, and so do the loggers of winston and consola; pino and bunyan
 * fit with `fieldsFirst`. Methods may be asynchronous.
 */
export interface Logger {
  /** What was sent and received: one line per attempt. */
  debug(message: string, fields: LogFields): void | Promise<void>;
  /** Notable events, such as a retry. */
  info(message: string, fields: LogFields): void | Promise<void>;
  /** Things to look into, such as a reply that differs from its declaration. */
  warn(message: string, fields: LogFields): void | Promise<void>;
  /** Failures. */
  error(message: string, fields: LogFields): void | Promise<void>;
}

const levels = ["debug", "info", "warn", "error", "off"] as const;

/** Writes nothing. Marks a level that is off, so that its messages need not be composed. */
export function noLine(): void {
  // The level is off.
}

/** A logger that writes sentences only. */
type SentenceLogger = Readonly<Record<keyof Logger, (message: string) => void>>;

/**
 * Logs sentences to the console, which say all that people need, from the level in the environment variable KELASKIT_LOG. It is read
 * when a client first sends.
 */
export function defaultLogger(): SentenceLogger {
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
function carefulLogger(logger: Logger): Logger {
  const careful =
    (level: keyof Logger) =>
    (message: string, fields: LogFields): void => {
      void callUserFunction(() => logger[level](message, fields), noLine);
    };
  return { debug: careful("debug"), info: careful("info"), warn: careful("warn"), error: careful("error") };
}

/** A logger that writes nothing. */
const silentLogger: Logger = { debug: noLine, info: noLine, warn: noLine, error: noLine };

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The logger of a client, created with its first call. */
export function loggerOf(logger: Logger | false | undefined): () => Logger {
  return once(() => {
    if (logger === false) return silentLogger;
    return logger === undefined ? defaultLogger() : carefulLogger(logger);
  });
}
