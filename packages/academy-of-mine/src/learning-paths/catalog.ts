import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { titledRecord } from "../shared/course-schemas.ts";
import type { TitledRecord } from "../shared/course-shapes.ts";
import { id, ids, sortedPageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import {
  labeledOption,
  maybe,
  maybeNumber,
  maybeText,
  message,
  namedOption,
  page,
  saved,
} from "../shared/replies.ts";
import type { Id, LabeledOption, Message, NamedOption, OpenEnum, Ordering, Saved } from "../shared/shapes.ts";

/** A learning path in the list. */
export interface LearningPathRecord {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** In upper case, such as "PUBLISHED" or "DRAFT"; `learningPaths.create` takes "publish" and "draft". */
  readonly status?: string | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** For example, "Aug 03, 2020 09:31 AM". */
  readonly created_at?: string | null | undefined;
}

/** What to search learning paths by. */
export interface LearningPathSearch {
  /** A part of the name; empty for every learning path. */
  readonly name?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which learning paths to list. */
export interface ListLearningPathsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: LearningPathSearch | undefined;
}

/** A learning path with its settings, as its editor reads it. */
export interface LearningPath {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  /** In upper case, such as "DRAFT". */
  readonly status?: string | null | undefined;
  /** Text for the learner. Whether they contain HTML is not documented: sanitize them before you show them. */
  readonly instructions?: string | null | undefined;
  /** The address or path of its picture. */
  readonly featuredImageUrl?: string | null | undefined;
  /** The credits that its certificate states. */
  readonly credits?: number | null | undefined;
  /** Ids of certificate templates. */
  readonly certificates?: readonly number[] | null | undefined;
  /** Ids of groups at Accredible; a list despite its name. */
  readonly accredible_group_id?: readonly number[] | null | undefined;
  /** Its courses, with their ids as `value`. */
  readonly courses?: readonly LabeledOption[] | null | undefined;
  /** Whether a course must be completed first, most likely by the course's id; a list of ids in `learningPaths.create`. */
  readonly prerequisites?: Readonly<Record<string, boolean>> | null | undefined;
  /** Ids of categories. */
  readonly categories?: readonly number[] | null | undefined;
}

/** Which learning path to read. */
export interface GetLearningPathParams {
  /** The learning path's id. */
  readonly id: Id;
}

/** A learning path to create. */
export interface CreateLearningPathParams {
  readonly name: string;
  /** Text for the learner. */
  readonly instructions?: string | undefined;
  /** The address or path of its picture. */
  readonly featuredImageUrl?: string | undefined;
  /** The credits that its certificate states. */
  readonly credits?: number | undefined;
  /** Replies write the status in upper case, such as "PUBLISHED". */
  readonly status: OpenEnum<"draft" | "publish">;
  /** Ids of certificate templates. */
  readonly certificates?: readonly Id[] | undefined;
  /** Ids of those of its courses that must be completed first; an object of booleans in `learningPaths.get`. */
  readonly prerequisites?: readonly Id[] | undefined;
  /** Ids of its courses: at least two. */
  readonly courses: readonly Id[];
  /** Ids of categories. */
  readonly categories?: readonly Id[] | undefined;
}

/** A learning path with its new settings. */
export interface UpdateLearningPathParams extends CreateLearningPathParams {
  /** The learning path's id. */
  readonly id: Id;
}

/** Which learning paths to delete. */
export interface DeleteLearningPathsParams {
  readonly delete_ids: readonly Id[];
}

/** How many learning paths were deleted, and why others were not. */
export interface DeletedLearningPaths extends Message {
  /** A count here, where `courses.delete` answers ids. */
  readonly deletedLearningPaths?: number | null | undefined;
  /** Ids of the learning paths that were kept because learners are enrolled. */
  readonly notDeletedLearningPaths?: readonly number[] | null | undefined;
  /** The same learning paths with their names. */
  readonly enrolledLearningPaths?: readonly NamedOption[] | null | undefined;
  /** Ids of the learning paths that were kept because portals have them. */
  readonly notDeletedPortalLearningPaths?: readonly number[] | null | undefined;
  /** These portals, by the learning path's name. */
  readonly portalLearningPaths?: Readonly<Record<string, readonly NamedOption[]>> | null | undefined;
  /** Ids of the learning paths that were kept because products sell them. */
  readonly notDeletedProductLearningPath?: readonly number[] | null | undefined;
  /** These products, in a list that does not relate them to learning paths. */
  readonly productLearningPaths?: readonly TitledRecord[] | null | undefined;
}

/** Which learning path to copy. */
export interface CloneLearningPathParams {
  readonly learningPathId: Id;
  /** True to copy its courses and categories as well; sent as the string `true` or `false`. */
  readonly isDeepCopy: boolean;
}

/** Which learning paths to find. */
export interface LookupLearningPathsParams {
  /** A part of the name. */
  readonly search_term: string;
}

/** Learning paths that were found. */
export interface FoundLearningPaths {
  /** Ids come as `value`, names as `label`. */
  readonly learning_paths?: readonly LabeledOption[] | null | undefined;
}

/** Which learning paths to offer. */
export interface LookupAllLearningPathsParams {
  /** Learning paths of this portal; -1, nothing or an unknown id for all. */
  readonly portalId?: Id | undefined;
  readonly type?: OpenEnum<"public" | "private"> | undefined;
  /** A part of the name. */
  readonly search_term?: string | undefined;
}

const learningPathRecord = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    created_at: maybeText(),
  });

