import type { Logger } from "./logging.ts";

/** A logger that takes the fields before the message: pino's, bunyan's, Fastify's. */
export interface FieldsFirstLogger {
  /** Writes a line at the level debug. */
  debug(fields: object, message: string): void | Promise<void>;
  /** Writes a line at the level info. */
  info(fields: object, message: string): void | Promise<void>;
  /** Writes a line at the level warn. */
  warn(fields: object, message: string): void | Promise<void>;
  /** Writes a line at the level error. */
  error(fields: object, message: string): void | Promise<void>;
}

/**
 * Adapts a logger that takes the fields first.
 *
 * @example
 * ```ts
 * createSkilvul({ logger: fieldsFirst(pino({ level: "debug" })) });
 * ```
 */
export function fieldsFirst(logger: FieldsFirstLogger): Logger {
  return {
    debug(message, fields) {
      return logger.debug(fields, message);
    },
    info(message, fields) {
      return logger.info(fields, message);
    },
    warn(message, fields) {
      return logger.warn(fields, message);
    },
    error(message, fields) {
      return logger.error(fields, message);
    },
  };
}
