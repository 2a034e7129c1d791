import * as z from "#zod";
import { operation } from "../operation.ts";
import { enrollmentSelection } from "../shared/course-schemas.ts";
import type { ProgressStatus } from "../shared/course-shapes.ts";
import { id, text } from "../fields.ts";
import { timeSpent } from "../shared/module-schemas.ts";
import type { TimeSpent } from "../shared/module-shapes.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, message } from "../shared/replies.ts";
import type { Id, Message } from "../shared/shapes.ts";
import type { CourseEnrollmentsParams } from "./enrollment.ts";

/** A learner's way through a module of a course. */
export interface ModuleProgressRecord {
  readonly module_id?: number | null | undefined;
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  /** The kind of module, such as "assignment". */
  readonly type?: string | null | undefined;
  /** HTML of an icon, never rendered by us: sanitize it before you show it. */
  readonly icon?: string | null | undefined;
  /** The id of the learner's status in the module; -1 in the samples of modules that were not started. */
  readonly status_row_id?: number | null | undefined;
  readonly status?: ProgressStatus | null | undefined;
  /** For example, "2020-08-03T10:02:33.000000Z"; null or empty before. */
  readonly started_on?: string | null | undefined;
  /** For example, "2020-08-03T10:02:41.000000Z"; null or empty before. */
  readonly completed_on?: string | null | undefined;
  /** Display text in `courses.getGradebook`, such as "6 days ago"; null in the sample of `courses.getProgress`. */
  readonly last_accessed_on?: string | null | undefined;
  /** An empty text where the module was not started. */
  readonly total_time_spent?: TimeSpent | string | null | undefined;
  /** From 0 to 100. */
  readonly completion_percentage?: number | null | undefined;
  readonly no_of_times_accessed?: number | null | undefined;
  /** Null for modules without marks. */
  readonly totalMarks?: number | null | undefined;
  /** Null until the module is graded. */
  readonly obtainedMarks?: number | null | undefined;
}

/** A module in the gradebook. */
export interface GradebookModule extends ModuleProgressRecord {
  /** A string, not a number. Comes for modules with points only. */
  readonly points_awarded?: string | null | undefined;
}

/** A learner's way through a course. */
export interface CourseProgress {
  /** The id of the enrollment; the course's own id is in `course_id`. */
  readonly id: number;
  /** The course's name. */
  readonly name?: string | null | undefined;
  readonly course_id?: number | null | undefined;
  readonly userId?: number | null | undefined;
  readonly userName?: string | null | undefined;
  /** The URL of the course's picture. */
  readonly featuredImageUrl?: string | null | undefined;
  readonly status?: ProgressStatus | null | undefined;
  /** From 0 to 100. */
  readonly completionPercentage?: number | null | undefined;
  /** For example, "2020-08-03T10:00:00.000000Z". */
  readonly enrollmentDate?: string | null | undefined;
  /** For example, "2020-08-04T10:00:00.000000Z". */
  readonly expiryDate?: string | null | undefined;
  /** Null before; most likely in the form of `enrollmentDate`. */
  readonly completionDate?: string | null | undefined;
  /** Null before; most likely in the form of `enrollmentDate`. */
  readonly startDate?: string | null | undefined;
  /** Null before; most likely in the form of `enrollmentDate`. */
  readonly lastAccessed?: string | null | undefined;
  readonly modules?: readonly ModuleProgressRecord[] | null | undefined;
  /** Whether the course has sections. How they come is not documented. */
  readonly hasSection?: boolean | null | undefined;
}

/** A learner's grades in a course. */
export interface Gradebook {
  /** Most likely the id of the enrollment: it is the one that the sample was asked for with. */
  readonly id: number;
  /** The course's name. */
  readonly name?: string | null | undefined;
  readonly modules?: readonly GradebookModule[] | null | undefined;
  readonly userId?: number | null | undefined;
  /** The URL of the course's picture. */
  readonly featuredImageUrl?: string | null | undefined;
  /** Text for the learner. Whether they contain HTML is not documented: sanitize them before you show them. */
  readonly instructions?: string | null | undefined;
  /** For example, "Allowed". */
  readonly accessStatus?: string | null | undefined;
  readonly status?: ProgressStatus | null | undefined;
  /** From 0 to 100. */
  readonly completionPercentage?: number | null | undefined;
  /** In the whole course; most likely an empty text where it was not started. */
  readonly timeSpent?: TimeSpent | string | null | undefined;
  /** For example, "03 Aug 2020". */
  readonly enrollmentDate?: string | null | undefined;
  readonly isExpired?: boolean | null | undefined;
  /** Display text, such as "Unlimited days". */
  readonly daysToExpire?: string | null | undefined;
  /** Display text, such as "6 days ago". */
  readonly lastAccessed?: string | null | undefined;
  readonly isCertificateAvailable?: boolean | null | undefined;
  readonly totalMarks?: number | null | undefined;
  readonly obtainedMarks?: number | null | undefined;
  /** The obtained marks in percent. */
  readonly percentage?: number | null | undefined;
}

/** Whose progress to read. */
export interface GetCourseProgressParams {
  /** The id of the enrollment, not of the course, although the vendor's heading says so. */
  readonly id: Id;
  /** The learner: the vendor asks for both. */
  readonly userId: Id;
}

