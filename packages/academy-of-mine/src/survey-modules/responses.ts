import * as z from "#zod";
import { listOperation, operation, pagedOperation } from "../operation.ts";
import { id, pageParams, sortedPageParams, text } from "../fields.ts";
import { type Page, type PageParams, recordsPager, unknownLengthPager } from "../pagination.ts";
import { maybe, maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum, Ordering } from "../shared/shapes.ts";

/** What to search answers by; the column that the vendor shows. */
export interface SurveyResponseSearch {
  /** The learner's name, in `listModuleResponses` also the e-mail address. */
  readonly userName?: string | undefined;
  /** Any other column. */
  readonly [column: string]: unknown;
}

/** Whose answers to the surveys of a course to list. */
export interface ListSurveyUserResponsesParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: SurveyResponseSearch | undefined;
  readonly course_id: Id;
  /** The portal whose learners are meant. */
  readonly portalId: Id;
  /** What the answers are for; the vendor shows this one value. */
  readonly type: OpenEnum<"export">;
}

/**
 * A learner's answers to the surveys of a course, as a row of a table: `student_id`, `student_name`, `Submitted On` (as
 * in "10-Aug-2020"), and each answer under the text of its question.
 */
export type SurveyResponseRow = Readonly<Record<string, unknown>>;

/** Answers to the surveys of a course. */
export interface SurveyUserResponses {
  /** The names of the columns. In the vendor's sample they are not those of the rows. */
  readonly headers?: readonly string[] | null | undefined;
  /** The rows of this page. */
  readonly form_data: readonly SurveyResponseRow[];
  /** The ids of the surveys' forms. */
  readonly form_id?: readonly number[] | null | undefined;
  readonly course_name?: string | null | undefined;
}

/** Which course is meant. */
export interface GetMaxSurveyResponseCountParams {
  readonly course_id: Id;
}

/** The number of answers to the survey that has the most. */
export interface MaxSurveyResponseCount {
  readonly max_form_data_count?: number | null | undefined;
}

/** What to search courses with surveys by; the columns that the vendor shows. */
export interface SurveyCourseSearch {
  readonly courseName?: string | undefined;
  readonly courseId?: Id | undefined;
  /** Any other column. */
  readonly [column: string]: unknown;
}

/** Which courses to list. */
export interface ListSurveyCoursesParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: SurveyCourseSearch | undefined;
  /** The portal whose courses are listed, with those of the portals below it; all portals where it is left out. */
  readonly portalId?: Id | undefined;
}

/** A survey of a course, counted. */
export interface CountedSurvey {
  /** The module's id. */
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The id of its form, for `submit`. */
  readonly formId?: number | null | undefined;
  /** How many answers it has. */
  readonly count?: number | null | undefined;
}

/** A course with its surveys. */
export interface CourseSurveys {
  /** The course's id. */
  readonly id: number;
  /** The course's name. */
  readonly name?: string | null | undefined;
  readonly survey?: readonly CountedSurvey[] | null | undefined;
  /** How many answers its surveys have together. */
  readonly count?: number | null | undefined;
}

/** Whose answers to one survey to list. */
export interface ListSurveyModuleResponsesParams extends PageParams {
  readonly course_id: Id;
  readonly module_id: Id;
  /** The portal whose learners are meant, with those of the portals below it. */
  readonly portalId?: Id | undefined;
  readonly search_param?: SurveyResponseSearch | undefined;
}

/** A question with its answer. */
export interface SurveyAnswer {
  readonly question?: string | null | undefined;
  /** The answer, a rating too, as a text. */
  readonly answer?: string | null | undefined;
}

/** A learner's answers to one survey. It has no id of the learner. */
export interface SurveyModuleResponse {
  readonly submissions?: readonly SurveyAnswer[] | null | undefined;
  /** The learner's name. */
  readonly name?: string | null | undefined;
  /** The learner's e-mail address. */
  readonly email?: string | null | undefined;
}

