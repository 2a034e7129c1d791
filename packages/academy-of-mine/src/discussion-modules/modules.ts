import type { RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import {
  completionEstimateFields,
  getModuleDetailsParams,
  getModuleParams,
  listModulesParams,
  moduleCourse,
  moduleFields,
  moduleRecordFields,
  nullableEstimateParams,
} from "../shared/module-schemas.ts";
import type {
  CompletionEstimate,
  GetModuleDetailsParams,
  GetModuleParams,
  ListModulesParams,
  Module,
  ModuleCourse,
  ModuleRecord,
} from "../shared/module-shapes.ts";
import type { Page } from "../pagination.ts";
import { maybe, maybeFlag, maybeNumber, message, page, saved } from "../shared/replies.ts";
import type { Id, Message, Saved } from "../shared/shapes.ts";

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
  /** The courses that contain it. */
  readonly courses?: readonly ModuleCourse[] | null | undefined;
}

/** A discussion to create. */
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

/** The new values of a discussion. */
export interface UpdateDiscussionModuleParams extends CreateDiscussionModuleParams {
  /** The module's id. */
  readonly id: Id;
}

const discussionParams = () => ({
  name: text(),
  content: text(),
  should_be_evaluated: z.boolean(),
  totalPoints: z.optional(z.int()),
  minComments: z.optional(z.int()),
  ...nullableEstimateParams(),
});

function evaluationRules(params: CreateDiscussionModuleParams): readonly RuleIssue[] {
  if (!params.should_be_evaluated || params.minComments !== undefined) return [];
  return [{ field: "minComments", expected: "is required when should_be_evaluated is true" }];
}

/** Lists discussions: await it for one page, iterate it for all. */
export const list = listOperation<ListModulesParams, Page<DiscussionModuleRecord>, DiscussionModuleRecord>({
  name: "discussionModules.list",
  method: "GET",
  path: "/discussion/list",
  params: listModulesParams,
  response: () => page(z.looseObject({ ...moduleRecordFields(), totalPoints: maybeNumber() })),
});

/** Reads a discussion for editing, with the courses that contain it. Its comments are in `listCommentTree`. */
export const get = operation<GetModuleParams, DiscussionModule>({
  name: "discussionModules.get",
  method: "GET",
  path: "/discussion/{id}",
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
 * Creates a discussion and returns its id. It is not in any course yet.
 *
 * @throws InvalidParamsError when it is evaluated and has no `minComments`; nothing is sent.
 */
export const create = operation<CreateDiscussionModuleParams, Saved>({
  name: "discussionModules.create",
  method: "POST",
  path: "/discussion",
  params: () => z.strictObject(discussionParams()),
  rules: evaluationRules,
  response: () => saved(),
});

/**
 * Replaces a discussion's fields, in every course that contains it. What happens to points, comments and estimate when
 * they are left out is not documented.
 *
 * @throws InvalidParamsError when it is evaluated and has no `minComments`; nothing is sent.
 */
export const update = operation<UpdateDiscussionModuleParams, Message>({
  name: "discussionModules.update",
  method: "PUT",
  path: "/discussion/{id}",
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
  optional: ["portalId"],
  params: getModuleDetailsParams,
  response: () => z.unknown(),
});
