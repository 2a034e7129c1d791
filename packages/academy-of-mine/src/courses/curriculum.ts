import * as z from "#zod";
import { operation } from "../operation.ts";
import type { ProgressStatus } from "../shared/course-shapes.ts";
import { id, ids } from "../fields.ts";
import { maybe, maybeFlag, maybeNumber, maybeText } from "../shared/replies.ts";
import type { Id } from "../shared/shapes.ts";

/** A module in a course's curriculum. */
export interface CurriculumModule {
  readonly module_id?: number | null | undefined;
  readonly name?: string | null | undefined;
  /** The kind of module, such as "text". */
  readonly type?: string | null | undefined;
  /** The kind as display text. */
  readonly display_type?: string | null | undefined;
  /** The name of an icon, such as "el-icon-tickets"; no HTML here. */
  readonly icon?: string | null | undefined;
}

/** An entry of a curriculum: a module, or a section, which has no fields but its name and its modules. */
export interface CurriculumEntry extends CurriculumModule {
  readonly section_name?: string | null | undefined;
  /** The section's modules. */
  readonly modules?: readonly CurriculumModule[] | null | undefined;
}

/** A course's modules and sections. */
export interface Curriculum {
  /** The course's name; its id is not returned. */
  readonly name?: string | null | undefined;
  /** Modules and sections, mixed. */
  readonly modules?: readonly CurriculumEntry[] | null | undefined;
}

/** Which courses' curricula to read. */
export interface GetCurriculumParams {
  /** Sent as JSON text. */
  readonly courseIds: readonly Id[];
}

/** A module as a learner sees it before opening the course. */
export interface CourseInfoModule {
  readonly module_id?: number | null | undefined;
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  /** The kind of module, such as "text". */
  readonly type?: string | null | undefined;
  /** The name of an icon, such as "el-icon-tickets"; no HTML here. */
  readonly icon?: string | null | undefined;
  /** The kind as display text. */
  readonly display_type?: string | null | undefined;
  /** Display text, such as "Never". */
  readonly last_accessed_on?: string | null | undefined;
  /** The user's status, such as "Not Enrolled". */
  readonly status?: string | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** From 0 to 100. */
  readonly completion_percentage?: number | null | undefined;
  /** Display text, such as "1 hour"; the vendor mixes both spellings in the name. */
  readonly estimatedCompletion_time?: string | null | undefined;
}

/** A webinar of a course as a learner sees it. */
export interface CourseInfoWebinar {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** For example, "2020-08-03T10:02:33.000000Z". */
  readonly start_date?: string | null | undefined;
  /** For example, "2020-08-03T10:02:33.000000Z". */
  readonly end_date?: string | null | undefined;
  readonly description?: string | null | undefined;
  /** Display text, such as "1 hour". */
  readonly duration?: string | null | undefined;
  /** Whether the user has registered for it. */
  readonly is_registered?: boolean | null | undefined;
}

/** A learning resource of a course as a learner sees it. */
export interface CourseInfoResource {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
}

/** A course as one user of one portal sees it. */
export interface CourseInfo {
  readonly name?: string | null | undefined;
  readonly modules?: readonly CourseInfoModule[] | null | undefined;
  readonly webinarList?: readonly CourseInfoWebinar[] | null | undefined;
  readonly learningResources?: readonly CourseInfoResource[] | null | undefined;
}

/** Which course to show to whom. */
export interface GetCourseInfoParams {
  readonly courseId: Id;
  /** The portal in which the course is looked at. */
  readonly portalId: Id;
  /** The user who looks at it; need not be enrolled. */
  readonly userId: Id;
}

/** Which enrollment to open. */
export interface LaunchCourseParams {
  /** The id of the enrollment, which the vendor calls registration here. */
  readonly registrationId: Id;
  /**
   * Pass `true` to look at the course without starting it. The vendor checks only that the parameter is present, so
   * there is no `false`: omit it to start the course.
   */
  readonly info?: true | undefined;
  /** The learner's portal. */
  readonly portalId: Id;
  /**
   * Modules to give the status of; without it, all. Sent as `moduleIds[]=1&moduleIds[]=2`: the vendor's example has no
   * brackets, without which its platform reads the last id only.
   */
  readonly moduleIds?: readonly Id[] | undefined;
}

/** A course as the course player opens it. */
export interface LaunchedCourse {
  /** Most likely the id of the enrollment: it is the one that the sample was asked for with. */
  readonly id: number;
  readonly name?: string | null | undefined;
  /** Text for the learner. Whether they contain HTML is not documented: sanitize them before you show them. */
  readonly instructions?: string | null | undefined;
  /** The average of its ratings, such as 4.5. */
  readonly rating?: number | null | undefined;
  readonly enableCourseRating?: boolean | null | undefined;
  /** For example, "Allowed". */
  readonly accessStatus?: string | null | undefined;
  readonly status?: ProgressStatus | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** From 0 to 100. */
  readonly completionPercentage?: number | null | undefined;
  /** For example, "00:00:00". */
  readonly timeSpent?: string | null | undefined;
  /** For example, "22-02-2022". */
  readonly enrollmentDate?: string | null | undefined;
  readonly isExpired?: boolean | null | undefined;
  /** Display text, such as "Never". */
  readonly lastAccessed?: string | null | undefined;
  /** Display text, such as "2 hours". */
  readonly estimatedCompletionTime?: string | null | undefined;
  /** For example, "22-02-2022". */
  readonly expireOn?: string | null | undefined;
  /** Empty in the vendor's sample. */
  readonly modules?: readonly unknown[] | null | undefined;
  readonly daysToExpire?: number | null | undefined;
}

