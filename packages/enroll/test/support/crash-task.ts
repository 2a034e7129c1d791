/** What a run of the crash test is to do. */
export interface Task {
  /** Where the mock is. */
  readonly baseUrl: string;
  readonly journal: string;
  /** Distinguishes the learners of this list from those of others. */
  readonly list: string;
  readonly rows: number;
  /** Kills itself when it reads this record, counted over all readings: moments in which the mock hears nothing. */
  readonly killAtRecord?: number | undefined;
  /**
   * In milliseconds. The mock is on this machine, and tests wait for it to deal with what a killed run has sent.
   *
   * @default 20
   */
  readonly settleAfter?: number | undefined;
}

/** The learners of its list. */
export function emailsOf({ list, rows }: Task): string[] {
  return Array.from({ length: rows }, (_, index) => `learner${index + 1}@${list}.example.com`);
}