/** A module's new status. */
export interface ModuleStatusChange {
  readonly module_id: Id;
  readonly status: ProgressStatus;
  /** Anything else of a module. */
  readonly [field: string]: unknown;
}

/** What to change of a learner's progress. Every moment is written `YYYY-MM-DD HH:MM:SS`; the zone is not documented. */
export interface UpdateCourseProgressParams {
  /**
   * The course's id as the vendor says; `courses.getProgress` takes the id of an enrollment in the same place. Its page
   * requires it and calls it optional: what happens without it is not documented.
   */
  readonly id?: Id | undefined;
  /** The learner. Whose progress changes without it is not documented. */
  readonly userId?: Id | undefined;
  readonly enrollmentDate?: string | undefined;
  readonly expiryDate?: string | undefined;
  readonly startDate?: string | undefined;
  readonly completionDate?: string | undefined;
  readonly lastAccessed?: string | undefined;
  readonly status?: ProgressStatus | undefined;
  /** Sent as JSON text. */
  readonly modules?: readonly ModuleStatusChange[] | undefined;
}

const moduleProgressFields = () => ({
  module_id: maybeNumber(),
  name: maybeText(),
  slug: maybeText(),
  type: maybeText(),
  icon: maybeText(),
  status_row_id: maybeNumber(),
  status: maybeText(),
  started_on: maybeText(),
  completed_on: maybeText(),
  last_accessed_on: maybeText(),
  total_time_spent: maybe(z.union([timeSpent(), z.string()])),
  completion_percentage: maybeNumber(),
  no_of_times_accessed: maybeNumber(),
  totalMarks: maybeNumber(),
  obtainedMarks: maybeNumber(),
});

const courseProgress = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    course_id: maybeNumber(),
    userId: maybeNumber(),
    userName: maybeText(),
    featuredImageUrl: maybeText(),
    status: maybeText(),
    completionPercentage: maybeNumber(),
    enrollmentDate: maybeText(),
    expiryDate: maybeText(),
    completionDate: maybeText(),
    startDate: maybeText(),
    lastAccessed: maybeText(),
    modules: maybe(z.array(z.looseObject(moduleProgressFields()))),
    hasSection: maybeFlag(),
  });

const gradebook = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    modules: maybe(z.array(z.looseObject({ ...moduleProgressFields(), points_awarded: maybeText() }))),
    userId: maybeNumber(),
    featuredImageUrl: maybeText(),
    instructions: maybeText(),
    accessStatus: maybeText(),
    status: maybeText(),
    completionPercentage: maybeNumber(),
    timeSpent: maybe(z.union([timeSpent(), z.string()])),
    enrollmentDate: maybeText(),
    isExpired: maybeFlag(),
    daysToExpire: maybeText(),
    lastAccessed: maybeText(),
    isCertificateAvailable: maybeFlag(),
    totalMarks: maybeNumber(),
    obtainedMarks: maybeNumber(),
    percentage: maybeNumber(),
  });

/**
 * Reads where a learner is in each module of a course, with moments that programs can read; marks add up in
 * `courses.getGradebook`.
 */
export const getProgress = operation<GetCourseProgressParams, CourseProgress>({
  name: "courses.getProgress",
  method: "GET",
  path: "/course/progress/{id}",
  params: () => z.strictObject({ id: id(), userId: id() }),
  response: () => courseProgress(),
});

/**
 * Reads a learner's marks, times and percentages in a course. The vendor's text refers to pages, but documents no
 * parameter for them: all modules are taken to come at once.
 */
export const getGradebook = operation<GetCourseProgressParams, Gradebook>({
  name: "courses.getGradebook",
  method: "GET",
  path: "/course/gradebook/{id}",
  params: () => z.strictObject({ id: id(), userId: id() }),
  response: () => gradebook(),
});

/**
 * Overwrites a learner's dates, status and module statuses manually, past what the learner did. All values are sent in
 * the query, as the vendor documents, although it is a write. Whether a status of "Completed" issues the certificate is
 * not documented.
 */
export const updateProgress = operation<UpdateCourseProgressParams, Message>({
  name: "courses.updateProgress",
  method: "PUT",
  path: "/course/update-progress/{id}",
  optional: ["id"],
  query: [
    "userId",
    "enrollmentDate",
    "expiryDate",
    "startDate",
    "completionDate",
    "lastAccessed",
    "status",
    "modules",
  ],
  encode: { modules: "json" },
  params: () =>
    z.strictObject({
      id: z.optional(id()),
      userId: z.optional(id()),
      enrollmentDate: z.optional(text()),
      expiryDate: z.optional(text()),
      startDate: z.optional(text()),
      completionDate: z.optional(text()),
      lastAccessed: z.optional(text()),
      status: z.optional(text()),
      modules: z.optional(z.array(z.looseObject({ module_id: id(), status: text() }))),
    }),
  response: () => message(),
});

/** **Wipes** what learners have done in a course; they stay enrolled and start over. This cannot be undone. */
export const resetProgress = operation<CourseEnrollmentsParams, Message>({
  name: "courses.resetProgress",
  method: "POST",
  path: "/course/reset-progress/{id}",
  params: () => z.strictObject({ id: id(), ...enrollmentSelection() }),
  response: () => message(),
});
