import type { Target } from "@kelaskit/enroll";
import type { RosterPlan } from "@kelaskit/enroll/roster";
import * as z from "#zod";
import { InputError } from "../context.ts";
import type { ItemOptions } from "../enroll/options.ts";
import { type TargetName, targetNames } from "../enroll/target-names.ts";

const settingsSchema = z.strictObject({
  target: z.enum(targetNames),
  options: z.strictObject({
    portalId: z.optional(z.number()),
    createLearners: z.optional(z.boolean()),
    course: z.optional(z.number()),
    learningPath: z.optional(z.number()),
    plan: z.optional(z.string()),
    school: z.optional(z.array(z.number())),
  }),
});

/** What a plan stores to create its target again. */
export interface RosterSettings {
  readonly target: TargetName;
  readonly options: ItemOptions;
}

/** The settings of a target that a plan stores. */
export function settingsOf(
  target: TargetName,
  { portalId, createLearners, course, learningPath, plan, school }: ItemOptions,
): Readonly<Record<string, unknown>> {
  const options = Object.entries({ portalId, createLearners, course, learningPath, plan, school });
  return { target, options: Object.fromEntries(options.filter(([, value]) => value !== undefined)) };
}

/** The settings in a plan. @throws InputError when the plan was made by another program than this command. */
export function readSettings({ plan, settings }: RosterPlan): RosterSettings {
  const read = settingsSchema.safeParse(settings);
  if (read.success) return read.data;
  throw new InputError(
    `${plan} was not made by this version of kelaskit roster plan, and nothing was sent. Apply it with the program that has made it, ` +
      "or plan anew.",
  );
}

/** @throws InputError when a target cannot list who is enrolled: before its file is read. */
export function requireList(name: TargetName, { members }: Pick<Target, "members">): void {
  if (members !== undefined) return;
  throw new InputError(
    `${name} cannot list who is enrolled, so a file cannot be compared with it. Nothing was read. To enroll the learners of the file, ` +
      `which takes nobody out, run: kelaskit enroll ${name} FILE`,
  );
}
