import * as z from "#zod";
import { listOperation, operation, pagedOperation } from "../operation.ts";
import { id, ids, pageParams, sortedPageParams, text } from "../fields.ts";
import { type PageParams, recordsPager } from "../pagination.ts";
import { maybeNumber, maybeText, statusMessage } from "../shared/replies.ts";
import type { Id, Ordering, StatusMessage } from "../shared/shapes.ts";

/** A learner's rating of a course. */
export interface CourseRating {
  readonly id: number;
  readonly courseName?: string | null | undefined;
  readonly courseId?: number | null | undefined;
  /** For example, 4.5; the scale is not documented and seems to end at 5. */
  readonly rating?: number | null | undefined;
  readonly userId?: number | null | undefined;
  /** The text of the review. */
  readonly reviews?: string | null | undefined;
}

/** A rating in the list. */
export interface CourseRatingRecord extends CourseRating {
  /** The learner's name; `userDisplayName`, with a capital D, in `courses.listRatingDetails`. */
  readonly userdisplayName?: string | null | undefined;
  /** For example, "Aug 11, 2020 05:56 AM". */
  readonly submissionDate?: string | null | undefined;
}

/** A rating with the learner who gave it. */
export interface CourseRatingDetail extends CourseRating {
  /** The learner's name; `userdisplayName`, with a small d, in `courses.listRatings`. */
  readonly userDisplayName?: string | null | undefined;
  /** SVG of the learner's picture, never rendered by us: sanitize it before you show it. */
  readonly avatar?: string | null | undefined;
  /** For example, "Feb 2020": without the day. */
  readonly submissionDate?: string | null | undefined;
}

/** A page of ratings. */
export interface CourseRatingPage<Rating> {
  /** How many ratings there are in all; `recordsTotal` in other lists. */
  readonly total?: number | null | undefined;
  /** How many match the search: the length of the list over all pages. */
  readonly recordsFiltered: number;
  /** The ratings of this page; `records` in other lists. */
  readonly ratings: readonly Rating[];
}

/** What to search ratings by. Both columns are those of the vendor's lists of modules: whether they work here is doubtful. */
export interface CourseRatingSearch {
  readonly associatedCourse?: string | undefined;
  readonly moduleName?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which ratings to list. */
export interface ListCourseRatingsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: CourseRatingSearch | undefined;
}

/** Whose ratings to list. */
export interface ListCourseRatingDetailsParams extends PageParams {
  /** Sent as JSON text. */
  readonly courseIds: readonly Id[];
}

/** A rating to save. */
export interface SaveCourseRatingParams {
  /** The user who gives it. */
  readonly user_id: Id;
  readonly course_id: Id;
  /** The text of the review. */
  readonly reviews?: string | undefined;
  /** A whole number; the scale is not documented and seems to end at 5. */
  readonly rating?: number | undefined;
  /** The user's name as shown next to the rating. */
  readonly display_name?: string | undefined;
  /** The portal in which the user takes the course. */
  readonly portal_id: Id;
}

/** Which rating to delete. */
export interface DeleteCourseRatingParams {
  /** The rating's id. */
  readonly id: Id;
}

const ratingFields = () => ({
  id: z.number(),
  courseName: maybeText(),
  courseId: maybeNumber(),
  rating: maybeNumber(),
  userId: maybeNumber(),
  reviews: maybeText(),
  submissionDate: maybeText(),
});

const ratingPage = <Rating extends z.core.SomeType>(rating: Rating) =>
  z.looseObject({ total: maybeNumber(), recordsFiltered: z.int(), ratings: z.array(rating) });

/** Lists the ratings of all courses, in a reply that calls them `ratings` and their number `total`. */
export const listRatings = listOperation<
  ListCourseRatingsParams,
  CourseRatingPage<CourseRatingRecord>,
  CourseRatingRecord
>({
  name: "courses.listRatings",
  method: "GET",
  path: "/course/rating/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(
        z.looseObject({ associatedCourse: z.optional(z.string()), moduleName: z.optional(z.string()) }),
      ),
    }),
  response: () => ratingPage(z.looseObject({ ...ratingFields(), userdisplayName: maybeText() })),
  pager: recordsPager({ items: "ratings" }),
});

/**
 * Lists the ratings of given courses with the learners who gave them, as a course's page shows them; in the same form as
 * `courses.listRatings`.
 */
export const listRatingDetails = pagedOperation<
  ListCourseRatingDetailsParams,
  CourseRatingPage<CourseRatingDetail>,
  CourseRatingDetail
>({
  name: "courses.listRatingDetails",
  method: "GET",
  path: "/course/rating-details",
  encode: { courseIds: "json" },
  params: () => z.strictObject({ ...pageParams(), courseIds: ids() }),
  response: () =>
    ratingPage(z.looseObject({ ...ratingFields(), userDisplayName: maybeText(), avatar: maybeText() })),
  pager: recordsPager({ items: "ratings" }),
});

/**
 * Saves a user's rating of a course and **notifies the course's author**. Whether a second rating of the same user
 * replaces the first is not documented.
 *
 * @returns Whatever the vendor answers: its page shows no reply.
 */
export const saveRating = operation<SaveCourseRatingParams, unknown>({
  name: "courses.saveRating",
  method: "POST",
  path: "/course/rating",
  params: () =>
    z.strictObject({
      user_id: id(),
      course_id: id(),
      reviews: z.optional(text()),
      rating: z.optional(z.int()),
      display_name: z.optional(text()),
      portal_id: id(),
    }),
  response: () => z.unknown(),
});

/** Deletes one rating permanently; the course's average changes with it. The id is sent in the body of the DELETE. */
export const deleteRating = operation<DeleteCourseRatingParams, StatusMessage>({
  name: "courses.deleteRating",
  method: "DELETE",
  path: "/course/rating",
  params: () => z.strictObject({ id: id() }),
  response: () => statusMessage(),
});
