/**
 * Assignment modules: lessons in which learners hand in a text or files, and an instructor evaluates them.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { decimal, id, text } from "./fields.ts";
import {
  getModuleDetailsParams,
  getModuleParams,
  listModulesParams,
  moduleDetailsFields,
  moduleRecordFields,
  moduleStatusParams,
  nullableEstimateParams,
} from "./shared/module-schemas.ts";
import type {
  CompletionEstimate,
  GetModuleDetailsParams,
  GetModuleParams,
  ListModulesParams,
  ModuleDetails,
  ModuleRecord,
  ModuleStatus,
  ModuleStatusParams,
} from "./shared/module-shapes.ts";
import type { Page } from "./pagination.ts";
import { maybe, maybeNumber, maybeText, message, page, saved } from "./shared/replies.ts";
import type { Id, Message, OpenEnum, Saved } from "./shared/shapes.ts";
import { upload } from "./shared/upload-schemas.ts";
import type { Upload } from "./shared/uploads.ts";

/** What learners hand in. */
export type SubmissionType = OpenEnum<"text" | "file">;

/** An assignment module in the list. */
export interface AssignmentModuleRecord extends ModuleRecord {
  readonly submissionType?: SubmissionType | null | undefined;
  /** What learners hand in, as text: "File". */
  readonly display_type?: string | null | undefined;
  readonly totalPoints?: number | null | undefined;
}

/** An assignment module to create. */
export interface CreateAssignmentModuleParams extends CompletionEstimate {
  readonly name: string;
  /** The task, in HTML. */
  readonly content: string;
  /** The maximum number of points. */
  readonly totalPoints?: number | undefined;
  /** What learners hand in; `submissionType` in replies. */
  readonly submission_type: SubmissionType;
  /** File extensions, such as "pdf"; required for files. Sent as JSON text here, as a list by `update`. */
  readonly allowed_filetypes?: readonly string[] | undefined;
  /** Whether handing in is blocked. */
  readonly isLocked?: boolean | undefined;
}

/** What to change of an assignment module. Name, kind of submission, file types and lock are always required. */
export interface UpdateAssignmentModuleParams extends CompletionEstimate {
  /** The module's id. */
  readonly id: Id;
  readonly name: string;
  /** The task, in HTML. */
  readonly content?: string | undefined;
  /** The maximum number of points. */
  readonly totalPoints?: number | undefined;
  /** What learners hand in; `submissionType` in replies. */
  readonly submission_type: SubmissionType;
  /** File extensions, such as "pdf"; required for texts, too. */
  readonly allowed_filetypes: readonly string[];
  /** Whether handing in is blocked. */
  readonly isLocked: boolean;
}

/** An assignment module as the course player opens it for a learner. */
export interface AssignmentModuleDetails extends ModuleDetails {
  /** The maximum number of points. */
  readonly totalPoints?: number | null | undefined;
  readonly submissionType?: SubmissionType | null | undefined;
  /** The maximum file size: 50 in the sample, most likely megabytes. */
  readonly maxUploadSize?: number | null | undefined;
  /** File extensions in one string: ".pdf,.docx". */
  readonly allowedFileTypes?: string | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** What the learner handed in before. Empty in the sample; most likely as in `getSubmissionDetails`. */
  readonly prevSubmission?: readonly unknown[] | null | undefined;
  /** How much longer the learner must stay; the unit is not documented. */
  readonly timeToBeSpent?: number | null | undefined;
}

/** One submission of a learner, with the instructor's evaluation. */
export interface AssignmentSubmission {
  readonly id: number;
  /** Addresses of the files, without `https://` in the sample. */
  readonly file_path?: readonly string[] | null | undefined;
  /** What the learner wrote to the instructor. */
  readonly student_message?: string | null | undefined;
  readonly instructor_message?: string | null | undefined;
  /** Null until it is evaluated, as in the sample; whether it is then a number or digits is not documented. */
  readonly points_awarded?: number | string | null | undefined;
  /** The instructor's name, empty until it is evaluated. */
  readonly evaluated_by?: string | null | undefined;
  /** For example, "Aug 10, 2020 11:33 AM". */
  readonly submitted_on?: string | null | undefined;
  /** Empty until it is evaluated. */
  readonly evaluated_on?: string | null | undefined;
}

