/**
 * Reads the routes that a portal publishes, for the client's option `routes`.
 *
 * @packageDocumentation
 */
export { RoutesDocumentError } from "./document-error.ts";
export { importRoutes, type ImportRoutesOptions } from "./import-routes.ts";
export type { RoutesFormat } from "./read/published.ts";
export {
  type AmbiguousOperation,
  type CandidateRoute,
  formatRoutesReport,
  type MatchedRoute,
  type MatchReason,
  type RoutesImport,
  type RoutesReport,
  type UnknownRoute,
} from "./report.ts";
