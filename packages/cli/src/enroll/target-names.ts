/** The targets of `kelaskit enroll`, apart from what they load, so that `--help` stays fast. */
export const targetNames = [
  "skilvul-orders",
  "academy-course",
  "academy-learning-path",
  "toolzz-plan",
] as const;

/** A target's name. */
export type TargetName = (typeof targetNames)[number];