/** What a learner handed in for an assignment. */
export interface AssignmentSubmissions {
  readonly courseId?: number | null | undefined;
  readonly courseName?: string | null | undefined;
  readonly assignmentName?: string | null | undefined;
  readonly status?: ModuleStatus | null | undefined;
  /** The task. HTML, never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
  /** The maximum number of points. */
  readonly totalPoints?: number | null | undefined;
  /** The learner's name. */
  readonly userFullName?: string | null | undefined;
  /** One entry for each submission. */
  readonly submissions?: readonly AssignmentSubmission[] | null | undefined;
}

/** What to upload for an assignment. */
export interface UploadAssignmentFileParams {
  /** The file. The vendor declares a string and describes a form with a file: it is sent as multipart. */
  readonly file: Upload;
}

/** What a learner hands in. */
export interface SubmitAssignmentParams extends ModuleStatusParams {
  /** The portal that the learner takes the course in. */
  readonly portalId?: Id | undefined;
  /**
   * What is handed in: numbers in the vendor's example, most likely ids of uploaded files. How a text is handed in is
   * not documented. Sent as JSON text.
   */
  readonly submissions: readonly Id[];
  /** What the learner writes to the instructor. */
  readonly studentMessage: string;
}

/** An instructor's evaluation of a submission. The vendor documents its fields by an example only. */
export interface AssignmentEvaluation {
  /** What the instructor writes to the learner. */
  readonly instructorMessage?: string | undefined;
  /** Digits in the vendor's example. */
  readonly pointsAwarded?: number | string | undefined;
  /** Whether it completes the assignment. */
  readonly isAccepted?: boolean | undefined;
  /** Any other field: the vendor shows an example only. */
  readonly [field: string]: unknown;
}

/** Which submission to evaluate, and how. */
export interface EvaluateAssignmentParams extends ModuleStatusParams {
  /** The portal that the learner takes the course in. */
  readonly portalId?: Id | undefined;
  /** The evaluation. Sent as JSON text; the vendor's example, a JavaScript object, is not quite JSON. */
  readonly evaluation: AssignmentEvaluation;
}

const assignmentSubmission = () =>
  z.looseObject({
    id: z.number(),
    file_path: maybe(z.array(z.string())),
    student_message: maybeText(),
    instructor_message: maybeText(),
    points_awarded: maybe(z.union([z.number(), z.string()])),
    evaluated_by: maybeText(),
    submitted_on: maybeText(),
    evaluated_on: maybeText(),
  });

const assignmentSubmissions = () =>
  z.looseObject({
    courseId: maybeNumber(),
    courseName: maybeText(),
    assignmentName: maybeText(),
    status: maybeText(),
    content: maybeText(),
    totalPoints: maybeNumber(),
    userFullName: maybeText(),
    submissions: maybe(z.array(assignmentSubmission())),
  });

const assignmentEvaluation = () =>
  z.looseObject({
    instructorMessage: z.optional(z.string()),
    pointsAwarded: z.optional(decimal()),
    isAccepted: z.optional(z.boolean()),
  });

/** Lists assignment modules: await it for one page, iterate it for all. */
export const list = listOperation<ListModulesParams, Page<AssignmentModuleRecord>, AssignmentModuleRecord>({
  name: "assignmentModules.list",
  method: "GET",
  path: "/assignment/list",
  params: listModulesParams,
  response: () =>
    page(
      z.looseObject({
        ...moduleRecordFields(),
        submissionType: maybeText(),
        display_type: maybeText(),
        totalPoints: maybeNumber(),
      }),
    ),
});

/**
 * Reads an assignment module for editing. A learner's progress is in `getDetails`.
 *
 * @returns Whatever the vendor answers: its page shows no reply. Its text names id, name, slug, content, points,
 *   submission type, file types, lock, estimate and courses.
 */
export const get = operation<GetModuleParams, unknown>({
  name: "assignmentModules.get",
  method: "GET",
  path: "/assignment/{id}",
  params: getModuleParams,
  response: () => z.unknown(),
});

