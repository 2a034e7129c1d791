import type { Logger } from "../../src/index.ts";

const ignore = (): void => undefined;

/** A logger that ignores everything but the given levels. */
export function silentLogger(levels: Partial<Logger>): Logger {
  return { debug: ignore, info: ignore, warn: ignore, error: ignore, ...levels };
}
