import { nearestName } from "@kelaskit/core/vendor";
import { kindOf } from "../reading/kind-of.ts";
import type { FieldIssue, Target } from "../target.ts";

/** How deep a value may be: one that contains itself has no end. */
const deepest = 100;

/** Whether a value is the same after it was stored as JSON. */
function isStorable(value: unknown, depth = 0): boolean {
  if (value === undefined || value === null || typeof value === "string" || typeof value === "boolean")
    return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth > deepest) return false;
  const isEntryStorable = (entry: unknown): boolean => isStorable(entry, depth + 1);
  if (Array.isArray(value)) return value.every((entry) => entry !== undefined && isEntryStorable(entry));
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && Object.values(value).every(isEntryStorable)
  );
}

function flawOf(fields: Target["fields"], field: string, value: unknown): readonly FieldIssue[] {
  if (!Object.hasOwn(fields, field)) {
    const names = Object.keys(fields);
    const nearest = nearestName(field, names);
    const expected = `one of the fields ${names.join(", ")}`;
    return [
      {
        field,
        expected: nearest === undefined ? expected : `the field ${nearest}`,
        received: "another name",
      },
    ];
  }
  if (fields[field]?.secret === true && value !== undefined && value !== null && value !== "") {
    return [{ field, expected: "no value, because the journal would store it", received: "a secret" }];
  }
  if (isStorable(value)) return [];
  return [{ field, expected: "a value that JSON can represent", received: kindOf(value) }];
}

/** Why a record cannot be stored for a target, whatever its values mean; empty if it can. */
export function flawsOf({ fields }: Pick<Target, "fields">, record: unknown): readonly FieldIssue[] {
  if (typeof record !== "object" || record === null || Array.isArray(record))
    return [{ field: "record", expected: "an object with the target's fields", received: kindOf(record) }];
  return Object.entries(record).flatMap(([field, value]: [string, unknown]) => flawOf(fields, field, value));
}
