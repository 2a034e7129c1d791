import * as z from "#zod";
import { operation } from "../operation.ts";
import { titledRecord } from "../shared/course-schemas.ts";
import type { TitledRecord } from "../shared/course-shapes.ts";
import { decimal, id, ids, text } from "../fields.ts";
import { maybe, maybeNumber, maybeText, message, namedOption, notice } from "../shared/replies.ts";
import type { Id, Message, NamedOption, Notice, OpenEnum } from "../shared/shapes.ts";
import type { DripIntervalUnit, DripReference, DripRule, DurationRule } from "./catalog.ts";

/** How a course is graded. Rules and weights are not explained. */
export interface GradingRule {
  /** For example, "average"; `courses.lookupGradingRules` lists other values. */
  readonly type?: string | undefined;
  /** For example, 50; most likely percent. */
  readonly weight?: number | undefined;
  /** Anything else of a rule. */
  readonly [field: string]: unknown;
}

/**
 * A module's place in a course, and when it opens. The vendor's page lost the list of these fields: they are those of a
 * module in the reply of `courses.get` (deduced), and others are accepted too.
 */
export interface CourseModuleSettings {
  readonly module_id?: Id | undefined;
  readonly display_order?: number | undefined;
  readonly is_locked?: boolean | undefined;
  readonly drip_rules?: DripRule | undefined;
  readonly drip_interval_unit?: DripIntervalUnit | undefined;
  readonly drip_calculation_reference?: DripReference | undefined;
  /** Any other field of a module, such as `drip_fixed_date`, `drip_interval` or its section. */
  readonly [field: string]: unknown;
}

/** What can be set of a course. What is left out of a change is most likely kept; the vendor does not say it. */
export interface CourseSettings {
  readonly name?: string | undefined;
  /** In lower case. The vendor names "draft" and "published"; `courses.list` answers "DRAFT". */
  readonly status?: OpenEnum<"draft" | "published"> | undefined;
  /** The URL of its picture. */
  readonly featuredImageUrl?: string | undefined;
  /** Text for the learner. */
  readonly instructions?: string | undefined;
  readonly credits?: number | undefined;
  /** How long it takes, in the unit of the next field. */
  readonly estimatedCompletion?: number | undefined;
  readonly estimationCompletedUnit?: OpenEnum<"hours" | "days"> | undefined;
  /** From 0 to 100. */
  readonly minPassingPercentage?: number | string | undefined;
  /** A list here; `courses.get` returns a string. */
  readonly gradingRule?: readonly GradingRule[] | undefined;
  /** The vendor's sample has "fixed", which is not in its own lookup. */
  readonly durationRule?: DurationRule | undefined;
  /** The day on which access ends, where the duration rule asks for one, as `YYYY-MM-DD`. */
  readonly durationSpecificDate?: string | undefined;
  /** For how many days the course can be opened, where the duration rule asks for it. */
  readonly durationDays?: number | undefined;
  /** The points that a learner gets for completing it. */
  readonly points?: number | undefined;
  /** The id of one certificate template, despite its name; `courses.get` answers a list. */
  readonly certificateTemplates?: Id | undefined;
  /** In days. */
  readonly certificateExpiresAfter?: number | undefined;
  /** In days after the expiry. */
  readonly certificateExpiresAfterGracePeriod?: number | undefined;
  /** The address that a learner is sent to after completing the course. */
  readonly completionRedirectionUrl?: string | undefined;
  readonly enableCourseRating?: boolean | undefined;
  /** For example, "all_modules". */
  readonly completionCriteria?: string | undefined;
  /** Ids of modules. */
  readonly selectedModules?: readonly Id[] | undefined;
  /** Ids of webinars. */
  readonly selectedWebinars?: readonly Id[] | undefined;
  /** Ids of products at Shopify. */
  readonly shopifyProducts?: readonly Id[] | undefined;
  /** Ids of learning resources. */
  readonly learningResources?: readonly Id[] | undefined;
  /** The id of one group at Accredible; `courses.get` answers a list. */
  readonly accredibleGroupId?: Id | undefined;
  /** A string, not a boolean: without "badge" the vendor does not read `selectedBadgeId`. */
  readonly isBadgeSelected?: OpenEnum<"badge"> | undefined;
  /** The badge that a learner gets for completing it. */
  readonly selectedBadgeId?: Id | undefined;
  /** Declared as texts on the vendor's page, described as objects. */
  readonly modules?: readonly CourseModuleSettings[] | undefined;
}

