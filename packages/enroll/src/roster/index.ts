/**
 * Rosters: what a vendor's course, class or plan shall contain, compared with what it does, and carried out once agreed.
 *
 * @packageDocumentation
 */
export { applyRoster } from "./apply.ts";
export type { ListChange } from "./changes.ts";
export { RosterError, type RosterProblem } from "./errors.ts";
export { removalLimit } from "./limits.ts";
export type {
  ApplyOptions,
  ApplyProgress,
  PlanOptions,
  RemovalLimit,
  RosterPlan,
  RosterProgress,
  RosterReport,
  RosterRowEvent,
} from "./options.ts";
export type { RosterAction, RosterCounts, RosterEntry, RosterItem } from "./plan-lines.ts";
export { planRoster } from "./plan.ts";
export { readRosterPlan } from "./read-plan.ts";
export { isRosterReport, writeRosterCsv, writeRosterHtml } from "./report.ts";
export { type ResultsOptions, rosterResults, type RosterOutcome, type RosterResult } from "./results.ts";
