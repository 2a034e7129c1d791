import type { TargetField } from "../../target.ts";

/** The fields of a target that has settings: what a setting says for all rows, no row has to say. */
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
