import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, ids, sortedPageParams } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum, Ordering } from "../shared/shapes.ts";

/** A course in the list. */
export interface CourseRecord {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  /** In upper case, such as "DRAFT"; `courses.get` and `courses.update` write it in lower case. */
  readonly status?: string | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** Names of its categories in one string, separated by commas. */
  readonly categories?: string | null | undefined;
  /** The name of its instructor. */
  readonly author?: string | null | undefined;
  /** For example, "Aug 26, 2020 12:00 AM". */
  readonly created_at?: string | null | undefined;
  readonly certificate_template_id?: number | null | undefined;
  /** Ids of groups at Accredible, as in `courses.get`; a list despite its name. */
  readonly accredible_group_id?: readonly number[] | null | undefined;
}

/** What to search courses by. */
export interface CourseSearch {
  /** Courses in one of these categories. */
  readonly courseCategoryIds?: readonly Id[] | undefined;
  /** A part of the name; empty for every course. */
  readonly courseName?: string | undefined;
  /** The status in upper case, such as "DRAFT". */
  readonly status?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which courses to list. */
export interface ListCoursesParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: CourseSearch | undefined;
}

/** When a module opens: `courses.lookupDripOptions` lists the values. */
export type DripRule = OpenEnum<"immediately" | "fixed_date" | "specific_interval">;

/** The unit of the interval after which a module opens: `courses.lookupDripOptions` lists the values. */
export type DripIntervalUnit = OpenEnum<"day" | "week" | "month">;

/** From when the interval is counted: `courses.lookupDripOptions` lists the values. */
export type DripReference = OpenEnum<"registration_date" | "started_date">;

/** A module's place in a course, and when it opens. */
export interface CourseModule {
  readonly module_id?: number | null | undefined;
  readonly display_order?: number | null | undefined;
  readonly name?: string | null | undefined;
  /** The kind of module, such as "text". */
  readonly type?: string | null | undefined;
  /** HTML of an icon, never rendered by us: sanitize it before you show it. */
  readonly icon?: string | null | undefined;
  readonly is_locked?: boolean | null | undefined;
  readonly drip_rules?: DripRule | null | undefined;
  /** The day on which it opens; null in the vendor's sample. */
  readonly drip_fixed_date?: unknown;
  /** After how many units it opens; null in the vendor's sample. */
  readonly drip_interval?: unknown;
  readonly drip_interval_unit?: DripIntervalUnit | null | undefined;
  readonly drip_calculation_reference?: DripReference | null | undefined;
  readonly selectedModuleBadgeId?: number | null | undefined;
  readonly modulePoints?: number | null | undefined;
  /** A string, not a boolean: "badge" in the vendor's sample. */
  readonly isModuleBadgeSelected?: string | null | undefined;
  /** How long a learner has to stay: these hours and the minutes of the next field. */
  readonly minSpentHour?: number | null | undefined;
  readonly minSpentMinutes?: number | null | undefined;
}

/** A learning path that contains a course. */
export interface CourseLearningPath {
  readonly learning_path_id?: number | null | undefined;
  readonly learning_path_name?: string | null | undefined;
}

/**
 * When access to a course ends: `courses.lookupDurationRules` lists the values. The vendor's samples have "fixed" too.
 */
export type DurationRule = OpenEnum<
  "unlimited" | "on_specific_date" | "x_days_after_start" | "x_days_after_enrollment"
>;

/** A course with its settings, as its editor reads it. */
export interface Course {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  /** Text for the learner. Whether they contain HTML is not documented: sanitize them before you show them. */
  readonly instructions?: string | null | undefined;
  readonly credits?: number | null | undefined;
  /** How long it takes, in the unit of the next field. */
  readonly estimatedCompletion?: number | null | undefined;
  /** For example, "hours". */
  readonly estimationCompletedUnit?: string | null | undefined;
  /** From 0 to 100. */
  readonly minPassingPercentage?: number | null | undefined;
  /** A string here ("average" in the sample), a list of objects in `courses.update`, other values in the lookup. */
  readonly gradingRule?: string | null | undefined;
  readonly durationRule?: DurationRule | null | undefined;
  /** `YYYY-MM-DD`. */
  readonly durationSpecificDate?: string | null | undefined;
  readonly durationDays?: number | null | undefined;
  readonly selectedBadgeId?: number | null | undefined;
  /** A string, not a boolean: "badge" where `selectedBadgeId` counts. */
  readonly isBadgeSelected?: string | null | undefined;
  /** The points that a learner gets for completing it. */
  readonly points?: number | null | undefined;
  /** For example, "published". */
  readonly status?: string | null | undefined;
  /** Ids of certificate templates: several, where `courses.update` takes one. */
  readonly certificateTemplates?: readonly number[] | null | undefined;
  /** Empty in the vendor's sample. */
  readonly associatedProduct?: readonly unknown[] | null | undefined;
  /** Ids of products at Shopify. */
  readonly shopifyProducts?: readonly number[] | null | undefined;
  /** In days. */
  readonly certificateExpiresAfter?: number | null | undefined;
  /** In days. */
  readonly certificateExpiresAfterGracePeriod?: number | null | undefined;
  /** Ids of groups at Accredible: several, where `courses.update` takes one. */
  readonly accredibleGroupId?: readonly number[] | null | undefined;
  readonly enableCourseRating?: boolean | null | undefined;
  /** For example, "all_modules". */
  readonly completionCriteria?: string | null | undefined;
  readonly hasAssociatedProduct?: boolean | null | undefined;
  readonly modules?: readonly CourseModule[] | null | undefined;
  /** Ids of course categories. */
  readonly categories?: readonly number[] | null | undefined;
  /** Ids of the modules that count for the grade. */
  readonly gradeModules?: readonly number[] | null | undefined;
  /** Ids of modules. The sample also has -999, without an explanation. */
  readonly selectedModules?: readonly number[] | null | undefined;
  readonly learningPaths?: readonly CourseLearningPath[] | null | undefined;
  /** Empty in the vendor's sample. */
  readonly learningResources?: readonly unknown[] | null | undefined;
  /** Empty in the vendor's sample. */
  readonly webinarList?: readonly unknown[] | null | undefined;
  /** Ids of webinars. The sample has -999 only, without an explanation. */
  readonly selectedWebinars?: readonly number[] | null | undefined;
}

