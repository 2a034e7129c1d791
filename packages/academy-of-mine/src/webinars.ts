/**
 * Webinars of a course: single or recurring, with their attendance. `courses.listWebinars` lists them.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import { pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "./operation.ts";
import { id, pageParams, text } from "./fields.ts";
import { recordsPager } from "./pagination.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, statusMessage } from "./shared/replies.ts";
import type { Id, OpenEnum, StatusMessage } from "./shared/shapes.ts";

/** A webinar of `webinarList`. The vendor's page announces its fields and breaks off before it names them. */
export interface WebinarEntry {
  readonly [field: string]: unknown;
}

/** The webinars to create for a course. */
export interface CreateWebinarsParams {
  readonly course_id: Id;
  /** The webinars, most likely in the form of the reply of `webinars.createRecurring`. */
  readonly webinarList: readonly WebinarEntry[];
}

/** Which webinar to change. */
export interface UpdateWebinarParams {
  /** The webinar's id. */
  readonly id: Id;
  readonly course_id: Id;
  /** The changed webinar or webinars, most likely in the form of `CreateWebinarsParams`. */
  readonly webinarList: readonly WebinarEntry[];
}

/** When a webinar takes place, and the threshold for attendance. */
export interface WebinarTimes {
  /** The share that a learner must attend, most likely in percent of its length: 0 to 100. */
  readonly attendanceThreshold: number;
  /** The first day, as `YYYY-MM-DD`. */
  readonly startDate: string;
  /** As `HH:MM:SS` (24-hour); the zone is not documented. */
  readonly startTime: string;
  /** As `HH:MM:SS` (24-hour). */
  readonly endTime: string;
}

/** A webinar, and how it is repeated: the vendor requires every field. */
export interface CreateRecurringWebinarParams extends WebinarTimes {
  /** The id of a location. */
  readonly location: Id;
  /** The id of the host. */
  readonly instructor: Id;
  /** The meeting provider, such as `zoom`. */
  readonly serviceProvider: OpenEnum<"zoom">;
  readonly enableCloudRecording: boolean;
  /** Whether learners may download; most likely the recording. */
  readonly allowDownload: boolean;
  /** The meeting's URL. Whether it may be empty if the provider creates it is not documented. */
  readonly meetingUrl: string;
  /** Whether attendance is recorded automatically; most likely from the provider's report. */
  readonly enableAutoAttendance: boolean;
  readonly enableRecurrence: boolean;
  /** How it is repeated; the vendor documents no value. */
  readonly frequency: string;
  /** Most likely the number of `frequency` units between repetitions. */
  readonly interval: number;
  /** The last day of the series, as `YYYY-MM-DD`. */
  readonly end: string;
  /** A number of days; how it relates to `interval` and `end` is not documented. */
  readonly webinarDays: number;
}

/** A webinar of a series. It has no id. */
export interface RecurringWebinar {
  /** As `YYYY-MM-DD`. */
  readonly startDate?: string | null | undefined;
  /** As `YYYY-MM-DD`. */
  readonly endDate?: string | null | undefined;
  /** As `HH:MM:SS`. */
  readonly startTime?: string | null | undefined;
  /** As `HH:MM:SS`. */
  readonly endTime?: string | null | undefined;
  /** The id of a location. */
  readonly location?: number | null | undefined;
  /** The id of the host. */
  readonly instructor?: number | null | undefined;
  /** Undocumented; most likely whether the vendor's own form is open for it. */
  readonly showEdit?: boolean | null | undefined;
  /** For example, `zoom`. */
  readonly serviceProvider?: OpenEnum<"zoom"> | null | undefined;
  readonly enableCloudRecording?: boolean | null | undefined;
  readonly allowDownload?: boolean | null | undefined;
  readonly enableAutoAttendance?: boolean | null | undefined;
  readonly attendanceThreshold?: number | null | undefined;
  readonly [field: string]: unknown;
}

/** The series of webinars. */
export interface CreateRecurringWebinarReply extends StatusMessage {
  /** One entry for each date. */
  readonly recurrenceWebinar?: readonly RecurringWebinar[] | null | undefined;
}

/** Whose attendance to list. */
export interface ListAttendanceParams {
  readonly webinarId: Id;
  readonly portalId: Id;
  /** How many learners a page contains. @default 50 */
  readonly pageSize?: number | undefined;
  /** The number of the page. @default 1 */
  readonly pageNumber?: number | undefined;
}

/** A learner's attendance at a webinar. */
export interface WebinarAttendance {
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  /** For example, `Attended`; the other values are not documented. */
  readonly status?: OpenEnum<"Attended"> | null | undefined;
  /** Who recorded it, such as `Manual`. */
  readonly attendanceRecordingType?: OpenEnum<"Manual"> | null | undefined;
  readonly notes?: string | null | undefined;
  /** For example, "2020-12-01 10:00:00"; the zone is not documented. */
  readonly recordedAt?: string | null | undefined;
}

/** A page of a webinar's attendance, with counts over all pages. */
export interface WebinarAttendancePage {
  readonly courseName?: string | null | undefined;
  /** For example, "2020-12-01 10:00:00"; the zone is not documented. */
  readonly startDate?: string | null | undefined;
  /** For example, "2020-12-01 11:00:00". */
  readonly endDate?: string | null | undefined;
  /** How many learners there are: in the sample the sum of the four counts. */
  readonly recordsTotal: number;
  readonly totalAttended?: number | null | undefined;
  readonly totalNoShow?: number | null | undefined;
  readonly totalCancelled?: number | null | undefined;
  /** How many attended less than the webinar's threshold; deduced from the name. */
  readonly totalPartiallyAttended?: number | null | undefined;
  readonly records: readonly WebinarAttendance[];
}

