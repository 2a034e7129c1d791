import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { labeledOption, lookupOption, maybe, namedOption } from "../shared/replies.ts";
import type { Id, LabeledOption, LookupOption, NamedOption, OpenEnum } from "../shared/shapes.ts";

/** Which courses to offer. */
export interface LookupCoursesParams {
  /** A part of the name. */
  readonly search_term: string;
  /** Courses of this portal; -1 for no such filter. */
  readonly portalId: Id;
  /** With "report", also courses that the portal has through memberships and learning paths. */
  readonly type?: OpenEnum<"report"> | undefined;
}

/** Whose courses to list. */
export interface LookupAllCoursesParams {
  /** Courses of this portal. */
  readonly portalId?: Id | undefined;
}

/** Which learners of a course to offer. */
export interface LookupEnrolledUsersParams {
  /** A part of the first name, the last name, both, or the e-mail address. */
  readonly search_term: string;
  /** The course's id. */
  readonly id: Id;
  /** Users of this portal; -1 for no such filter. */
  readonly portalId?: Id | undefined;
}

/** What a module's opening can be set to. */
export interface DripOptions {
  /** When a module opens. */
  readonly options?: readonly LookupOption[] | null | undefined;
  /** Units of the interval. */
  readonly intervals?: readonly LookupOption[] | null | undefined;
  /** From when the interval is counted. */
  readonly calculation_ref?: readonly LookupOption[] | null | undefined;
}

/** Finds courses by a part of their name. Ids come as `value`, names as `label`. */
export const lookup = operation<LookupCoursesParams, readonly LabeledOption[]>({
  name: "courses.lookup",
  method: "GET",
  path: "/course/lookup",
  params: () => z.strictObject({ search_term: text(), portalId: id(), type: z.optional(text()) }),
  response: () => z.array(labeledOption()),
});

/**
 * Lists courses with id and name only, all or those of a portal: the vendor's drop-down list. The vendor's text says that the list comes in pages, but documents no parameter
 * for them: it may not be complete. To read every course, iterate `courses.list`.
 */
export const lookupAll = operation<LookupAllCoursesParams, readonly NamedOption[]>({
  name: "courses.lookupAll",
  method: "GET",
  path: "/course/dropdown/lookup",
  params: () => z.strictObject({ portalId: z.optional(id()) }),
  response: () => z.array(namedOption()),
});

/**
 * Finds learners of a course by a part of their name or address.
 *
 * @returns Users of unknown shape: the vendor's sample is an empty list.
 */
export const lookupEnrolledUsers = operation<LookupEnrolledUsersParams, readonly unknown[]>({
  name: "courses.lookupEnrolledUsers",
  method: "GET",
  path: "/course/enrolledUser/lookup",
  params: () => z.strictObject({ search_term: text(), id: id(), portalId: z.optional(id()) }),
  response: () => z.array(z.unknown()),
});

/** Lists the statuses of learners in a course: the values of `status` in `courses.listEnrolledLearners`. */
export const lookupStatuses = operation<NoParams, readonly LookupOption[]>({
  name: "courses.lookupStatuses",
  method: "GET",
  path: "/course/status/lookup",
  response: () => z.array(lookupOption()),
});

/**
 * Lists the grading rules of courses. The values are not those in the samples of `courses.get` and `courses.update`.
 */
export const lookupGradingRules = operation<NoParams, readonly LookupOption[]>({
  name: "courses.lookupGradingRules",
  method: "GET",
  path: "/course/gradingRule/lookup",
  response: () => z.array(lookupOption()),
});

/** Lists how long a learner can have access to a course: the values of `durationRule` in `courses.update`. */
export const lookupDurationRules = operation<NoParams, readonly LookupOption[]>({
  name: "courses.lookupDurationRules",
  method: "GET",
  path: "/course/durationRule/lookup",
  response: () => z.array(lookupOption()),
});

/** Lists when a module of a course can open, in three lists that are in the one object of a list. */
export const lookupDripOptions = operation<NoParams, readonly DripOptions[]>({
  name: "courses.lookupDripOptions",
  method: "GET",
  path: "/course/dripOption/lookup",
  response: () =>
    z.array(
      z.looseObject({
        options: maybe(z.array(lookupOption())),
        intervals: maybe(z.array(lookupOption())),
        calculation_ref: maybe(z.array(lookupOption())),
      }),
    ),
});

/** Lists what can happen in a course: the values of `verb` in `courses.listActivities`. */
export const lookupActivities = operation<NoParams, readonly LookupOption[]>({
  name: "courses.lookupActivities",
  method: "GET",
  path: "/course/activity/lookup",
  response: () => z.array(lookupOption()),
});