/** Answers to one survey. */
export interface SurveyModuleResponses {
  /** The learners of this page; `records` elsewhere. */
  readonly form_data: readonly SurveyModuleResponse[];
  readonly courseName?: string | null | undefined;
  readonly moduleName?: string | null | undefined;
  /** How many learners this page has. */
  readonly form_data_count?: number | null | undefined;
  readonly recordsTotal?: number | null | undefined;
  /** How many learners match the search: the length of the list over all pages. */
  readonly recordsFiltered: number;
}

const responseSearch = () => z.looseObject({ userName: z.optional(z.string()) });

/**
 * Lists learners' answers to all surveys of a course as rows of a table: await it for one page, iterate it for all. The
 * reply has no totals, so iterating ends at an empty page; `getMaxResponseCount` returns the maximum number.
 */
export const listUserResponses = listOperation<
  ListSurveyUserResponsesParams,
  SurveyUserResponses,
  SurveyResponseRow
>({
  name: "surveyModules.listUserResponses",
  method: "GET",
  path: "/survey/userResponse/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(responseSearch()),
      course_id: id(),
      portalId: id(),
      type: text(),
    }),
  response: () =>
    z.looseObject({
      headers: maybe(z.array(z.string())),
      form_data: z.array(z.record(z.string(), z.unknown())),
      form_id: maybe(z.array(z.number())),
      course_name: maybeText(),
    }),
  pager: unknownLengthPager("form_data"),
});

/**
 * Returns the number of answers to the course's survey with the most answers: together with a page size, it limits the
 * pages of `listUserResponses`.
 */
export const getMaxResponseCount = operation<GetMaxSurveyResponseCountParams, MaxSurveyResponseCount>({
  name: "surveyModules.getMaxResponseCount",
  method: "GET",
  path: "/survey/max-response-count",
  params: () => z.strictObject({ course_id: id() }),
  response: () => z.looseObject({ max_form_data_count: maybeNumber() }),
});

/**
 * Lists the courses that have surveys, with the number of answers to each: await it for one page, iterate it for all
 * courses. The vendor calls it the survey report.
 */
export const listCourses = listOperation<ListSurveyCoursesParams, Page<CourseSurveys>, CourseSurveys>({
  name: "surveyModules.listCourses",
  method: "GET",
  path: "/survey/report",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(
        z.looseObject({ courseName: z.optional(z.string()), courseId: z.optional(id()) }),
      ),
      portalId: z.optional(id()),
    }),
  response: () =>
    page(
      z.looseObject({
        id: z.number(),
        name: maybeText(),
        survey: maybe(
          z.array(
            z.looseObject({
              id: z.number(),
              name: maybeText(),
              formId: maybeNumber(),
              count: maybeNumber(),
            }),
          ),
        ),
        count: maybeNumber(),
      }),
    ),
});

/**
 * Lists learners' answers to one survey of a course: await it for one page, iterate it for all learners, who are in
 * `form_data`.
 */
export const listModuleResponses = pagedOperation<
  ListSurveyModuleResponsesParams,
  SurveyModuleResponses,
  SurveyModuleResponse
>({
  name: "surveyModules.listModuleResponses",
  method: "GET",
  path: "/survey/moduleResponse/list",
  encode: { search_param: "json" },
  params: () =>
    z.strictObject({
      ...pageParams(),
      course_id: id(),
      module_id: id(),
      portalId: z.optional(id()),
      search_param: z.optional(responseSearch()),
    }),
  response: () =>
    z.looseObject({
      form_data: z.array(
        z.looseObject({
          submissions: maybe(z.array(z.looseObject({ question: maybeText(), answer: maybeText() }))),
          name: maybeText(),
          email: maybeText(),
        }),
      ),
      courseName: maybeText(),
      moduleName: maybeText(),
      form_data_count: maybeNumber(),
      recordsTotal: maybeNumber(),
      recordsFiltered: z.int(),
    }),
  pager: recordsPager({ items: "form_data" }),
});
