import type { RosterProgress } from "./options.ts";

/** At most ten times a second, which is as often as a terminal needs. */
const interval = 100;

/** Counts what was read, and reports it. */
export interface Meter {
  readonly rows: number;
  readonly addRow: () => void;
  readonly addMember: () => void;
  /** Reports the final numbers. */
  readonly end: () => void;
}

/** Starts at nothing. */
export function createMeter(onProgress: (progress: RosterProgress) => void): Meter {
  let rows = 0;
  let members = 0;
  let lastTime = -Infinity;
  const changed = (): void => {
    const time = performance.now();
    if (time - lastTime < interval) return;
    lastTime = time;
    onProgress({ rows, members });
  };
  return {
    get rows() {
      return rows;
    },
    addRow() {
      rows += 1;
      changed();
    },
    addMember() {
      members += 1;
      changed();
    },
    end() {
      onProgress({ rows, members });
    },
  };
}
