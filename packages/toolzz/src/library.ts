import { operation, pagedOperation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import {
  maybeFlag,
  maybeIds,
  maybeNumber,
  maybeParam,
  maybeText,
  pageNumber,
  pageSize,
  text,
} from "./fields.ts";
import { libraryPager } from "./pagination.ts";

/** A type of contents in the library: a text, a video on another site, or an embedded HTML page. */
export type LibraryContentType = "text" | "video_online" | "html5";

/** 0 for a draft, 1 for a published content. */
export type LibraryContentStatus = 0 | 1;

/** How difficult a content is; `difficulty` in replies. */
export type DifficultyLevel = "low" | "medium" | "hard";

/** Which contents to list. */
export interface ListLibraryParams {
  /** Contents of this type. */
  readonly type?: LibraryContentType | undefined;
  /** Drafts or published contents. */
  readonly status?: LibraryContentStatus | undefined;
  /** A part of the title. */
  readonly search?: string | undefined;
  /** Contents of the cycle (group) with this id. */
  readonly cycleId?: number | undefined;
  /** The number of the page. @default 1 */
  readonly page?: number | undefined;
  /** How many contents a page contains. */
  readonly limit?: number | undefined;
}

/** A content of the library, with the fields of the vendor's sample; it may have others. */
export interface LibraryContent {
  /** Its id. */
  readonly id: number;
  /** The institution it belongs to. */
  readonly institutionId?: number | null | undefined;
  /** The user who created it. */
  readonly userId?: number | null | undefined;
  /** Its title. */
  readonly title?: string | null | undefined;
  /** Its description. */
  readonly description?: string | null | undefined;
  /** Its type: `text`, `video_online` or `html5`. */
  readonly type?: string | null | undefined;
  /** The number of its type in the vendor's older API. */
  readonly monolithType?: number | null | undefined;
  /** 0 for a draft, 1 for a published content. */
  readonly status?: number | null | undefined;
  /** Its HTML; null for a video. */
  readonly body?: string | null | undefined;
  /** The URL of its file. */
  readonly fileUrl?: string | null | undefined;
  /** The URL of its video. */
  readonly videoUrl?: string | null | undefined;
  /** Its duration; the unit is not documented. */
  readonly duration?: number | null | undefined;
  /** The URL of its thumbnail. */
  readonly thumbnailUrl?: string | null | undefined;
  /** The URL of its cover in the catalog. */
  readonly catalogCoverRectangularUrl?: string | null | undefined;
  /** The ids of its cycles (groups). */
  readonly cycleIds?: readonly number[] | null | undefined;
  /** The ids of its stages (subgroups). */
  readonly cycleStageIds?: readonly number[] | null | undefined;
  /** The ids of its disciplines (specialties). */
  readonly disciplineIds?: readonly number[] | null | undefined;
  /** The ids of its schools. */
  readonly schoolIds?: readonly number[] | null | undefined;
  /** How difficult it is: `low`, `medium` or `hard`. Written as `difficultyLevel`. */
  readonly difficulty?: string | null | undefined;
  /** Its tags, separated by commas. */
  readonly tags?: string | null | undefined;
  /** Its source; null in the vendor's sample. */
  readonly source?: unknown;
  /** Its authors; null in the vendor's sample. */
  readonly authors?: unknown;
  /** Whether the player's controls are disabled. */
  readonly disablePlayerControls?: boolean | null | undefined;
  /** Whether learners see it in their catalog. */
  readonly showInStudentCatalog?: boolean | null | undefined;
  /** Whether visitors see it in their catalog. */
  readonly showInVisitorCatalog?: boolean | null | undefined;
  /** Whether it is hidden in the catalog of those who are logged out. The vendor gives only the name. */
  readonly blockCatalogLoggedOut?: boolean | null | undefined;
  /** Whether the details of its course are shown. */
  readonly showCourseDetails?: boolean | null | undefined;
  /** Whether it is shown among related videos. */
  readonly showInRelatedVideos?: boolean | null | undefined;
  /** The orientation of its video; null in the vendor's sample. */
  readonly videoOrientation?: unknown;
  /** When it was created, as ISO 8601 in UTC. */
  readonly createdAt?: string | null | undefined;
  /** When it was last updated, as ISO 8601 in UTC. */
  readonly updatedAt?: string | null | undefined;
}

/** A page of the library. */
export interface ListLibraryReply {
  /** The contents. */
  readonly items: readonly LibraryContent[];
  /** The number of contents of all pages. */
  readonly total: number;
  /** The number of this page, from 1. */
  readonly page?: number | null | undefined;
  /** How many contents a page contains. */
  readonly limit?: number | null | undefined;
}

/** Which content is meant. */
export interface LibraryContentParams {
  /** The content's id. */
  readonly id: number;
}

/** One content. */
export interface LibraryContentReply {
  /** The content. */
  readonly content: LibraryContent;
}

/** The fields that can be written, as in the vendor's samples; pass others as `extraParams`. */
export interface LibraryContentFields {
  /** The description. */
  readonly description?: string | undefined;
  /** The HTML of a text, or of a page to embed. */
  readonly body?: string | undefined;
  /** The URL of a video. */
  readonly videoUrl?: string | undefined;
  /** The duration; the unit is not documented. */
  readonly duration?: number | undefined;
  /** The ids of cycles (groups). */
  readonly cycleIds?: readonly number[] | undefined;
  /** The ids of schools. */
  readonly schoolIds?: readonly number[] | undefined;
  /** How difficult it is. */
  readonly difficultyLevel?: DifficultyLevel | undefined;
  /** Tags, separated by commas. */
  readonly tags?: string | undefined;
  /** Draft or published. */
  readonly status?: LibraryContentStatus | undefined;
}

/** The content to create. Which fields the vendor requires besides title and type is not known here. */
export interface CreateLibraryContentParams extends LibraryContentFields {
  /** The title. */
  readonly title: string;
  /** The type; it cannot be changed later. */
  readonly type: LibraryContentType;
}

/** The content to update, and at least one change; omitted fields are kept. */
export interface UpdateLibraryContentParams extends LibraryContentFields {
  /** The content's id. */
  readonly id: number;
  /** The title. */
  readonly title?: string | undefined;
}

/** The reply to `library.delete`. */
export interface DeleteLibraryContentReply {
  /** True on success; false is thrown as an error. */
  readonly success?: boolean | null | undefined;
}

const id = () => z.int().check(z.gte(1));
const status = () => z.optional(z.literal([0, 1]));
const type = () => z.enum(["text", "video_online", "html5"]);

const writtenFields = () => ({
  description: z.optional(z.string()),
  body: z.optional(z.string()),
  videoUrl: maybeParam(),
  duration: z.optional(z.number().check(z.gte(0))),
  cycleIds: z.optional(z.array(z.int())),
  schoolIds: z.optional(z.array(z.int())),
  difficultyLevel: z.optional(z.enum(["low", "medium", "hard"])),
  tags: z.optional(z.string()),
  status: status(),
});

const content = () =>
  z.looseObject({
    id: z.int(),
    institutionId: maybeNumber(),
    userId: maybeNumber(),
    title: maybeText(),
    description: maybeText(),
    type: maybeText(),
    monolithType: maybeNumber(),
    status: maybeNumber(),
    body: maybeText(),
    fileUrl: maybeText(),
    videoUrl: maybeText(),
    duration: maybeNumber(),
    thumbnailUrl: maybeText(),
    catalogCoverRectangularUrl: maybeText(),
    cycleIds: maybeIds(),
    cycleStageIds: maybeIds(),
    disciplineIds: maybeIds(),
    schoolIds: maybeIds(),
    difficulty: maybeText(),
    tags: maybeText(),
    source: z.optional(z.unknown()),
    authors: z.optional(z.unknown()),
    disablePlayerControls: maybeFlag(),
    showInStudentCatalog: maybeFlag(),
    showInVisitorCatalog: maybeFlag(),
    blockCatalogLoggedOut: maybeFlag(),
    showCourseDetails: maybeFlag(),
    showInRelatedVideos: maybeFlag(),
    videoOrientation: z.optional(z.unknown()),
    createdAt: maybeText(),
    updatedAt: maybeText(),
  });

const oneContent = () => z.looseObject({ content: content() });

function updateRules({ id: _, ...changes }: UpdateLibraryContentParams): readonly RuleIssue[] {
  const isEmpty = Object.values(changes).every((value) => value === undefined);
  return isEmpty ? [{ field: "title", expected: "or another field to change is required" }] : [];
}

/**
 * Lists the contents of the institution's library. Await it for one page; iterate it for the contents of all pages.
 *
 * The library is on a server of its own, `https://lxp.prod.api.toolzz.media`. It gets the token of the client's login: the vendor
 * documents only which data the token must carry, so that it is the same token is deduced.
 *
 * @throws PermissionError when the account is a learner's.
 * @see https://docs.toolzz.dev/lxp-reference/library/list-contents/
 */
export const list = pagedOperation<ListLibraryParams, ListLibraryReply, LibraryContent>({
  name: "library.list",
  method: "GET",
  path: "/institution/library/contents",
  evidence: "documented",
  server: "library",
  params: () =>
    z.strictObject({
      type: z.optional(type()),
      status: status(),
      search: maybeParam(),
      cycleId: z.optional(z.int().check(z.gte(1))),
      page: pageNumber(),
      limit: pageSize(),
    }),
  response: () =>
    z.looseObject({
      items: z.array(content()),
      total: z.int(),
      page: maybeNumber(),
      limit: maybeNumber(),
    }),
  pager: libraryPager(),
});

/**
 * Reads one content of the library.
 *
 * @throws NotFoundError when there is no such content, or it belongs to another institution.
 * @throws PermissionError when the account is a learner's.
 * @see https://docs.toolzz.dev/lxp-reference/library/get-content/
 */
export const get = operation<LibraryContentParams, LibraryContentReply>({
  name: "library.get",
  method: "GET",
  path: "/institution/library/contents/{id}",
  evidence: "documented",
  server: "library",
  params: () => z.strictObject({ id: id() }),
  response: oneContent,
});

/**
 * Adds a content to the library. Sent at most once: a second request would add it again.
 *
 * @throws InvalidParamsError when title or type is missing, or a field is of the wrong type; nothing is sent.
 * @throws PermissionError when the account is a learner's.
 * @see https://docs.toolzz.dev/lxp-reference/library/create-content/
 */
export const create = operation<CreateLibraryContentParams, LibraryContentReply>({
  name: "library.create",
  method: "POST",
  path: "/institution/library/contents",
  evidence: "documented",
  server: "library",
  params: () => z.strictObject({ title: text(), type: type(), ...writtenFields() }),
  response: oneContent,
});

/**
 * Updates a content of the library. Omitted fields are kept.
 *
 * @throws InvalidParamsError when there is nothing to change, or a field is of the wrong type; nothing is sent.
 * @throws NotFoundError when there is no such content, or it belongs to another institution.
 * @throws PermissionError when the account is a learner's.
 * @see https://docs.toolzz.dev/lxp-reference/library/update-content/
 */
export const update = operation<UpdateLibraryContentParams, LibraryContentReply>({
  name: "library.update",
  method: "PATCH",
  path: "/institution/library/contents/{id}",
  evidence: "documented",
  server: "library",
  params: () => z.strictObject({ id: id(), title: maybeParam(), ...writtenFields() }),
  rules: updateRules,
  response: oneContent,
});

/**
 * Deletes a content of the library for good. Retried after a temporary failure, as HTTP allows for DELETE; if the first attempt
 * succeeded and its reply was lost, the second may report that there is no such content.
 *
 * @throws BadRequestError with status 412 and the code `failed_precondition` when an active course uses the content.
 * @throws NotFoundError when there is no such content, or it belongs to another institution.
 * @throws PermissionError when the account is a learner's.
 * @see https://docs.toolzz.dev/lxp-reference/library/delete-content/
 */
const remove = operation<LibraryContentParams, DeleteLibraryContentReply>({
  name: "library.delete",
  method: "DELETE",
  path: "/institution/library/contents/{id}",
  evidence: "documented",
  server: "library",
  params: () => z.strictObject({ id: id() }),
  response: () => z.looseObject({ success: maybeFlag() }),
});

export { remove as delete };
