/** The paths of the journals of a plan. */
export interface RosterJournals {
  readonly additions: string;
  readonly removals: string;
}

/** The journals beside a plan, or beginning with another text. */
export function journalsOf(base: string): RosterJournals {
  return { additions: `${base}.additions.journal`, removals: `${base}.removals.journal` };
}
