/**
 * Discussion modules: lessons of a course in which learners write comments, evaluated by an instructor or not.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import { operation, pagedOperation, type RuleViolation } from "@kelaskit/core";
import * as z from "#zod";
import { decimal, id, ids, ordering, pageParams, text } from "./shared/fields.ts";
import {
  completionEstimateFields,
  getModuleDetailsParams,
  getModuleParams,
  listModulesParams,
  moduleCourse,
  moduleFields,
  moduleRecordFields,
  moduleSearch,
  moduleStatusParams,
  nullableEstimateParams,
} from "./shared/module-schemas.ts";
import type {
  CompletionEstimate,
  GetModuleDetailsParams,
  GetModuleParams,
  ListModulesParams,
  Module,
  ModuleCourse,
  ModuleRecord,
  ModuleSearch,
  ModuleStatus,
  ModuleStatusParams,
} from "./shared/module-shapes.ts";
import { type Page, type PageParams, recordsPager } from "./pagination.ts";
import {
  maybe,
  maybeFlag,
  maybeNumber,
  maybeText,
  message,
  page,
  saved,
  statusMessage,
} from "./shared/replies.ts";
import type { Id, Message, Ordering, Saved, StatusMessage } from "./shared/shapes.ts";

/** A discussion in the list. */
export interface DiscussionModuleRecord extends ModuleRecord {
  readonly totalPoints?: number | null | undefined;
}

/** A discussion, as its editor reads it. */
export interface DiscussionModule extends Module, CompletionEstimate {
  /** How many points a learner can get. */
  readonly totalPoints?: number | null | undefined;
  /** Whether an instructor evaluates what learners write. */
  readonly should_be_evaluated?: boolean | null | undefined;
  /** How many comments a learner must write at least. */
  readonly minComments?: number | null | undefined;
  /** The courses that hold it. */
  readonly courses?: readonly ModuleCourse[] | null | undefined;
}

/** A discussion to make. */
export interface CreateDiscussionModuleParams extends CompletionEstimate {
  readonly name: string;
  /** HTML that learners see above the comments. */
  readonly content: string;
  /** Whether an instructor evaluates what learners write. */
  readonly should_be_evaluated: boolean;
  /** How many points a learner can get. */
  readonly totalPoints?: number | undefined;
  /** How many comments a learner must write at least; required where the discussion is evaluated. */
  readonly minComments?: number | undefined;
}

/** A discussion as it is to be from now on. */
export interface UpdateDiscussionModuleParams extends CreateDiscussionModuleParams {
  /** The module's id. */
  readonly id: Id;
}

/** Which comments of a discussion to list, as threads. */
export interface ListDiscussionThreadsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  /** What to search by. The vendor shows the columns of its lists of modules, not those of comments. */
  readonly search_param?: ModuleSearch | undefined;
  readonly moduleId: Id;
}

/** Which comments of a discussion to list, within a course registration. */
export interface ListDiscussionCommentsParams extends ListDiscussionThreadsParams {
  /** The id of the learner's registration for the course. */
  readonly registrationId: Id;
}

/** A comment of a discussion. */
export interface DiscussionComment {
  readonly id: number;
  /** Written by learners; whether it is HTML is not documented: sanitise it before you show it. */
  readonly comment?: string | null | undefined;
  /** As in "Aug 10, 2020 11:33 AM". */
  readonly date?: string | null | undefined;
}

/** An answer to a comment, with the answers to it. */
export interface DiscussionReply extends DiscussionComment {
  /** SVG of the author's picture, never rendered by us: sanitise it before you show it. */
  readonly userAvatar?: string | null | undefined;
  readonly userFullName?: string | null | undefined;
  readonly replies?: readonly DiscussionReply[] | null | undefined;
}

/** A comment that starts a thread, with the answers to it. */
export interface DiscussionThread extends DiscussionReply {
  readonly courseName?: string | null | undefined;
}

/** A comment to write. */
export interface CreateDiscussionCommentParams extends ModuleStatusParams {
  /** The user id of its author: the comment appears under this user's name. */
  readonly currentUserId: Id;
  readonly comment: string;
  /** The id of the comment that it answers; the vendor calls it the discussion's. */
  readonly parentId?: Id | undefined;
  /** The portal that the learner takes the course in; -1 means no portal filter. */
  readonly portalId?: Id | undefined;
}

