import { type BigIntStats, statSync } from "node:fs";
import { systemCode } from "../thrown.ts";
import { walOf } from "./marks.ts";

/** The file at a path, found without opening it: closing it would drop SQLite's lock. */
function look(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    // A file that cannot be reached does not exist for the next run either.
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

/** An open file and its path. */
class NamedFile {
  readonly #path: string;
  #known: BigIntStats | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#known = look(path);
  }

  /** Accepts its current size. */
  grew(): void {
    const now = look(this.#path);
    if (now !== undefined && this.#isSame(now)) this.#known = now;
  }

  /** What happened at its path, such as `was removed or renamed`. */
  change(): string | undefined {
    const now = look(this.#path);
    if (now === undefined) return "was removed or renamed";
    if (!this.#isSame(now)) return "was replaced by another file";
    return now.size === this.#known?.size ? undefined : "was overwritten by another program";
  }

  #isSame({ dev, ino }: BigIntStats): boolean {
    return dev === this.#known?.dev && ino === this.#known.ino;
  }
}

/** Watches whether an open journal is still at its path. Only then does the next run find it. */
export class JournalPlace {
  readonly #main: NamedFile;
  readonly #wal: NamedFile;

  /** @param path The file of a journal that was just opened and locked. */
  constructor(path: string) {
    this.#main = new NamedFile(path);
    this.#wal = new NamedFile(walOf(path));
  }

  /** The journal was written by this process. */
  wrote(): void {
    this.#main.grew();
    this.#wal.grew();
  }

  /** What happened to it, such as `was removed or renamed`; undefined if it is unchanged. */
  change(): string | undefined {
    const main = this.#main.change();
    if (main !== undefined) return main;
    const wal = this.#wal.change();
    return wal === undefined ? undefined : `is incomplete: its -wal file ${wal}`;
  }
}
