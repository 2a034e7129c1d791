import type { TargetField } from "../../target.ts";

/** The fields of a target with settings: a field that a setting supplies for all rows is not required in them. */
export function fieldsWith(
  fields: Readonly<Record<string, TargetField>>,
  settings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, TargetField>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const isGiven = field.setting !== undefined && settings[field.setting] !== undefined;
      return [name, isGiven ? { ...field, required: false } : field];
    }),
  );
}
