import type { BinaryReply } from "@kelaskit/core";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id } from "../fields.ts";
import { maybe, maybeNumber, maybeText } from "../shared/replies.ts";
import type { Id } from "../shared/shapes.ts";

/** Which learner's report to read. */
export interface GetScormReportParams {
  /** The id of the learner's status in the module; `statusRowId` elsewhere. */
  readonly modulesStatusId: Id;
  /** The learner's user id. */
  readonly studentId: Id;
}

/** A question of a SCORM package, as a learner answered it. */
export interface ScormInteraction {
  /** The number of the slide, as a text. */
  readonly slide?: string | null | undefined;
  readonly question?: string | null | undefined;
  /** The kind of question, such as "text". */
  readonly questionType?: string | null | undefined;
  /** Missing where the learner gave no answer, as the vendor's sample suggests. */
  readonly studentResponse?: string | null | undefined;
  /** Empty where the package names no answer as correct. */
  readonly correctResponse?: string | null | undefined;
  /** How the package judged it, such as "correct". */
  readonly result?: string | null | undefined;
  /** For example, "2022-01-01 12:00:00 PM". */
  readonly time?: string | null | undefined;
}

/** How a learner did in a SCORM module. */
export interface ScormReport {
  readonly moduleName?: string | null | undefined;
  readonly moduleId?: number | null | undefined;
  readonly score?: number | null | undefined;
  readonly studentName?: string | null | undefined;
  readonly interactions?: readonly ScormInteraction[] | null | undefined;
  readonly courseId?: number | null | undefined;
  readonly courseName?: string | null | undefined;
}

/** An xAPI statement about a learner, as the portal has kept it. */
export interface XapiInteraction {
  readonly id: number;
  /** The id of the learner's status in the module. */
  readonly modulesStatusId?: number | null | undefined;
  /** The verb as text, such as "Completed". */
  readonly activity?: string | null | undefined;
  /** For example, "Activity". */
  readonly objectType?: string | null | undefined;
  readonly objectName?: string | null | undefined;
  /** The statement itself; null in the vendor's sample. */
  readonly statementRaw?: unknown;
  /** The user id of its author. */
  readonly createdBy?: number | null | undefined;
  /** For example, "April 16, 2025 02:45 PM". */
  readonly createdAt?: string | null | undefined;
  /** The statement as display text, who is addressed as "you". */
  readonly message?: string | null | undefined;
}

/** How a learner did in a module that plays an xAPI package. */
export interface XapiReport {
  readonly score?: number | null | undefined;
  readonly studentName?: string | null | undefined;
  readonly moduleName?: string | null | undefined;
  readonly interactions?: readonly XapiInteraction[] | null | undefined;
}

/** Which learner's report to download. */
export interface DownloadScormReportParams {
  /** The id of the learner's status in the module; `statusRowId` elsewhere. */
  readonly modulesStatusId: Id;
}

const reportParams = () => z.strictObject({ modulesStatusId: id(), studentId: id() });

/** Reads how a learner did in a module that plays a SCORM package: the score and every answer. */
export const getReport = operation<GetScormReportParams, ScormReport>({
  name: "scormModules.getReport",
  method: "GET",
  path: "/scorm/report/{modulesStatusId}/{studentId}",
  params: reportParams,
  response: () =>
    z.looseObject({
      moduleName: maybeText(),
      moduleId: maybeNumber(),
      score: maybeNumber(),
      studentName: maybeText(),
      interactions: maybe(
        z.array(
          z.looseObject({
            slide: maybeText(),
            question: maybeText(),
            questionType: maybeText(),
            studentResponse: maybeText(),
            correctResponse: maybeText(),
            result: maybeText(),
            time: maybeText(),
          }),
        ),
      ),
      courseId: maybeNumber(),
      courseName: maybeText(),
    }),
});

/** Reads how a learner did in a module that plays an xAPI package: the score and every statement. */
export const getXapiReport = operation<GetScormReportParams, XapiReport>({
  name: "scormModules.getXapiReport",
  method: "GET",
  path: "/scorm/xapi-report",
  params: reportParams,
  response: () =>
    z.looseObject({
      score: maybeNumber(),
      studentName: maybeText(),
      moduleName: maybeText(),
      interactions: maybe(
        z.array(
          z.looseObject({
            id: z.number(),
            modulesStatusId: maybeNumber(),
            activity: maybeText(),
            objectType: maybeText(),
            objectName: maybeText(),
            statementRaw: z.optional(z.unknown()),
            createdBy: maybeNumber(),
            createdAt: maybeText(),
            message: maybeText(),
          }),
        ),
      ),
    }),
});

/** Downloads how a learner did in a SCORM module as a PDF. Although a POST, it only reads. */
export const downloadReport = operation<DownloadScormReportParams, BinaryReply>({
  name: "scormModules.downloadReport",
  method: "POST",
  path: "/scorm/download-report",
  safe: true,
  media: "binary",
  params: () => z.strictObject({ modulesStatusId: id() }),
  response: () => z.custom<BinaryReply>(),
});
