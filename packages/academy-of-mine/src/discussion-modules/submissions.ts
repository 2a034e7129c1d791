import * as z from "#zod";
import { operation } from "../operation.ts";
import { decimal, id } from "../fields.ts";
import { moduleStatusParams } from "../shared/module-schemas.ts";
import type { ModuleStatus, ModuleStatusParams } from "../shared/module-shapes.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, message } from "../shared/replies.ts";
import type { Id, Message } from "../shared/shapes.ts";
import { commentFields } from "./comment-fields.ts";
import type { DiscussionComment } from "./comments.ts";

/** What a learner has written in a discussion, for an instructor to evaluate. */
export interface DiscussionSubmission {
  readonly courseId?: number | null | undefined;
  readonly courseName?: string | null | undefined;
  readonly discussionName?: string | null | undefined;
  readonly status?: ModuleStatus | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
  /** How many points the learner can get. */
  readonly totalPoints?: number | null | undefined;
  /** `should_be_evaluated` in `discussionModules.get`. */
  readonly shouldBeEvaluated?: boolean | null | undefined;
  /** The file of the learner's picture, such as "avatar.jpg"; SVG in `listCommentTree`. */
  readonly userAvatar?: string | null | undefined;
  readonly userFullName?: string | null | undefined;
  /** The learner's comments. */
  readonly comments?: readonly DiscussionComment[] | null | undefined;
  /** The learner's answers to comments of others. */
  readonly replies?: readonly DiscussionComment[] | null | undefined;
}

/** An instructor's judgment. The vendor shows these two fields, and none that says "not completed". */
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

/** Reads what a learner has written in a discussion, to evaluate it. */
export const getSubmissionDetails = operation<ModuleStatusParams, DiscussionSubmission>({
  name: "discussionModules.getSubmissionDetails",
  method: "GET",
  path: "/discussion/submission-details",
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
 * Records an instructor's judgment of a learner's comments, which can complete the discussion for the learner. How to
 * say that they are not good enough is not documented.
 */
export const evaluate = operation<EvaluateDiscussionParams, Message>({
  name: "discussionModules.evaluate",
  method: "POST",
  path: "/discussion/evaluate",
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
