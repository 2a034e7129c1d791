/**
 * Announcements: notices to all users, or to the users of certain courses, classes or portals.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, ordering, pageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { maybeText, message, page, saved } from "./shared/replies.ts";
import type { Id, Message, OpenEnum, Ordering, Saved } from "./shared/shapes.ts";

/** Whom an announcement is for. */
export type AnnouncementAudience = OpenEnum<
  "all" | "specific_users" | "specific_course_users" | "specific_class_users" | "specific_portals"
>;

/** An announcement. */
export interface Announcement {
  readonly id: number;
  readonly heading?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
  readonly sending_rules?: AnnouncementAudience | null | undefined;
  /** The last day, as `YYYY-MM-DD`. */
  readonly expiry?: string | null | undefined;
}

/** An announcement as learners see it. */
export interface LearnerAnnouncement {
  readonly id: number;
  readonly heading?: string | null | undefined;
  /** The name of the person who created it. */
  readonly author?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
  /** "2020-08-26 09:08" for administrators, "21st Jan, 2020 12:00 PM" for learners. The zone is not documented. */
  readonly created_at?: string | null | undefined;
}

/** An announcement as administrators see it. */
export interface ListedAnnouncement extends LearnerAnnouncement {
  /** Whom it is for: what other operations call `sending_rules`. */
  readonly rules?: AnnouncementAudience | null | undefined;
}

