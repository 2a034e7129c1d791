import type { TargetField } from "../../target.ts";
import { courseFields, learningPathFields } from "./academy.ts";
import { nameFields, orderFields } from "./skilvul-orders.ts";
import { classFields } from "./toolzz-class.ts";
import { planFields } from "./toolzz-plan.ts";

/**
 * The fields of a row by the target's name, for a target without settings: for help, and for example files. If a field has a
 * `setting` and the target has that setting, rows no longer need the field. A row of the fields with an `example` is valid.
 */
export const targetFields = {
  "skilvul-orders": { ...orderFields, ...nameFields },
  "academy-course": courseFields,
  "academy-learning-path": learningPathFields,
  "toolzz-plan": planFields,
  "toolzz-class": classFields,
} as const satisfies Readonly<Record<string, Readonly<Record<string, TargetField>>>>;

/** The name of a target that comes with this package. */
export type TargetName = keyof typeof targetFields;
