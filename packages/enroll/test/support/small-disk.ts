import { DatabaseSync } from "node:sqlite";
import { vi } from "vitest";

/** A disk that can be full for a while. */
export interface SmallDisk {
  /** From now on there is room for so many bytes: SQLite writes that much before it finds out. */
  fill(left: number): void;
  /** There is room again. */
  free(): void;
}

const pageSize = 4096;
const mostPages = 1_000_000;

/** Puts the journals that are opened after this, in this process and until the end of the test, on a small disk. */
export function smallDisk(): SmallDisk {
  const exec = vi.spyOn(DatabaseSync.prototype, "exec");
  const eachOpen = (work: (database: DatabaseSync) => void): void => {
    for (const database of new Set<unknown>(exec.mock.contexts)) {
      if (database instanceof DatabaseSync && database.isOpen) work(database);
    }
  };
  return {
    fill(left) {
      eachOpen((database) => {
        const used = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
        // Without a cache, pages go to the `-wal` before the commit.
        database.exec(`PRAGMA max_page_count = ${used + Math.ceil(left / pageSize)}; PRAGMA cache_size = 1`);
      });
    },
    free() {
      eachOpen((database) => {
        database.exec(`PRAGMA max_page_count = ${mostPages}`);
      });
    },
  };
}
