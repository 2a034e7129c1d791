import { type BigIntStats, statSync } from "node:fs";
import { walOf } from "./marks.ts";

/** A file as it is found under its name. Asked without opening it: closing it would drop SQLite's lock. */
function look(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    // Nobody gets to it any more: for the next run that is as if it were not there.
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** A file that is open, and the name under which it was opened. */
class NamedFile {
  readonly #path: string;
  #known: BigIntStats | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#known = look(path);
  }

  /** Takes the size for right that it has now. */
  grew(): void {
    const now = look(this.#path);
    if (now !== undefined && this.#isSame(now)) this.#known = now;
  }

  /** What has become of its name, as in `was removed or renamed`. */
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

/** Watches whether a journal that is open is still what its name leads to. Only then does the next run find it. */
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

  /** What has happened to it, as in `was removed or renamed`; undefined where it is as it was left. */
  change(): string | undefined {
    const main = this.#main.change();
    if (main !== undefined) return main;
    const wal = this.#wal.change();
    return wal === undefined ? undefined : `has lost its place: its file -wal ${wal}`;
  }
}
