import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, ids, sortedPageParams, text } from "../fields.ts";
import { moduleSearch } from "../shared/module-schemas.ts";
import type { ModuleSearch, ModuleStatusParams } from "../shared/module-shapes.ts";
import { commentFields } from "./comment-fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybe, maybeText, message, page, statusMessage } from "../shared/replies.ts";
import type { Id, Message, Ordering, StatusMessage } from "../shared/shapes.ts";

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
  /** Written by learners; whether it is HTML is not documented: sanitize it before you show it. */
  readonly comment?: string | null | undefined;
  /** For example, "Aug 10, 2020 11:33 AM". */
  readonly date?: string | null | undefined;
}

/** An answer to a comment, with the answers to it. */
export interface DiscussionReply extends DiscussionComment {
  /** SVG of the author's picture, never rendered by us: sanitize it before you show it. */
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

/** Which comments to delete. */
export interface DeleteDiscussionCommentsParams {
  /** The comments' ids. Sent as JSON text. */
  readonly delete_ids: readonly Id[];
}

const threadListParams = () => ({
  ...sortedPageParams(),
  search_param: z.optional(moduleSearch()),
  moduleId: id(),
});

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

/**
 * Lists comments of a discussion within a course registration. The vendor prints no reply: that it is a page like those
 * of its other lists is deduced, what a comment contains is not known. `listCommentTree` is documented better.
 */
export const listComments = listOperation<
  ListDiscussionCommentsParams,
  Page<Readonly<Record<string, unknown>>>,
  Readonly<Record<string, unknown>>
>({
  name: "discussionModules.listComments",
  method: "GET",
  path: "/discussion/comment/list",
  params: () => z.strictObject({ ...threadListParams(), registrationId: id() }),
  response: () => page(z.looseObject({})),
});

/**
 * Lists the comments of a discussion over all courses, as threads with their answers: await it for one page, iterate it
 * for all threads. Only the threads are paged, not the answers within them.
 */
export const listCommentTree = listOperation<
  ListDiscussionThreadsParams,
  Page<DiscussionThread>,
  DiscussionThread
>({
  name: "discussionModules.listCommentTree",
  method: "GET",
  path: "/discussion/commentTree/list",
  params: () => z.strictObject(threadListParams()),
  response: () => page(discussionThread()),
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

/** Deletes comments permanently, and with each all answers to it, whoever wrote them. */
export const deleteComments = operation<DeleteDiscussionCommentsParams, Message>({
  name: "discussionModules.deleteComments",
  method: "DELETE",
  path: "/discussion/comment",
  encode: { delete_ids: "json" },
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () => message(),
});
