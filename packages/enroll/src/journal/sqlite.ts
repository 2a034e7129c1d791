import type { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "@kelaskit/core";

type SqliteModule = typeof import("node:sqlite");

/** Whether a warning is Node 22's that SQLite is experimental; the arguments are those of `emitWarning`. */
function isAboutSqlite(warning: unknown, type: unknown): boolean {
  const kind = typeof type === "object" && type !== null && "type" in type ? type.type : type;
  return kind === "ExperimentalWarning" && String(warning).includes("SQLite");
}

/**
 * Loads `node:sqlite`. Node 22 prints a warning at its first use, Node 24 does not: an `import` would print it before any
 * of this package's code runs, so the module is loaded here, suppressing this one warning and no other.
 */
function loadSqlite(): SqliteModule | undefined {
  // Node up to 22.2 may lack the function, and later versions the module, whatever the types declare.
  const getBuiltinModule: unknown = Reflect.get(process, "getBuiltinModule");
  if (typeof getBuiltinModule !== "function") return undefined;
  const emitWarning: unknown = Reflect.get(process, "emitWarning");
  if (typeof emitWarning !== "function") return process.getBuiltinModule("node:sqlite");
  const emitOthers = (...all: readonly unknown[]): void => {
    if (!isAboutSqlite(all[0], all[1])) Reflect.apply(emitWarning, process, all);
  };
  Reflect.set(process, "emitWarning", emitOthers);
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    Reflect.set(process, "emitWarning", emitWarning);
  }
}

let sqlite: SqliteModule | undefined;

/** @throws ConfigurationError when this Node has no SQLite. */
function requireSqlite(): SqliteModule {
  const loaded = loadSqlite();
  if (loaded !== undefined) return loaded;
  throw new ConfigurationError(
    `@kelaskit/enroll stores its journal with node:sqlite, which Node ${process.versions.node} does not have. Nothing was ` +
      "sent. Use Node 22.19 or newer.",
  );
}

/**
 * Opens a database without waiting for locks.
 *
 * @throws ConfigurationError when this Node has no SQLite.
 */
export function openDatabase(path: string): DatabaseSync {
  sqlite ??= requireSqlite();
  return new sqlite.DatabaseSync(path, { timeout: 0 });
}