/** A file or video that comes with a course. */
export interface LearningResource {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** For example, "video" or "document". */
  readonly type?: string | null | undefined;
  readonly file_name?: string | null | undefined;
  /** The file's extension, such as "mp4". */
  readonly file_type?: string | null | undefined;
  /** For example, "active". */
  readonly status?: string | null | undefined;
  /** Named in the vendor's text only; most likely where the file can be fetched. */
  readonly s3_url?: string | null | undefined;
  /** Named in the vendor's text only. */
  readonly mux_url?: string | null | undefined;
  /** The video's id at Mux. */
  readonly mux_id?: string | null | undefined;
  /** The video's id at Bunny. */
  readonly bunny_video_id?: string | null | undefined;
  /** Named in the vendor's text only. */
  readonly bunny_video_url?: string | null | undefined;
  /** For example, "video/mp4". */
  readonly mime_type?: string | null | undefined;
  /** For example, "2020-07-01 10:00:00"; the zone is not documented. */
  readonly created_at?: string | null | undefined;
}

/** Whose learning resources to list. */
export interface ListLearningResourcesParams {
  readonly course_id: Id;
  /** Columns to search by; the vendor names none. */
  readonly search_param?: Readonly<Record<string, unknown>> | undefined;
}

const curriculumModuleFields = () => ({
  module_id: maybeNumber(),
  name: maybeText(),
  type: maybeText(),
  display_type: maybeText(),
  icon: maybeText(),
});

const curriculumEntry = () =>
  z.looseObject({
    ...curriculumModuleFields(),
    section_name: maybeText(),
    modules: maybe(z.array(z.looseObject(curriculumModuleFields()))),
  });

const courseInfoModule = () =>
  z.looseObject({
    ...curriculumModuleFields(),
    slug: maybeText(),
    last_accessed_on: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    completion_percentage: maybeNumber(),
    estimatedCompletion_time: maybeText(),
  });

const courseInfoWebinar = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    start_date: maybeText(),
    end_date: maybeText(),
    description: maybeText(),
    duration: maybeText(),
    is_registered: maybeFlag(),
  });

const launchedCourse = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    instructions: maybeText(),
    rating: maybeNumber(),
    enableCourseRating: maybeFlag(),
    accessStatus: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    completionPercentage: maybeNumber(),
    timeSpent: maybeText(),
    enrollmentDate: maybeText(),
    isExpired: maybeFlag(),
    lastAccessed: maybeText(),
    estimatedCompletionTime: maybeText(),
    expireOn: maybeText(),
    modules: maybe(z.array(z.unknown())),
    daysToExpire: maybeNumber(),
  });

const learningResource = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    type: maybeText(),
    file_name: maybeText(),
    file_type: maybeText(),
    status: maybeText(),
    s3_url: maybeText(),
    mux_url: maybeText(),
    mux_id: maybeText(),
    bunny_video_id: maybeText(),
    bunny_video_url: maybeText(),
    mime_type: maybeText(),
    created_at: maybeText(),
  });

/**
 * Reads the outlines of several courses in one call, in a list without their ids: where names repeat, ask for one course at
 * a time.
 */
export const getCurriculum = operation<GetCurriculumParams, readonly Curriculum[]>({
  name: "courses.getCurriculum",
  method: "GET",
  path: "/course/curriculum",
  encode: { courseIds: "json" },
  params: () => z.strictObject({ courseIds: ids() }),
  response: () => z.array(z.looseObject({ name: maybeText(), modules: maybe(z.array(curriculumEntry())) })),
});

/** Reads a course as a user of a portal sees it, enrolled or not: modules with the user's progress, webinars, resources. */
export const getInfo = operation<GetCourseInfoParams, CourseInfo>({
  name: "courses.getInfo",
  method: "GET",
  path: "/course/info",
  params: () => z.strictObject({ courseId: id(), portalId: id(), userId: id() }),
  response: () =>
    z.looseObject({
      name: maybeText(),
      modules: maybe(z.array(courseInfoModule())),
      webinarList: maybe(z.array(courseInfoWebinar())),
      learningResources: maybe(
        z.array(z.looseObject({ id: z.number(), name: maybeText(), description: maybeText() })),
      ),
    }),
});

/**
 * Opens a course for an enrolled learner and **starts it**, although it is a GET: the learner's progress begins. With
 * `info: true` it only looks. Not repeated after a failure, and refused like a write while its route is only proposed.
 */
export const launch = operation<LaunchCourseParams, LaunchedCourse>({
  name: "courses.launch",
  method: "GET",
  path: "/course/launch/{registrationId}",
  safe: false,
  encode: { moduleIds: "brackets" },
  params: () =>
    z.strictObject({
      registrationId: id(),
      info: z.optional(z.literal(true)),
      portalId: id(),
      moduleIds: z.optional(ids()),
    }),
  response: () => launchedCourse(),
});

/** Lists the files and videos that come with a course, in one reply. */
export const listLearningResources = operation<ListLearningResourcesParams, readonly LearningResource[]>({
  name: "courses.listLearningResources",
  method: "GET",
  path: "/course/learningResource/list/{course_id}",
  encode: { search_param: "json" },
  params: () =>
    z.strictObject({ course_id: id(), search_param: z.optional(z.record(z.string(), z.unknown())) }),
  response: () => z.array(learningResource()),
});