/** What to search announcements by. The vendor documents one column. */
export interface AnnouncementSearch {
  readonly heading?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which announcements to list. */
export interface ListAnnouncementsParams extends PageParams {
  /** Only those of this portal and its sub-portals; -1 for those of all portals. */
  readonly portalId?: Id | undefined;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: AnnouncementSearch | undefined;
}

/** Which announcements a learner's dashboard shows. */
export interface ListLearnerAnnouncementsParams extends PageParams {
  /** The learner's portal. */
  readonly portalId: Id;
  readonly order_by: Ordering;
  /** Required by the vendor even without a search: its own example is an empty `heading`. */
  readonly search_param: AnnouncementSearch;
  /** `self` in the vendor's example; the other views are not documented. */
  readonly viewType: OpenEnum<"self">;
}

/** Which announcement to read. */
export interface GetAnnouncementParams {
  /** The announcement's id. */
  readonly id: Id;
}

/** The content of an announcement, and its audience. */
export interface AnnouncementFields {
  readonly heading: string;
  /** The text; HTML in the vendor's samples of replies. */
  readonly content: string;
  /** Whom it is for. `specific_class_users` is documented without a field that would name the classes. */
  readonly sending_rules: AnnouncementAudience;
  /** Courses whose users get it. Required when `sending_rules` is `specific_course_users`. */
  readonly course_ids?: readonly Id[] | undefined;
  /** Portals whose users get it. Required when `sending_rules` is `specific_portals`. */
  readonly portal_ids?: readonly Id[] | undefined;
  /** Users who get it. Required when `sending_rules` is `specific_users`. */
  readonly user_ids?: readonly Id[] | undefined;
  /** The portal that the announcement belongs to; -1 for none. */
  readonly portalId?: Id | undefined;
}

/** An announcement to create; see `announcements.create` about its id. */
export interface CreateAnnouncementParams extends AnnouncementFields {
  /** An announcement's id. The vendor requires it, for a check of permissions. */
  readonly id: Id;
  /** When it ends, such as "2025-12-31 23:59:59". The zone is not documented. */
  readonly expiry?: string | null | undefined;
}

/** The new values of an announcement. */
export interface UpdateAnnouncementParams extends AnnouncementFields {
  /** The announcement's id. The vendor prints it as a field of the body; it is sent in the path. */
  readonly id: Id;
  /** The last day, as `YYYY-MM-DD`. */
  readonly expiry?: string | undefined;
}

/** Which announcements to delete. */
export interface DeleteAnnouncementsParams {
  /** Their ids. */
  readonly delete_ids: readonly Id[];
}

const learnerAnnouncement = () =>
  z.looseObject({
    id: z.number(),
    heading: maybeText(),
    author: maybeText(),
    content: maybeText(),
    created_at: maybeText(),
  });

const listedAnnouncement = () => z.looseObject({ ...learnerAnnouncement().shape, rules: maybeText() });

const announcementSearch = () => z.looseObject({ heading: z.optional(z.string()) });

const announcementFields = () => ({
  id: id(),
  heading: text(),
  content: text(),
  sending_rules: text(),
  course_ids: z.optional(ids()),
  portal_ids: z.optional(ids()),
  user_ids: z.optional(ids()),
  portalId: z.optional(id()),
});

/** The list that each audience requires. */
const listOfAudience = {
  specific_users: "user_ids",
  specific_course_users: "course_ids",
  specific_portals: "portal_ids",
} as const;

function missingAudience(params: AnnouncementFields): readonly RuleIssue[] {
  return Object.entries(listOfAudience).flatMap(([audience, field]) =>
    params.sending_rules === audience && params[field] === undefined
      ? [{ field, expected: `is required when sending_rules is "${audience}"` }]
      : [],
  );
}

/** Lists the announcements for administrators, page by page. */
export const list = listOperation<ListAnnouncementsParams, Page<ListedAnnouncement>, ListedAnnouncement>({
  name: "announcements.list",
  method: "GET",
  path: "/announcement/list",
  params: () =>
    z.strictObject({
      ...pageParams(),
      portalId: z.optional(id()),
      order_by: z.optional(ordering()),
      search_param: z.optional(announcementSearch()),
    }),
  response: () => page(listedAnnouncement()),
});

/**
 * Lists the announcements of a learner's dashboard, page by page. The vendor prints order and search as form fields
 * (`colName=created_at&direction=desc`); they are sent as JSON text, as in its other lists.
 */
export const listForLearner = listOperation<
  ListLearnerAnnouncementsParams,
  Page<LearnerAnnouncement>,
  LearnerAnnouncement
>({
  name: "announcements.listForLearner",
  method: "GET",
  path: "/announcement/learner/list",
  params: () =>
    z.strictObject({
      ...pageParams(),
      portalId: id(),
      order_by: ordering(),
      search_param: announcementSearch(),
      viewType: text(),
    }),
  response: () => page(learnerAnnouncement()),
});

/** Reads one announcement. The vendor's sample does not contain the courses, portals or users that it was sent to. */
export const get = operation<GetAnnouncementParams, Announcement>({
  name: "announcements.get",
  method: "GET",
  path: "/announcement/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () =>
    z.looseObject({
      id: z.number(),
      heading: maybeText(),
      content: maybeText(),
      sending_rules: maybeText(),
      expiry: maybeText(),
    }),
});

/**
 * Creates an announcement, according to the page's title. Everything else on the vendor's page describes an update: its
 * text, its required `id`, and the reply "Announcement Updated Successfully". Which id to pass for a new one is not
 * documented, and an existing id may overwrite that announcement: try it where no user is notified, and use
 * `announcements.update` for updates.
 *
 * @throws InvalidParamsError when the list that `sending_rules` requires is missing; nothing is sent.
 */
export const create = operation<CreateAnnouncementParams, Saved>({
  name: "announcements.create",
  method: "POST",
  path: "/announcement",
  params: () => z.strictObject({ ...announcementFields(), expiry: z.optional(z.nullable(text())) }),
  rules: missingAudience,
  response: () => saved(),
});

/**
 * Changes an announcement and its audience. Whether users who were notified before are notified again is not
 * documented.
 *
 * @throws InvalidParamsError when the list that `sending_rules` requires is missing; nothing is sent.
 */
export const update = operation<UpdateAnnouncementParams, Saved>({
  name: "announcements.update",
  method: "PUT",
  path: "/announcement/{id}",
  params: () => z.strictObject({ ...announcementFields(), expiry: z.optional(text()) }),
  rules: missingAudience,
  response: () => saved(),
});

/** Deletes announcements. Their number is only in the text of the reply. */
const remove = operation<DeleteAnnouncementsParams, Message>({
  name: "announcements.delete",
  method: "DELETE",
  path: "/announcement",
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () => message(),
});

export { remove as delete };
