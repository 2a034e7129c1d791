import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, ordering, pageParams, text } from "../fields.ts";
import { type PageParams, unknownLengthPager } from "../pagination.ts";
import { maybeNumber, maybeText } from "../shared/replies.ts";
import type { Id, Ordering } from "../shared/shapes.ts";

/** A webinar of a course. */
export interface CourseWebinar {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** `YYYY-MM-DD`. */
  readonly startDate?: string | null | undefined;
  /** `YYYY-MM-DD`. */
  readonly endDate?: string | null | undefined;
  /** Display text, such as "1 hour". */
  readonly duration?: string | null | undefined;
  readonly location?: string | null | undefined;
  /** The instructor's name. */
  readonly instructor?: string | null | undefined;
}

/** What to search webinars by. */
export interface CourseWebinarSearch {
  /** The first and the last day, each as `YYYY-MM-DD`. */
  readonly dates?: readonly string[] | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Whose webinars to list. */
export interface ListCourseWebinarsParams {
  readonly course_id: Id;
  readonly search_param?: CourseWebinarSearch | undefined;
}

/** A learner who is registered for a webinar. */
export interface WebinarStudent {
  /** Most likely the id of the registration: the user's own id is in `user_id`. */
  readonly id: number;
  readonly user_id?: number | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  /** For example, "active" or "inactive". */
  readonly status?: string | null | undefined;
  /** For example, "2020-07-01 10:00:00"; the zone is not documented. */
  readonly registered_on?: string | null | undefined;
  /** For example, "2020-07-01 11:00:00"; the zone is not documented. */
  readonly last_accessed_on?: string | null | undefined;
  /** How the attendance was recorded, such as "video" or "audio". */
  readonly attendance_recording_type?: string | null | undefined;
  readonly notes?: string | null | undefined;
}

/** Whose registrations to list. */
export interface ListWebinarStudentsParams extends PageParams {
  readonly course_id: Id;
  readonly webinar_id: Id;
  /** The portal in which the course is offered; that -1 means all is not documented here. */
  readonly portal_id: Id;
  readonly order_by?: Ordering | undefined;
  /** Columns to search by; the vendor names none. */
  readonly search_param?: Readonly<Record<string, unknown>> | undefined;
}

const courseWebinar = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    startDate: maybeText(),
    endDate: maybeText(),
    duration: maybeText(),
    location: maybeText(),
    instructor: maybeText(),
  });

const webinarStudent = () =>
  z.looseObject({
    id: z.number(),
    user_id: maybeNumber(),
    first_name: maybeText(),
    last_name: maybeText(),
    status: maybeText(),
    registered_on: maybeText(),
    last_accessed_on: maybeText(),
    attendance_recording_type: maybeText(),
    notes: maybeText(),
  });

/** Lists the webinars of a course, in one reply. */
export const listWebinars = operation<ListCourseWebinarsParams, readonly CourseWebinar[]>({
  name: "courses.listWebinars",
  method: "GET",
  path: "/course/webinar/list/{course_id}",
  encode: { search_param: "json" },
  params: () =>
    z.strictObject({
      course_id: id(),
      search_param: z.optional(z.looseObject({ dates: z.optional(z.array(text())) })),
    }),
  response: () => z.array(courseWebinar()),
});

/**
 * Lists the learners who are registered for a webinar of a course. The reply is the bare list and does not contain its
 * length, so iterating reads on until a page is empty. The vendor's text promises e-mail addresses and pictures too;
 * its sample has neither.
 */
export const listWebinarStudents = listOperation<
  ListWebinarStudentsParams,
  readonly WebinarStudent[],
  WebinarStudent
>({
  name: "courses.listWebinarStudents",
  method: "GET",
  path: "/course/webinar/student/list/{course_id}/{webinar_id}/{portal_id}",
  params: () =>
    z.strictObject({
      ...pageParams(),
      course_id: id(),
      webinar_id: id(),
      portal_id: id(),
      order_by: z.optional(ordering()),
      search_param: z.optional(z.record(z.string(), z.unknown())),
    }),
  response: () => z.array(webinarStudent()),
  pager: unknownLengthPager(""),
});