const webinarTimes = () => ({
  attendanceThreshold: z.int().check(z.gte(0), z.lte(100)),
  startDate: text(),
  startTime: text(),
  endTime: text(),
});

const webinarList = () => z.array(z.looseObject({}));

/**
 * Creates webinars for a course. The reply has no ids: find them with `courses.listWebinars`. Whether learners get an
 * e-mail is not documented. Two calls most likely create them twice.
 */
export const create = operation<CreateWebinarsParams, StatusMessage>({
  name: "webinars.create",
  method: "POST",
  path: "/webinar",
  params: () => z.strictObject({ course_id: id(), webinarList: webinarList() }),
  response: () => statusMessage(),
});

/**
 * Plans a recurring webinar, and returns one entry for each date. Whether they are stored is unclear: the sample says
 * that they were created, but the call names no course and the entries have no ids. Check whether they exist before you
 * pass them to `webinars.create`; otherwise they may exist twice.
 *
 * @throws InvalidParamsError when the threshold is not from 0 to 100; nothing is sent.
 */
export const createRecurring = operation<CreateRecurringWebinarParams, CreateRecurringWebinarReply>({
  name: "webinars.createRecurring",
  method: "POST",
  path: "/webinar/create-recurring",
  params: () =>
    z.strictObject({
      ...webinarTimes(),
      location: id(),
      instructor: id(),
      serviceProvider: text(),
      enableCloudRecording: z.boolean(),
      allowDownload: z.boolean(),
      meetingUrl: z.string(),
      enableAutoAttendance: z.boolean(),
      enableRecurrence: z.boolean(),
      frequency: text(),
      interval: z.int(),
      end: text(),
      webinarDays: z.int(),
    }),
  response: () =>
    z.looseObject({
      recurrenceWebinar: maybe(
        z.array(
          z.looseObject({
            startDate: maybeText(),
            endDate: maybeText(),
            startTime: maybeText(),
            endTime: maybeText(),
            location: maybeNumber(),
            instructor: maybeNumber(),
            showEdit: maybeFlag(),
            serviceProvider: maybeText(),
            enableCloudRecording: maybeFlag(),
            allowDownload: maybeFlag(),
            enableAutoAttendance: maybeFlag(),
            attendanceThreshold: maybeNumber(),
          }),
        ),
      ),
      status: maybeText(),
      message: maybeText(),
    }),
});

/**
 * Changes a webinar of a course. It takes a list although it names one id: whether other webinars of the course are
 * kept is not documented. The vendor's page has the id in the body, not in the path.
 *
 * @throws ValidationError when the vendor rejects a field: its page names the status 422 and shows no body.
 */
export const update = operation<UpdateWebinarParams, StatusMessage>({
  name: "webinars.update",
  method: "PUT",
  path: "/webinar/{id}",
  params: () => z.strictObject({ id: id(), course_id: id(), webinarList: webinarList() }),
  response: () => statusMessage(),
});

/**
 * Validates the day, times and threshold of a webinar, without a webinar's id. The sample's message is "Webinar updated
 * successfully"; that nothing is changed is deduced from the name.
 *
 * @throws InvalidParamsError when the threshold is not from 0 to 100; nothing is sent.
 */
export const validate = operation<WebinarTimes, StatusMessage>({
  name: "webinars.validate",
  method: "POST",
  path: "/webinar/validate",
  safe: true,
  params: () => z.strictObject(webinarTimes()),
  response: () => statusMessage(),
});

/**
 * Lists the attendance of a webinar: await it for one page with the counts, iterate it for all learners. The vendor
 * calls it an export, but its sample is JSON, not a file. Its pages are selected with `pageSize` and `pageNumber` in the body; the
 * length of the list is `recordsTotal`, as there is no `recordsFiltered`.
 */
export const listAttendance = pagedOperation<ListAttendanceParams, WebinarAttendancePage, WebinarAttendance>({
  name: "webinars.listAttendance",
  method: "POST",
  path: "/webinar/export-attendance-report",
  safe: true,
  evidence: "proposed",
  clientParams: ["pageSize", "pageNumber"],
  params: () => {
    const { page_size: pageSize, page_number: pageNumber } = pageParams();
    return z.strictObject({ webinarId: id(), portalId: id(), pageSize, pageNumber });
  },
  response: () =>
    z.looseObject({
      courseName: maybeText(),
      startDate: maybeText(),
      endDate: maybeText(),
      recordsTotal: z.int(),
      totalAttended: maybeNumber(),
      totalNoShow: maybeNumber(),
      totalCancelled: maybeNumber(),
      totalPartiallyAttended: maybeNumber(),
      records: z.array(
        z.looseObject({
          firstName: maybeText(),
          lastName: maybeText(),
          status: maybeText(),
          attendanceRecordingType: maybeText(),
          notes: maybeText(),
          recordedAt: maybeText(),
        }),
      ),
    }),
  pager: recordsPager({ total: "recordsTotal", page: "pageNumber", size: "pageSize" }),
});