/** A course and its new settings. */
export interface UpdateCourseParams extends CourseSettings {
  /** The course's id. */
  readonly id: Id;
}

/** What to change of several courses at once. */
export interface QuickEditCoursesParams {
  readonly course_ids: readonly Id[];
  /** The user who becomes their instructor. */
  readonly author_id?: Id | undefined;
  /** Ids of course categories. Whether they replace the present ones or join them is not documented. */
  readonly categories_id?: readonly Id[] | undefined;
}

/** Which course to copy. */
export interface CloneCourseParams {
  readonly course_id: Id;
  /** True to copy modules and their contents as well; with false, the copy most likely contains the same modules. */
  readonly isDeepCopy: boolean;
}

/** Which courses to delete. */
export interface DeleteCoursesParams {
  readonly delete_ids: readonly Id[];
}

/** A course that new users are enrolled in automatically. */
export interface AutoEnrolledCourse {
  readonly courseId?: number | null | undefined;
  readonly courseName?: string | null | undefined;
}

/** Which courses were deleted, and why others were not. */
export interface DeletedCourses extends Message {
  /** Ids of the courses that are gone. */
  readonly deletedCourses?: readonly number[] | null | undefined;
  /** Ids of the courses that were kept because learners are enrolled. */
  readonly notDeletedCourses?: readonly number[] | null | undefined;
  /** The same courses with their names. */
  readonly enrolledCourses?: readonly NamedOption[] | null | undefined;
  /** Ids of the courses that were kept because products sell them. */
  readonly notDeletedProductCourses?: readonly number[] | null | undefined;
  /** These products, by the course's name. */
  readonly productCourses?: Readonly<Record<string, readonly TitledRecord[]>> | null | undefined;
  /** Ids of the courses that were kept because new users are enrolled in them automatically. */
  readonly notDeletedAutoEnrolledCourses?: readonly number[] | null | undefined;
  readonly autoEnrolledCourses?: readonly AutoEnrolledCourse[] | null | undefined;
  /** Ids of the courses that were kept because learning paths contain them. */
  readonly notDeletedLearningPathCourses?: readonly number[] | null | undefined;
  /** These learning paths, by the course's name. */
  readonly learningPathCourses?: Readonly<Record<string, readonly TitledRecord[]>> | null | undefined;
  /** Ids of the courses that were kept because portals have them. */
  readonly notDeletedPortalCourses?: readonly number[] | null | undefined;
  /** These portals, by the course's name. */
  readonly portalCourses?: Readonly<Record<string, readonly NamedOption[]>> | null | undefined;
}

/** Which courses new users get. */
export interface SetAutoEnrolledCoursesParams {
  /** Ids of courses. */
  readonly courses: readonly Id[];
}

const courseModuleSettings = () =>
  z.looseObject({
    module_id: z.optional(id()),
    display_order: z.optional(z.int()),
    is_locked: z.optional(z.boolean()),
    drip_rules: z.optional(text()),
    drip_interval_unit: z.optional(text()),
    drip_calculation_reference: z.optional(text()),
  });

const courseSettings = () => ({
  name: z.optional(text()),
  status: z.optional(text()),
  featuredImageUrl: z.optional(text()),
  instructions: z.optional(text()),
  credits: z.optional(z.int()),
  estimatedCompletion: z.optional(z.int()),
  estimationCompletedUnit: z.optional(text()),
  minPassingPercentage: z.optional(decimal()),
  gradingRule: z.optional(
    z.array(z.looseObject({ type: z.optional(text()), weight: z.optional(z.number()) })),
  ),
  durationRule: z.optional(text()),
  durationSpecificDate: z.optional(text()),
  durationDays: z.optional(z.int()),
  points: z.optional(z.int()),
  certificateTemplates: z.optional(id()),
  certificateExpiresAfter: z.optional(z.int()),
  certificateExpiresAfterGracePeriod: z.optional(z.int()),
  completionRedirectionUrl: z.optional(text()),
  enableCourseRating: z.optional(z.boolean()),
  completionCriteria: z.optional(text()),
  selectedModules: z.optional(ids()),
  selectedWebinars: z.optional(ids()),
  shopifyProducts: z.optional(ids()),
  learningResources: z.optional(ids()),
  accredibleGroupId: z.optional(id()),
  isBadgeSelected: z.optional(text()),
  selectedBadgeId: z.optional(id()),
  modules: z.optional(z.array(courseModuleSettings())),
});