/** What a learner has written in a discussion, for an instructor to evaluate. */
export interface DiscussionSubmission {
  readonly courseId?: number | null | undefined;
  readonly courseName?: string | null | undefined;
  readonly discussionName?: string | null | undefined;
  readonly status?: ModuleStatus | null | undefined;
  /** HTML, never rendered by us: sanitise it before you show it. */
  readonly content?: string | null | undefined;
  /** How many points the learner can get. */
  readonly totalPoints?: number | null | undefined;
  /** `should_be_evaluated` in `discussionModules.get`. */
  readonly shouldBeEvaluated?: boolean | null | undefined;
  /** The file of the learner's picture, as in "avatar.jpg"; SVG in `listCommentTree`. */
  readonly userAvatar?: string | null | undefined;
  readonly userFullName?: string | null | undefined;
  /** The learner's comments. */
  readonly comments?: readonly DiscussionComment[] | null | undefined;
  /** The learner's answers to comments of others. */
  readonly replies?: readonly DiscussionComment[] | null | undefined;
}

/** An instructor's judgement. The vendor shows these two fields, and none that says "not completed". */
export interface DiscussionEvaluation {
  /** What the learner reads. */
  readonly instructorMessage?: string | undefined;
  readonly pointsAwarded?: number | string | undefined;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** Whose comments to evaluate, and how. */
export interface EvaluateDiscussionParams extends ModuleStatusParams {
  readonly portalId?: Id | undefined;
  /** Sent as JSON text; the vendor's sample is a text that is almost JSON. */
  readonly evaluation: DiscussionEvaluation;
}

/** Which comments to delete. */
export interface DeleteDiscussionCommentsParams {
  /** The comments' ids. Sent as JSON text. */
  readonly delete_ids: readonly Id[];
}

const discussionParams = () => ({
  name: text(),
  content: text(),
  should_be_evaluated: z.boolean(),
  totalPoints: z.optional(z.int()),
  minComments: z.optional(z.int()),
  ...nullableEstimateParams(),
});

const threadListParams = () => ({
  ...pageParams(),
  order_by: z.optional(ordering()),
  search_param: z.optional(moduleSearch()),
  moduleId: id(),
});

const commentFields = () => ({ id: z.number(), comment: maybeText(), date: maybeText() });

const replyFields = (reply: () => z.core.$ZodType<DiscussionReply>) => ({
  ...commentFields(),
  userAvatar: maybeText(),
  userFullName: maybeText(),
  replies: maybe(z.array(z.lazy(reply))),
});

const discussionThread = () => {
  // One schema that refers to itself: a new one for every level would have no end.
  const reply: z.core.$ZodType<DiscussionReply> = z.looseObject(replyFields(() => reply));
  return z.looseObject({ ...replyFields(() => reply), courseName: maybeText() });
};

function evaluationRules(params: CreateDiscussionModuleParams): readonly RuleViolation[] {
  if (!params.should_be_evaluated || params.minComments !== undefined) return [];
  return [{ field: "minComments", expected: "is required when should_be_evaluated is true" }];
}

/** Lists discussions: await it for one page, iterate it for all. */
export const list = pagedOperation<ListModulesParams, Page<DiscussionModuleRecord>, DiscussionModuleRecord>({
  name: "discussionModules.list",
  method: "GET",
  path: "/discussion/list",
  evidence: "proposed",
  encode: { order_by: "json", search_param: "json" },
  defaults: ["page_size", "page_number"],
  params: listModulesParams,
  response: () => page(z.looseObject({ ...moduleRecordFields(), totalPoints: maybeNumber() })),
  pager: recordsPager(),
});

/** Reads a discussion for editing, with the courses that hold it. Its comments are in `listCommentTree`. */
export const get = operation<GetModuleParams, DiscussionModule>({
  name: "discussionModules.get",
  method: "GET",
  path: "/discussion/{id}",
  evidence: "proposed",
  params: getModuleParams,
  response: () =>
    z.looseObject({
      ...moduleFields(),
      ...completionEstimateFields(),
      totalPoints: maybeNumber(),
      should_be_evaluated: maybeFlag(),
      minComments: maybeNumber(),
      courses: maybe(z.array(moduleCourse())),
    }),
});

/**
 * Makes a discussion and gives its id. It is in no course yet.
 *
 * @throws InvalidParamsError when it is evaluated and has no `minComments`; nothing is sent.
 */
export const create = operation<CreateDiscussionModuleParams, Saved>({
  name: "discussionModules.create",
  method: "POST",
  path: "/discussion",
  evidence: "proposed",
  params: () => z.strictObject(discussionParams()),
  rules: evaluationRules,
  response: () => saved(),
});

/**
 * Replaces a discussion's fields, in every course that holds it. What happens to points, comments and estimate when they
 * are left out is not documented.
 *
 * @throws InvalidParamsError when it is evaluated and has no `minComments`; nothing is sent.
 */
export const update = operation<UpdateDiscussionModuleParams, Message>({
  name: "discussionModules.update",
  method: "PUT",
  path: "/discussion/{id}",
  evidence: "proposed",
  params: () => z.strictObject({ id: id(), ...discussionParams() }),
  rules: evaluationRules,
  response: () => message(),
});

/**
 * Opens a discussion as the course player does for a learner.
 *
 * @returns Whatever the vendor answers: its page shows no reply. Most likely `ModuleDetails`, as for other modules.
 */
export const getDetails = operation<GetModuleDetailsParams, unknown>({
  name: "discussionModules.getDetails",
  method: "GET",
  path: "/discussion/details/{registrationId}/{moduleId}/{portalId}",
  evidence: "proposed",
  optional: ["portalId"],
  params: getModuleDetailsParams,
  response: () => z.unknown(),
});

/**
 * Lists comments of a discussion within a course registration. The vendor prints no reply: that it is a page like those
 * of its other lists is deduced, what a comment holds is not known. `listCommentTree` is documented better.
 */
export const listComments = pagedOperation<
  ListDiscussionCommentsParams,
  Page<Readonly<Record<string, unknown>>>,
  Readonly<Record<string, unknown>>
>({
  name: "discussionModules.listComments",
  method: "GET",
  path: "/discussion/comment/list",
  evidence: "proposed",
  encode: { order_by: "json", search_param: "json" },
  defaults: ["page_size", "page_number"],
  params: () => z.strictObject({ ...threadListParams(), registrationId: id() }),
  response: () => page(z.looseObject({})),
  pager: recordsPager(),
});

/**
 * Lists the comments of a discussion over all courses, as threads with their answers: await it for one page, iterate it
 * for all threads. Only the threads are paged, not the answers within them.
 */
export const listCommentTree = pagedOperation<
  ListDiscussionThreadsParams,
  Page<DiscussionThread>,
  DiscussionThread
>({
  name: "discussionModules.listCommentTree",
  method: "GET",
  path: "/discussion/commentTree/list",
  evidence: "proposed",
  encode: { order_by: "json", search_param: "json" },
  defaults: ["page_size", "page_number"],
  params: () => z.strictObject(threadListParams()),
  response: () => page(discussionThread()),
  pager: recordsPager(),
});

/**
 * Writes a comment under a user's name, whoever the API key belongs to. With the comment that makes enough of them, the
 * vendor marks the discussion as submitted, opens an evaluation and sends the instructor an e-mail; `status` in the
 * reply is then "Submitted".
 */
export const createComment = operation<CreateDiscussionCommentParams, StatusMessage>({
  name: "discussionModules.createComment",
  method: "POST",
  path: "/discussion/comment",
  evidence: "proposed",
  params: () =>
    z.strictObject({
      statusRowId: id(),
      currentUserId: id(),
      comment: text(),
      parentId: z.optional(id()),
      portalId: z.optional(id()),
    }),
  response: () => statusMessage(),
});

/** Deletes comments for good, and with each all answers to it, whoever wrote them. */
export const deleteComments = operation<DeleteDiscussionCommentsParams, Message>({
  name: "discussionModules.deleteComments",
  method: "DELETE",
  path: "/discussion/comment",
  evidence: "proposed",
  encode: { delete_ids: "json" },
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () => message(),
});

/** Reads what a learner has written in a discussion, to evaluate it. */
export const getSubmissionDetails = operation<ModuleStatusParams, DiscussionSubmission>({
  name: "discussionModules.getSubmissionDetails",
  method: "GET",
  path: "/discussion/submission-details",
  evidence: "proposed",
  params: moduleStatusParams,
  response: () =>
    z.looseObject({
      courseId: maybeNumber(),
      courseName: maybeText(),
      discussionName: maybeText(),
      status: maybeText(),
      content: maybeText(),
      totalPoints: maybeNumber(),
      shouldBeEvaluated: maybeFlag(),
      userAvatar: maybeText(),
      userFullName: maybeText(),
      comments: maybe(z.array(z.looseObject(commentFields()))),
      replies: maybe(z.array(z.looseObject(commentFields()))),
    }),
});

/**
 * Records an instructor's judgement of a learner's comments, which can complete the discussion for the learner. How to
 * say that they are not good enough is not documented.
 */
export const evaluate = operation<EvaluateDiscussionParams, Message>({
  name: "discussionModules.evaluate",
  method: "POST",
  path: "/discussion/evaluate",
  evidence: "proposed",
  encode: { evaluation: "json" },
  params: () =>
    z.strictObject({
      portalId: z.optional(id()),
      statusRowId: id(),
      evaluation: z.looseObject({
        instructorMessage: z.optional(z.string()),
        pointsAwarded: z.optional(decimal()),
      }),
    }),
  response: () => message(),
});
