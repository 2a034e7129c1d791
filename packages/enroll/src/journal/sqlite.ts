import type { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "@kelaskit/core";

type SqliteModule = typeof import("node:sqlite");

/** Whether a warning is the one by which Node 22 calls its SQLite experimental; its arguments are those of `emitWarning`. */
function isAboutSqlite(warning: unknown, type: unknown): boolean {
  const kind = typeof type === "object" && type !== null && "type" in type ? type.type : type;
  return kind === "ExperimentalWarning" && String(warning).includes("SQLite");
}

/**
 * Loads `node:sqlite`. Node 22 prints a warning at its first use, Node 24 does not: an `import` would print it before any
 * line of ours runs, so the module is asked for here, with this one warning held back and every other let through.
 */
function loadSqlite(): SqliteModule | undefined {
  // Node up to 22.2 may lack the function, and the others may lack the module: whatever the types say.
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
    `@kelaskit/enroll keeps its journal with node:sqlite, which Node ${process.versions.node} does not have. Use Node 22.19 ` +
      "or newer. Nothing was sent.",
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
