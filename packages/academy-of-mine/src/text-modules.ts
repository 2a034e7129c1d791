/**
 * Text modules: lessons of a course that learners read.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, text } from "./fields.ts";
import {
  completionEstimateParams,
  getMembershipContentParams,
  getModuleDetailsParams,
  getModuleParams,
  lessonModuleFields,
  listModulesParams,
  membershipModuleFields,
  moduleProgressFields,
  moduleRecord,
  moduleStatusParams,
} from "./shared/module-schemas.ts";
import type {
  CompletionEstimateParams,
  GetMembershipContentParams,
  GetModuleDetailsParams,
  GetModuleParams,
  LessonModule,
  ListModulesParams,
  MembershipModule,
  ModuleProgress,
  ModuleRecord,
  ModuleStatusParams,
} from "./shared/module-shapes.ts";
import type { Page } from "./pagination.ts";
import { maybeFlag, message, page, saved } from "./shared/replies.ts";
import type { Id, Message, Saved } from "./shared/shapes.ts";

/** A text module to create. */
export interface CreateTextModuleParams extends CompletionEstimateParams {
  readonly name: string;
  /** HTML that learners see. */
  readonly content: string;
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion: boolean;
  /** Ids of module categories. */
  readonly categories?: readonly Id[] | undefined;
}

/** The new values of a text module. */
export interface UpdateTextModuleParams extends CreateTextModuleParams {
  /** The module's id. */
  readonly id: Id;
}

/** The outcome of completing a text module. */
export interface TextModuleProgress extends ModuleProgress {
  /** True if it was done; a reply with false is thrown as an error. */
  readonly is_success?: boolean | null | undefined;
}

const textModuleParams = () => ({
  name: text(),
  content: text(),
  trackCompletion: z.boolean(),
  ...completionEstimateParams(),
  categories: z.optional(ids()),
});

/**
 * Lists text modules: await it for one page, iterate it for all. The vendor documents no reply; the records are those
 * of its other module lists, which have the same text.
 */
export const list = listOperation<ListModulesParams, Page<ModuleRecord>, ModuleRecord>({
  name: "textModules.list",
  method: "GET",
  path: "/text/list",
  params: listModulesParams,
  response: () => page(moduleRecord()),
});

/** Reads a text module for editing, with the courses that contain it. A learner's progress is in `getDetails`. */
export const get = operation<GetModuleParams, LessonModule>({
  name: "textModules.get",
  method: "GET",
  path: "/text/{id}",
  params: getModuleParams,
  response: () => z.looseObject(lessonModuleFields()),
});

/** Creates a text module and returns its id. It is not in any course yet. */
export const create = operation<CreateTextModuleParams, Saved>({
  name: "textModules.create",
  method: "POST",
  path: "/text",
  params: () => z.strictObject(textModuleParams()),
  response: () => saved(),
});

/**
 * Replaces a text module's fields, in every course that contains it. Name, content and tracking are required; what
 * happens to the categories and the estimate when they are left out is not documented.
 */
export const update = operation<UpdateTextModuleParams, Message>({
  name: "textModules.update",
  method: "PUT",
  path: "/text/{id}",
  params: () => z.strictObject({ id: id(), ...textModuleParams() }),
  response: () => message(),
});

/**
 * Opens a text module as the course player does for a learner.
 *
 * @returns Whatever the vendor answers: its page shows no reply. Most likely `ModuleDetails`, as for PDF modules.
 */
export const getDetails = operation<GetModuleDetailsParams, unknown>({
  name: "textModules.getDetails",
  method: "GET",
  path: "/text/details/{registrationId}/{moduleId}/{portalId}",
  optional: ["portalId"],
  params: getModuleDetailsParams,
  response: () => z.unknown(),
});

/**
 * Marks a text module as completed for a learner, at 100%. That can complete the whole course: `course_newly_completed`
 * reports it. How to undo it is not documented.
 */
export const complete = operation<ModuleStatusParams, TextModuleProgress>({
  name: "textModules.complete",
  method: "POST",
  path: "/text/mark-complete",
  query: ["statusRowId"],
  params: moduleStatusParams,
  response: () => z.looseObject({ is_success: maybeFlag(), ...moduleProgressFields() }),
});

/** Opens a text module that is part of a membership, for the user that the API key belongs to. */
export const getMembershipContent = operation<GetMembershipContentParams, MembershipModule>({
  name: "textModules.getMembershipContent",
  method: "GET",
  path: "/text/membership-content",
  params: getMembershipContentParams,
  response: () => z.looseObject(membershipModuleFields()),
});