const deletedCourses = () =>
  z.looseObject({
    message: maybeText(),
    deletedCourses: maybe(z.array(z.number())),
    notDeletedCourses: maybe(z.array(z.number())),
    enrolledCourses: maybe(z.array(namedOption())),
    notDeletedProductCourses: maybe(z.array(z.number())),
    productCourses: maybe(z.record(z.string(), z.array(titledRecord()))),
    notDeletedAutoEnrolledCourses: maybe(z.array(z.number())),
    autoEnrolledCourses: maybe(z.array(z.looseObject({ courseId: maybeNumber(), courseName: maybeText() }))),
    notDeletedLearningPathCourses: maybe(z.array(z.number())),
    learningPathCourses: maybe(z.record(z.string(), z.array(titledRecord()))),
    notDeletedPortalCourses: maybe(z.array(z.number())),
    portalCourses: maybe(z.record(z.string(), z.array(namedOption()))),
  });

/**
 * Changes a course's settings. The vendor documents the same fields for `courses.save` and does not say when to use
 * which; that one checks what a published course needs.
 */
export const update = operation<UpdateCourseParams, Message>({
  name: "courses.update",
  method: "PUT",
  path: "/course/{id}",
  params: () => z.strictObject({ id: id(), ...courseSettings() }),
  response: () => message(),
});

/**
 * Saves a course as the vendor's editor does: a draft needs its name only; for a published one the vendor also checks
 * modules, certificates, completion, badges and grading. It changes what is linked at Shopify and in webinars, too.
 * Categories, which the vendor's text refers to, have no parameter on its page: use `courses.quickEdit` for them.
 *
 * The vendor's text says that this makes courses too, but its page requires an id: how a new course is made through
 * this API is not documented. Start from a copy (`courses.clone`) instead.
 *
 * @returns Whatever the vendor answers: its page shows no reply.
 * @throws InvalidParamsError for a draft without a name; nothing is sent.
 */
export const save = operation<UpdateCourseParams, unknown>({
  name: "courses.save",
  method: "POST",
  path: "/course/save/{id}",
  params: () => z.strictObject({ id: id(), ...courseSettings() }),
  rules: ({ status, name }) =>
    status === "draft" && name === undefined
      ? [{ field: "name", expected: 'is required when status is "draft"' }]
      : [],
  response: () => z.unknown(),
});

/** Gives several courses another instructor or categories in one call. */
export const quickEdit = operation<QuickEditCoursesParams, Message>({
  name: "courses.quickEdit",
  method: "PUT",
  path: "/course/quick-edit",
  params: () =>
    z.strictObject({ course_ids: ids(), author_id: z.optional(id()), categories_id: z.optional(ids()) }),
  response: () => message(),
});

/**
 * Copies a course with its categories and modules. The copy is named like the course with `_copy` behind it, and the
 * user whose API key is used becomes its author. Its id is not returned: search `courses.list` for the name.
 */
export const clone = operation<CloneCourseParams, Message>({
  name: "courses.clone",
  method: "POST",
  path: "/course/clone",
  params: () => z.strictObject({ course_id: id(), isDeepCopy: z.boolean() }),
  response: () => message(),
});

/**
 * Deletes the given courses that are not in use. Courses with enrollments, and courses that products, learning paths,
 * portals or automatic enrollment use, are kept, and the reply still reports a success: check its lists.
 */
const remove = operation<DeleteCoursesParams, DeletedCourses>({
  name: "courses.delete",
  method: "DELETE",
  path: "/course",
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () => deletedCourses(),
});
/**
 * Says which courses every new user is enrolled in at registration, free of charge. The list most likely replaces the
 * present one: give all courses, not only the new ones.
 */
export const setAutoEnrolledCourses = operation<SetAutoEnrolledCoursesParams, Notice>({
  name: "courses.setAutoEnrolledCourses",
  method: "PUT",
  path: "/course/auto-enrolled-courses",
  params: () => z.strictObject({ courses: ids() }),
  response: () => notice(),
});

export { remove as delete };
