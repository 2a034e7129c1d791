/**
 * Modules: the lessons that courses are made of, whatever their kind. What is specific to a kind is in the resource of
 * that kind, such as `textModules`.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, text } from "./fields.ts";
import { listModulesParams, moduleRecord } from "./shared/module-schemas.ts";
import type { ListModulesParams, ModuleRecord, ModuleType } from "./shared/module-shapes.ts";
import type { Page } from "./pagination.ts";
import {
  labeledOption,
  lookupOption,
  maybe,
  maybeNumber,
  maybeText,
  message,
  page,
} from "./shared/replies.ts";
import type { Id, LabeledOption, LookupOption, Message } from "./shared/shapes.ts";

/** Which modules or quizzes to look up. */
export interface LookupModulesParams {
  /** A part of the name. */
  readonly search_term: string;
}

/** A module to choose from. Its id and its name are duplicated. */
export interface ModuleOption {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly type?: ModuleType | null | undefined;
  /** HTML of an icon, never rendered by us: sanitize it before you show it. */
  readonly icon?: string | null | undefined;
  /** The id again. */
  readonly value?: number | null | undefined;
  /** The name again. */
  readonly label?: string | null | undefined;
}

/** A module to create. */
export interface CreateBlankModuleParams {
  readonly name: string;
  readonly type: ModuleType;
}

/** A new module. */
export interface CreatedModule {
  readonly id: number;
  /** HTML of an icon, never rendered by us: sanitize it before you show it. */
  readonly icon?: string | null | undefined;
}

/** What to change of several modules at once. What happens to an omitted field is not documented. */
export interface QuickEditModulesParams {
  /** Ids of modules of one kind. */
  readonly module_ids: readonly Id[];
  /** The kind of all of them. */
  readonly type: ModuleType;
  /** The id of the user who becomes their author. */
  readonly author_id?: Id | undefined;
  /** How often a learner may try again. */
  readonly noOfRetakesAllowed?: number | undefined;
  /** The minimum result to pass, in percent. */
  readonly minimumPassingMarks?: number | undefined;
}

/** Which modules to delete. */
export interface DeleteModulesParams {
  /** Ids of modules of one kind. */
  readonly delete_ids: readonly Id[];
  /** The kind of all of them. */
  readonly type: ModuleType;
}

/** Which module to copy, and how. */
export interface CloneModuleParams {
  readonly moduleId: Id;
  /** True shares the content: changes to the copy also change the original, despite the name. */
  readonly isDeepCopy: boolean;
}

/** How many submissions of a course are waiting. */
export interface CoursePendingSubmissions {
  /** The course's id. */
  readonly id: number;
  /** The course's name. */
  readonly name?: string | null | undefined;
  readonly totalSubmission?: number | null | undefined;
}

/** How many submissions are waiting. */
export interface PendingSubmissions {
  /** The total over all courses. */
  readonly totalPending?: number | null | undefined;
  /** Course by course. */
  readonly data?: readonly CoursePendingSubmissions[] | null | undefined;
}

const moduleOption = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    type: maybeText(),
    icon: maybeText(),
    value: maybeNumber(),
    label: maybeText(),
  });

const pendingSubmissions = () =>
  z.looseObject({
    totalPending: maybeNumber(),
    data: maybe(
      z.array(z.looseObject({ id: z.number(), name: maybeText(), totalSubmission: maybeNumber() })),
    ),
  });

/** Lists modules of all kinds: await it for one page, iterate it for all. */
export const list = listOperation<ListModulesParams, Page<ModuleRecord>, ModuleRecord>({
  name: "modules.list",
  method: "GET",
  path: "/module/list",
  params: listModulesParams,
  response: () => page(moduleRecord()),
});

/**
 * Finds modules by a part of their name, in one list without pages. The vendor requires it, so this cannot list all
 * modules.
 */
export const lookup = operation<LookupModulesParams, readonly ModuleOption[]>({
  name: "modules.lookup",
  method: "GET",
  path: "/module/lookup",
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.array(moduleOption()),
});

/** Finds quizzes by a part of their name; the reply has ids as `value` and names as `label`. */
export const lookupQuizzes = operation<LookupModulesParams, readonly LabeledOption[]>({
  name: "modules.lookupQuizzes",
  method: "GET",
  path: "/module/quiz/lookup",
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.array(labeledOption()),
});

/** Lists the kinds of modules of the portal: the values for `type`. */
export const lookupTypes = operation<NoParams, readonly LookupOption[]>({
  name: "modules.lookupTypes",
  method: "GET",
  path: "/module/type/lookup",
  response: () => z.array(lookupOption()),
});

/** Lists the kinds of questions that a survey can ask, such as `rating` or `dropdown`. */
export const lookupFormFieldTypes = operation<NoParams, readonly LookupOption[]>({
  name: "modules.lookupFormFieldTypes",
  method: "GET",
  path: "/module/formFieldType/lookup",
  response: () => z.array(lookupOption()),
});

/**
 * Creates an empty module with a name; fill it with the `update` of its kind. Its author is the user that the API key
 * belongs to.
 */
export const createBlank = operation<CreateBlankModuleParams, CreatedModule>({
  name: "modules.createBlank",
  method: "POST",
  path: "/module",
  params: () => z.strictObject({ name: text(), type: text() }),
  response: () => z.looseObject({ id: z.number(), icon: maybeText() }),
});

/**
 * Copies a module. The reply does not contain the copy's id: find it with `list`. Note `isDeepCopy`: true creates a
 * copy whose changes also change the original.
 */
export const clone = operation<CloneModuleParams, Message>({
  name: "modules.clone",
  method: "POST",
  path: "/module/clone",
  params: () => z.strictObject({ moduleId: id(), isDeepCopy: z.boolean() }),
  response: () => message(),
});

/**
 * Changes the author, retakes and passing mark of several modules of one kind at once. Retakes and passing mark apply
 * only to graded kinds; what the vendor does with them for others is not documented.
 */
export const quickEdit = operation<QuickEditModulesParams, Message>({
  name: "modules.quickEdit",
  method: "PUT",
  path: "/module/quick-edit",
  params: () =>
    z.strictObject({
      module_ids: ids(),
      type: text(),
      author_id: z.optional(id()),
      noOfRetakesAllowed: z.optional(z.int()),
      minimumPassingMarks: z.optional(z.int()),
    }),
  response: () => message(),
});

/**
 * Deletes modules of one kind permanently. The kind must be theirs: the vendor looks up the ids in the table of that
 * kind. Whether a module in a course is kept, and what happens to learners' results, is not documented.
 *
 * @returns Whatever the vendor answers: its page shows no reply.
 */
const remove = operation<DeleteModulesParams, unknown>({
  name: "modules.delete",
  method: "DELETE",
  path: "/module",
  params: () => z.strictObject({ delete_ids: ids(), type: text() }),
  response: () => z.unknown(),
});

/** Counts the submissions of learners that wait for an instructor, in all and course by course. */
export const countPendingSubmissions = operation<NoParams, PendingSubmissions>({
  name: "modules.countPendingSubmissions",
  method: "GET",
  path: "/module/pending-submissions",
  response: () => pendingSubmissions(),
});

export { remove as delete };
