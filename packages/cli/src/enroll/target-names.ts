/** The targets of `kelaskit enroll`, listed here so that `--help` need not load their packages. */
export const targetNames = [
  "skilvul-orders",
  "academy-course",
  "academy-learning-path",
  "toolzz-plan",
  "toolzz-class",
] as const;

/** A target's name. */
export type TargetName = (typeof targetNames)[number];