const learningPath = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    slug: maybeText(),
    status: maybeText(),
    instructions: maybeText(),
    featuredImageUrl: maybeText(),
    credits: maybeNumber(),
    certificates: maybe(z.array(z.number())),
    accredible_group_id: maybe(z.array(z.number())),
    courses: maybe(z.array(labeledOption())),
    prerequisites: maybe(z.record(z.string(), z.boolean())),
    categories: maybe(z.array(z.number())),
  });

const learningPathSettings = () => ({
  name: text(),
  instructions: z.optional(text()),
  featuredImageUrl: z.optional(text()),
  credits: z.optional(z.int()),
  status: text(),
  certificates: z.optional(ids()),
  prerequisites: z.optional(ids()),
  courses: ids().check(z.minLength(2)),
  categories: z.optional(ids()),
});

const deletedLearningPaths = () =>
  z.looseObject({
    message: maybeText(),
    deletedLearningPaths: maybeNumber(),
    notDeletedLearningPaths: maybe(z.array(z.number())),
    enrolledLearningPaths: maybe(z.array(namedOption())),
    notDeletedPortalLearningPaths: maybe(z.array(z.number())),
    portalLearningPaths: maybe(z.record(z.string(), z.array(namedOption()))),
    notDeletedProductLearningPath: maybe(z.array(z.number())),
    productLearningPaths: maybe(z.array(titledRecord())),
  });

/** Lists learning paths in any state, drafts as well: await it for one page, iterate it for those of all pages. */
export const list = listOperation<ListLearningPathsParams, Page<LearningPathRecord>, LearningPathRecord>({
  name: "learningPaths.list",
  method: "GET",
  path: "/learningPath/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(z.looseObject({ name: z.optional(z.string()) })),
    }),
  response: () => page(learningPathRecord()),
});

/**
 * Reads a learning path with its courses and settings. The vendor documents the id as a query parameter; it is sent in
 * the path, as for every other record.
 */
export const get = operation<GetLearningPathParams, LearningPath>({
  name: "learningPaths.get",
  method: "GET",
  path: "/learningPath/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => learningPath(),
});

/**
 * Creates a learning path of at least two courses.
 *
 * @throws InvalidParamsError for fewer than two courses; nothing is sent.
 */
export const create = operation<CreateLearningPathParams, Saved>({
  name: "learningPaths.create",
  method: "POST",
  path: "/learningPath",
  params: () => z.strictObject(learningPathSettings()),
  response: () => saved(),
});

/**
 * Changes a learning path. Name, status and all of its courses are required, even if unchanged; whether an optional
 * field that is left out is kept or cleared is not documented. The vendor documents the id as a field of the body; it
 * is sent in the path, as for every other record.
 *
 * @throws InvalidParamsError for fewer than two courses; nothing is sent.
 */
export const update = operation<UpdateLearningPathParams, Saved>({
  name: "learningPaths.update",
  method: "PUT",
  path: "/learningPath/{id}",
  params: () => z.strictObject({ id: id(), ...learningPathSettings() }),
  response: () => saved(),
});

/**
 * Deletes the given learning paths that are not in use. Those with enrollments, and those that portals or products use,
 * are kept, and the reply still reports a success: check its lists.
 */
const remove = operation<DeleteLearningPathsParams, DeletedLearningPaths>({
  name: "learningPaths.delete",
  method: "DELETE",
  path: "/learningPath",
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () => deletedLearningPaths(),
});

/**
 * Copies a learning path; the user whose API key is used becomes its author. Neither the copy's id nor its name is
 * returned: look for it in `learningPaths.list`. All values are sent in the query, although it is a write.
 */
export const clone = operation<CloneLearningPathParams, Message>({
  name: "learningPaths.clone",
  method: "POST",
  path: "/learningPath/clone",
  query: ["learningPathId", "isDeepCopy"],
  params: () => z.strictObject({ learningPathId: id(), isDeepCopy: z.boolean() }),
  response: () => message(),
});

/**
 * Finds learning paths by a part of their name; `learningPaths.lookupAll` can also choose by portal. The vendor lists the
 * term as part of the path; it is sent in the query, as in its other lookups.
 */
export const lookup = operation<LookupLearningPathsParams, FoundLearningPaths>({
  name: "learningPaths.lookup",
  method: "GET",
  path: "/learningPath/lookup",
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.looseObject({ learning_paths: maybe(z.array(labeledOption())) }),
});

/** Lists learning paths with id and name only, all or those of a portal. */
export const lookupAll = operation<LookupAllLearningPathsParams, readonly NamedOption[]>({
  name: "learningPaths.lookupAll",
  method: "GET",
  path: "/learningPath/dropdown-list",
  params: () =>
    z.strictObject({
      portalId: z.optional(id()),
      type: z.optional(text()),
      search_term: z.optional(text()),
    }),
  response: () => z.array(namedOption()),
});

export { remove as delete };