/** Creates an assignment module and returns its id. It is not in any course yet. */
export const create = operation<CreateAssignmentModuleParams, Saved>({
  name: "assignmentModules.create",
  method: "POST",
  path: "/assignment",
  encode: { allowed_filetypes: "json" },
  params: () =>
    z.strictObject({
      name: text(),
      content: text(),
      totalPoints: z.optional(z.int()),
      submission_type: text(),
      allowed_filetypes: z.optional(z.array(text())),
      isLocked: z.optional(z.boolean()),
      ...nullableEstimateParams(),
    }),
  rules({ submission_type: submissionType, allowed_filetypes: fileTypes }) {
    if (submissionType !== "file" || fileTypes !== undefined) return [];
    return [{ field: "allowed_filetypes", expected: 'is required when submission_type is "file"' }];
  },
  response: () => saved(),
});

/**
 * Changes an assignment module, in every course that contains it. What happens to omitted optional fields is not
 * documented.
 */
export const update = operation<UpdateAssignmentModuleParams, Message>({
  name: "assignmentModules.update",
  method: "PUT",
  path: "/assignment/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      name: text(),
      content: z.optional(text()),
      totalPoints: z.optional(z.int()),
      submission_type: text(),
      allowed_filetypes: z.array(text()),
      isLocked: z.boolean(),
      ...nullableEstimateParams(),
    }),
  response: () => message(),
});

/**
 * Opens an assignment module as the course player does for a learner. That updates the learner's status in it, so it
 * counts as a write; `launchCheck` reports whether the learner may open it at all.
 */
export const getDetails = operation<GetModuleDetailsParams, AssignmentModuleDetails>({
  name: "assignmentModules.getDetails",
  method: "GET",
  path: "/assignment/details",
  safe: false,
  params: getModuleDetailsParams,
  response: () =>
    z.looseObject({
      ...moduleDetailsFields(),
      totalPoints: maybeNumber(),
      submissionType: maybeText(),
      maxUploadSize: maybeNumber(),
      allowedFileTypes: maybeText(),
      display_status: maybeText(),
      prevSubmission: maybe(z.array(z.unknown())),
      timeToBeSpent: maybeNumber(),
    }),
});

/**
 * Uploads a file for a learner, to be handed in with `submit`. The sample reply is an empty object: which field
 * contains the value that `submit` requires is not documented.
 */
export const uploadFile = operation<UploadAssignmentFileParams, Readonly<Record<string, unknown>>>({
  name: "assignmentModules.uploadFile",
  method: "POST",
  path: "/assignment/upload-file",
  bodyType: "multipart",
  params: () => z.strictObject({ file: upload() }),
  response: () => z.record(z.string(), z.unknown()),
});

/** Hands an assignment in for a learner: its status becomes "Submitted", and it waits for an instructor. */
export const submit = operation<SubmitAssignmentParams, Message>({
  name: "assignmentModules.submit",
  method: "POST",
  path: "/assignment/submit",
  encode: { submissions: "json" },
  params: () =>
    z.strictObject({
      portalId: z.optional(id()),
      statusRowId: id(),
      submissions: z.array(id()),
      studentMessage: text(),
    }),
  response: () => message(),
});

/** Reads a learner's submissions for an assignment, for grading, each with the instructor's evaluation. */
export const getSubmissionDetails = operation<ModuleStatusParams, AssignmentSubmissions>({
  name: "assignmentModules.getSubmissionDetails",
  method: "GET",
  path: "/assignment/submission-details",
  params: moduleStatusParams,
  response: () => assignmentSubmissions(),
});

/**
 * Records the instructor's evaluation of a submission: points, a message, and whether it is accepted. An accepted
 * submission completes the assignment; what happens otherwise, and whether the learner gets an e-mail, is not
 * documented.
 */
export const evaluate = operation<EvaluateAssignmentParams, Message>({
  name: "assignmentModules.evaluate",
  method: "POST",
  path: "/assignment/evaluate",
  encode: { evaluation: "json" },
  params: () =>
    z.strictObject({
      portalId: z.optional(id()),
      statusRowId: id(),
      evaluation: assignmentEvaluation(),
    }),
  response: () => message(),
});
