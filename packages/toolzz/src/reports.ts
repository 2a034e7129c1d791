import { pagedOperation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { day, email, maybeNumber, maybeParam, maybeText, pageNumber, pageSize, text } from "./fields.ts";
import { metaFields, pageFields } from "./page-schemas.ts";
import { dataPager, metaPager, type Page, type PageLink } from "./pagination.ts";

/** Which page of the institution's progress to read. */
export interface ListProgressParams {
  /** The number of the page; deduced from the vendor's other lists. @default 1 */
  readonly page?: number | undefined;
}

/** Whose progress in a school to read. */
export interface ListSchoolProgressParams {
  /** The school's id. The vendor writes it as text here and as a number elsewhere. */
  readonly schoolId: number | string;
  /** The first day, as `YYYY-MM-DD`. */
  readonly startDate?: string | undefined;
  /** The last day, as `YYYY-MM-DD`. */
  readonly endDate?: string | undefined;
  /** `on` to include the user's other institutions. The vendor gives only the name and this value. */
  readonly multiInst?: "on" | undefined;
  /** The user's CPF. */
  readonly cpf?: string | undefined;
  /** The user's e-mail address. */
  readonly email?: string | undefined;
  /** When the data was updated; neither the format nor the meaning is documented. */
  readonly updatedAt?: string | undefined;
  /** The number of the page; deduced from the vendor's other lists. @default 1 */
  readonly page?: number | undefined;
}

/** A user's progress in a course. */
export interface Progress {
  /** The user's id. */
  readonly user_id: number;
  /** The user's name. */
  readonly user_name?: string | null | undefined;
  /** The user's e-mail address. */
  readonly user_email?: string | null | undefined;
  /** The user's CPF; may be empty. */
  readonly user_cpf?: string | null | undefined;
  /** The course's name. */
  readonly course_name?: string | null | undefined;
  /** How many contents of the course the user has completed: a number, not a percentage. */
  readonly percentual_usage?: number | null | undefined;
  /** How many contents the course has. */
  readonly content_total?: number | null | undefined;
  /** The progress as text, such as `68%`. */
  readonly percentual_progress?: string | null | undefined;
}

/** A page of progress. */
export interface ListProgressReply {
  /** The page; its rows are in `data.data`. */
  readonly data: Page<Progress>;
}

/** Which page of a report on the institution's own domain to read. */
export interface ListReportParams {
  /** The number of the page. @default 1 */
  readonly page?: number | undefined;
  /** How many rows a page contains. */
  readonly perPage?: number | undefined;
}

/** A class in the report of members. */
export interface ReportedClassroom {
  /** Its id. */
  readonly id: number;
  /** The id of its school. */
  readonly schoolId?: number | null | undefined;
  /** Its title. */
  readonly title?: string | null | undefined;
  /** Its code. */
  readonly code?: string | null | undefined;
}

/** A course with its classes. */
export interface ReportedCourse {
  /** Its id. */
  readonly id: number;
  /** Its title. */
  readonly title?: string | null | undefined;
  /** The URL of its cover. */
  readonly imageUrl?: string | null | undefined;
  /** Its classes. */
  readonly classrooms?: readonly ReportedClassroom[] | null | undefined;
}

/** The URLs of other pages. */
export interface ReportLinks {
  /** The URL of the first page. */
  readonly first?: string | null | undefined;
  /** The URL of the last page. */
  readonly last?: string | null | undefined;
  /** The URL of the previous page; null on the first one. */
  readonly prev?: string | null | undefined;
  /** The URL of the next page; null on the last one. */
  readonly next?: string | null | undefined;
}

/** The numbers of a page. */
export interface ReportMeta {
  /** The number of this page, from 1. */
  readonly current_page?: number | null | undefined;
  /** The position of the page's first row, from 1; null on an empty page. */
  readonly from?: number | null | undefined;
  /** The number of the last page. */
  readonly last_page?: number | null | undefined;
  /** Links for page buttons. */
  readonly links?: readonly PageLink[] | null | undefined;
  /** The URL of the list, without a page. */
  readonly path?: string | null | undefined;
  /** How many rows a page contains; a string of digits on some of the vendor's lists. */
  readonly per_page?: number | string | null | undefined;
  /** The position of the page's last row. */
  readonly to?: number | null | undefined;
  /** The number of rows of all pages. */
  readonly total?: number | null | undefined;
}

/** A page of the report of members. */
export interface MembersPage {
  /** The number of this page, from 1. */
  readonly current_page: number;
  /** The courses of this page. */
  readonly data: readonly ReportedCourse[];
  /** The position of the page's first course, from 1; null on an empty page. */
  readonly from?: number | null | undefined;
  /** The number of the last page. */
  readonly last_page?: number | undefined;
  /** The position of the page's last course. */
  readonly to?: number | null | undefined;
  /** The number of courses of all pages. */
  readonly total?: number | null | undefined;
  /** The URLs of other pages. */
  readonly links?: ReportLinks | null | undefined;
  /** The numbers of this page, once more. */
  readonly meta?: ReportMeta | null | undefined;
}

/** The reply to `reports.listMembers`. */
export interface ListMembersReply {
  /** The page; its courses are in `data.data`. */
  readonly data: MembersPage;
}

/** A user who is enrolled in no course. */
export interface UnenrolledUser {
  /** The user's id. */
  readonly id: number;
  /** The user's name. */
  readonly name?: string | null | undefined;
  /** The date of birth, as `YYYY-MM-DD`. */
  readonly birthDate?: string | null | undefined;
  /** The user's document, such as a CPF or RG. */
  readonly document?: string | null | undefined;
  /** The e-mail address. */
  readonly mailAddress?: string | null | undefined;
  /** When the user was created. */
  readonly createdAt?: string | null | undefined;
  /** When the user was last updated. */
  readonly updatedAt?: string | null | undefined;
  /** The last activity as a number; the unit is not documented. */
  readonly lastActivity?: number | null | undefined;
  /** When the user last logged in. */
  readonly lastLogin?: string | null | undefined;
}

/** A page of users who are enrolled in no course. */
export interface ListNotEnrolledReply {
  /** The users. */
  readonly data: readonly UnenrolledUser[];
  /** The URLs of other pages. */
  readonly links?: ReportLinks | null | undefined;
  /** The numbers of this page. */
  readonly meta: ReportMeta & {
    /** The number of users of all pages. */
    readonly total: number;
  };
}

const progressPage = () =>
  z.looseObject({
    data: z.looseObject({
      ...pageFields(),
      data: z.array(
        z.looseObject({
          user_id: z.int(),
          user_name: maybeText(),
          user_email: maybeText(),
          user_cpf: maybeText(),
          course_name: maybeText(),
          percentual_usage: maybeNumber(),
          content_total: maybeNumber(),
          percentual_progress: maybeText(),
        }),
      ),
    }),
  });

const reportedCourse = () =>
  z.looseObject({
    id: z.int(),
    title: maybeText(),
    imageUrl: maybeText(),
    classrooms: z.optional(
      z.nullable(
        z.array(
          z.looseObject({ id: z.int(), schoolId: maybeNumber(), title: maybeText(), code: maybeText() }),
        ),
      ),
    ),
  });

const links = () =>
  z.optional(
    z.nullable(
      z.looseObject({ first: maybeText(), last: maybeText(), prev: maybeText(), next: maybeText() }),
    ),
  );

const reportParams = () => z.strictObject({ page: pageNumber(), perPage: pageSize() });

function periodRules({ startDate, endDate }: ListSchoolProgressParams): readonly RuleIssue[] {
  const isBackwards = startDate !== undefined && endDate !== undefined && endDate < startDate;
  return isBackwards ? [{ field: "endDate", expected: "must not be before startDate" }] : [];
}

/**
 * Lists the progress of all users of the institution in their courses. Await it for one page; iterate it for all rows.
 *
 * @see https://docs.toolzz.dev/lxp-reference/reports/reports-institution/
 */
export const listProgress = pagedOperation<ListProgressParams, ListProgressReply, Progress>({
  name: "reports.listProgress",
  method: "GET",
  path: "/api/reports/institution/percentage",
  evidence: "documented",
  params: () => z.strictObject({ page: pageNumber() }),
  response: progressPage,
  pager: dataPager(),
});

/**
 * Lists the progress of the users of one school. Await it for one page; iterate it for all rows.
 *
 * @throws InvalidParamsError when a date is invalid, or the period ends before it starts; nothing is sent.
 * @see https://docs.toolzz.dev/lxp-reference/reports/reports-school/
 */
export const listSchoolProgress = pagedOperation<ListSchoolProgressParams, ListProgressReply, Progress>({
  name: "reports.listSchoolProgress",
  method: "GET",
  path: "/api/reports/school/{schoolId}/percentage",
  evidence: "documented",
  params: () =>
    z.strictObject({
      schoolId: z.union([z.int(), text()]),
      startDate: z.optional(day()),
      endDate: z.optional(day()),
      multiInst: z.optional(z.literal("on")),
      cpf: maybeParam(),
      email: z.optional(email()),
      updatedAt: maybeParam(),
      page: pageNumber(),
    }),
  rules: periodRules,
  response: progressPage,
  pager: dataPager(),
});

/**
 * Lists the institution's courses with their classes. The vendor calls it the report of members, although its rows are courses.
 * Await it for one page; iterate it for the courses of all pages.
 *
 * It is on the institution's own domain: set `servers.institution`. That it gets the token of the client's login is deduced.
 *
 * @throws ConfigurationError when the address of the institution's domain is missing; nothing is sent.
 * @see https://docs.toolzz.dev/lxp-reference/reports/reports-members/
 */
export const listMembers = pagedOperation<ListReportParams, ListMembersReply, ReportedCourse>({
  name: "reports.listMembers",
  method: "GET",
  path: "/api/v1/reports/members",
  evidence: "documented",
  server: "institution",
  params: reportParams,
  response: () => {
    const { current_page, last_page, from, to, total } = pageFields();
    return z.looseObject({
      data: z.looseObject({
        current_page,
        data: z.array(reportedCourse()),
        from,
        last_page,
        to,
        total,
        links: links(),
        meta: z.optional(z.nullable(z.looseObject(metaFields()))),
      }),
    });
  },
  pager: dataPager(),
});

/**
 * Lists the users who are enrolled in no course. Await it for one page; iterate it for the users of all pages.
 *
 * It is on the institution's own domain: set `servers.institution`. That it gets the token of the client's login is deduced.
 *
 * @throws ConfigurationError when the address of the institution's domain is missing; nothing is sent.
 * @see https://docs.toolzz.dev/lxp-reference/reports/unenrolled-users/
 */
export const listNotEnrolled = pagedOperation<ListReportParams, ListNotEnrolledReply, UnenrolledUser>({
  name: "reports.listNotEnrolled",
  method: "GET",
  path: "/api/v1/reports/students/not-enrolled",
  evidence: "documented",
  server: "institution",
  params: reportParams,
  response: () =>
    z.looseObject({
      data: z.array(
        z.looseObject({
          id: z.int(),
          name: maybeText(),
          birthDate: maybeText(),
          document: maybeText(),
          mailAddress: maybeText(),
          createdAt: maybeText(),
          updatedAt: maybeText(),
          lastActivity: maybeNumber(),
          lastLogin: maybeText(),
        }),
      ),
      links: links(),
      meta: z.looseObject({ ...metaFields(), total: z.int() }),
    }),
  pager: metaPager(),
});