/** Which course to read. */
export interface GetCourseParams {
  /** The course's id. */
  readonly id: Id;
}

const courseRecord = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    slug: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    categories: maybeText(),
    author: maybeText(),
    created_at: maybeText(),
    certificate_template_id: maybeNumber(),
    accredible_group_id: maybe(z.array(z.number())),
  });

const courseSearch = () =>
  z.looseObject({
    courseCategoryIds: z.optional(ids()),
    courseName: z.optional(z.string()),
    status: z.optional(z.string()),
  });

const courseModule = () =>
  z.looseObject({
    module_id: maybeNumber(),
    display_order: maybeNumber(),
    name: maybeText(),
    type: maybeText(),
    icon: maybeText(),
    is_locked: maybeFlag(),
    drip_rules: maybeText(),
    drip_fixed_date: z.optional(z.unknown()),
    drip_interval: z.optional(z.unknown()),
    drip_interval_unit: maybeText(),
    drip_calculation_reference: maybeText(),
    selectedModuleBadgeId: maybeNumber(),
    modulePoints: maybeNumber(),
    isModuleBadgeSelected: maybeText(),
    minSpentHour: maybeNumber(),
    minSpentMinutes: maybeNumber(),
  });

const courseLearningPath = () =>
  z.looseObject({ learning_path_id: maybeNumber(), learning_path_name: maybeText() });

const course = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    slug: maybeText(),
    instructions: maybeText(),
    credits: maybeNumber(),
    estimatedCompletion: maybeNumber(),
    estimationCompletedUnit: maybeText(),
    minPassingPercentage: maybeNumber(),
    gradingRule: maybeText(),
    durationRule: maybeText(),
    durationSpecificDate: maybeText(),
    durationDays: maybeNumber(),
    selectedBadgeId: maybeNumber(),
    isBadgeSelected: maybeText(),
    points: maybeNumber(),
    status: maybeText(),
    certificateTemplates: maybe(z.array(z.number())),
    associatedProduct: maybe(z.array(z.unknown())),
    shopifyProducts: maybe(z.array(z.number())),
    certificateExpiresAfter: maybeNumber(),
    certificateExpiresAfterGracePeriod: maybeNumber(),
    accredibleGroupId: maybe(z.array(z.number())),
    enableCourseRating: maybeFlag(),
    completionCriteria: maybeText(),
    hasAssociatedProduct: maybeFlag(),
    modules: maybe(z.array(courseModule())),
    categories: maybe(z.array(z.number())),
    gradeModules: maybe(z.array(z.number())),
    selectedModules: maybe(z.array(z.number())),
    learningPaths: maybe(z.array(courseLearningPath())),
    learningResources: maybe(z.array(z.unknown())),
    webinarList: maybe(z.array(z.unknown())),
    selectedWebinars: maybe(z.array(z.number())),
  });

/** Lists courses in any state, drafts as well: await it for one page, iterate it for the courses of all pages. */
export const list = listOperation<ListCoursesParams, Page<CourseRecord>, CourseRecord>({
  name: "courses.list",
  method: "GET",
  path: "/course/list",
  params: () => z.strictObject({ ...sortedPageParams(), search_param: z.optional(courseSearch()) }),
  response: () => page(courseRecord()),
});

/**
 * Reads a course with its settings, modules and learning paths, as its editor shows it. What a learner sees comes from
 * `courses.getInfo`. The picture and the address after completion, which `courses.update` takes, are not returned in
 * the vendor's sample.
 */
export const get = operation<GetCourseParams, Course>({
  name: "courses.get",
  method: "GET",
  path: "/course/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => course(),
});
