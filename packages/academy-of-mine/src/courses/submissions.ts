import * as z from "#zod";
import { listOperation } from "../operation.ts";
import { id, pageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum } from "../shared/shapes.ts";

/** What a learner has handed in. */
export interface Submission {
  /** The id of the learner's status in the module, which operations of the module's kind ask for. */
  readonly status_row_id?: number | null | undefined;
  readonly module_id?: number | null | undefined;
  readonly module_name?: string | null | undefined;
  readonly module_type?: OpenEnum<"assignment" | "discussion"> | null | undefined;
  /** For example, "Submitted". */
  readonly module_status?: string | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly submission_id?: number | null | undefined;
  /** `YYYY-MM-DD`. */
  readonly submitted_on?: string | null | undefined;
}

/** What a learner has handed in, with its course. */
export interface CourseSubmission extends Submission {
  readonly course_name?: string | null | undefined;
}

/** A page of the submissions of one course. */
export interface SubmissionPage extends Page<Submission> {
  readonly courseName?: string | null | undefined;
  /** How many wait for an evaluation; most likely over all pages. */
  readonly totalPending?: number | null | undefined;
}

/** A page of the submissions of many courses. */
export interface CourseSubmissionPage extends Page<CourseSubmission> {
  /** How many wait for an evaluation; most likely over all pages. */
  readonly totalPending?: number | null | undefined;
}

/** How submissions are sorted: with `column`, where the vendor's other lists have `colName`. Sent as JSON text. */
export interface SubmissionOrdering {
  /** For example, `name`. */
  readonly column: string;
  /** Ascending or descending. */
  readonly direction: "asc" | "desc";
}

/** What to search submissions by. */
export interface SubmissionSearch {
  /** The learner's name in `courses.listSubmissions`, the course's in `courses.listAllSubmissions`. */
  readonly name?: string | undefined;
  /** The kind of module. */
  readonly type?: OpenEnum<"assignment" | "discussion"> | undefined;
  /** For example, "Submitted". */
  readonly status?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which submissions to list. */
export interface ListSubmissionsParams extends PageParams {
  readonly order_by?: SubmissionOrdering | undefined;
  readonly search_param?: SubmissionSearch | undefined;
  /** Submissions in this portal; that -1 means all is not documented here. */
  readonly portalId: Id;
}

const submissionFields = () => ({
  status_row_id: maybeNumber(),
  module_id: maybeNumber(),
  module_name: maybeText(),
  module_type: maybeText(),
  module_status: maybeText(),
  first_name: maybeText(),
  last_name: maybeText(),
  submission_id: maybeNumber(),
  submitted_on: maybeText(),
});

const listParams = () =>
  z.strictObject({
    ...pageParams(),
    order_by: z.optional(z.strictObject({ column: text(), direction: z.enum(["asc", "desc"]) })),
    search_param: z.optional(
      z.looseObject({
        name: z.optional(z.string()),
        type: z.optional(z.string()),
        status: z.optional(z.string()),
      }),
    ),
    portalId: id(),
  });

/**
 * Lists what learners have handed in in a portal, without the course. The vendor describes this list and
 * `courses.listAllSubmissions` with the same text; this one names a single course next to the list, and no parameter
 * selects it. Prefer the other one if the course matters.
 *
 * The vendor's examples of order and search are those of a web form (`column=name&direction=asc`); they are sent as
 * JSON text, as its text says.
 */
export const listSubmissions = listOperation<ListSubmissionsParams, SubmissionPage, Submission>({
  name: "courses.listSubmissions",
  method: "GET",
  path: "/course/submission/list",
  params: () => listParams(),
  response: () =>
    z.looseObject({
      courseName: maybeText(),
      totalPending: maybeNumber(),
      ...page(z.looseObject(submissionFields())).shape,
    }),
});

/**
 * Lists what learners have handed in, in all courses of a portal, each with the name of its course. Order and search
 * are sent as in `courses.listSubmissions`.
 */
export const listAllSubmissions = listOperation<
  ListSubmissionsParams,
  CourseSubmissionPage,
  CourseSubmission
>({
  name: "courses.listAllSubmissions",
  method: "GET",
  path: "/course/submission/list-all",
  params: () => listParams(),
  response: () =>
    z.looseObject({
      totalPending: maybeNumber(),
      ...page(z.looseObject({ course_name: maybeText(), ...submissionFields() })).shape,
    }),
});
