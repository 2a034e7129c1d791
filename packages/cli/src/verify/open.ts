import type { AnyDeclaration } from "@kelaskit/core/vendor";
import { parametersOf } from "../call/schema.ts";
import { type GivenValues, givenFor, lacksParameters } from "./parameters.ts";
import type { OperationRecord } from "./verdict.ts";

/** Why there is no record, if the user chose which: with the same value, the answer is the same. */
export const withGivenValue = "no record for the value that was given with --value";

/** What the user has asked for. */
export interface Wishes {
  readonly given: GivenValues;
  /** Whether other routes are searched. */
  readonly suggest: boolean;
}

function isGiven(declaration: AnyDeclaration, given: GivenValues): boolean {
  return parametersOf(declaration).some(
    (parameter) => parameter.required && givenFor(declaration, parameter, given) !== undefined,
  );
}

/** Whether the user gives a value for which an operation was not tried that was not found. */
export function hasNewValue(
  declaration: AnyDeclaration,
  known: OperationRecord,
  given: GivenValues,
): boolean {
  return known.verdict === "not-found" && known.reason !== withGivenValue && isGiven(declaration, given);
}

/** Whether an operation that may be sent would be tried now, after a complete run with this record. */
export function isOpen(
  declaration: AnyDeclaration,
  known: OperationRecord | undefined,
  { given, suggest }: Wishes,
): boolean {
  if (known === undefined) return true;
  if (known.verdict === "not-tried") return !lacksParameters(known.reason) || isGiven(declaration, given);
  if (hasNewValue(declaration, known, given)) return true;
  const isToBeSearched =
    declaration.evidence === "proposed" &&
    known.verdict === "not-found" &&
    known.suggestionsTried === undefined;
  return suggest && isToBeSearched;
}
