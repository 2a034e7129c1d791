/**
 * PowerPoint modules: lessons of a course that are slides, shown in a viewer by Microsoft or Google.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, text } from "./fields.ts";
import {
  completionEstimateParams,
  documentModuleDetails,
  getMembershipContentParams,
  getModuleDetailsParams,
  getModuleParams,
  lessonModuleFields,
  listModulesParams,
  membershipModuleFields,
  moduleRecord,
} from "./shared/module-schemas.ts";
import type {
  CompletionEstimateParams,
  DocumentModuleDetails,
  GetMembershipContentParams,
  GetModuleDetailsParams,
  GetModuleParams,
  LessonModule,
  ListModulesParams,
  MembershipModule,
  ModuleRecord,
} from "./shared/module-shapes.ts";
import type { Page } from "./pagination.ts";
import { maybeText, message, page, saved } from "./shared/replies.ts";
import type { Id, Message, OpenEnum, Saved } from "./shared/shapes.ts";

/** The viewer that shows the slides. */
export type PowerpointViewer = OpenEnum<"microsoft_office" | "google_viewer">;

/** A PowerPoint module to create. The vendor calls the estimate minutes, next to an example whose unit is `hour`. */
export interface CreatePowerpointModuleParams extends CompletionEstimateParams {
  readonly name: string;
  readonly viewer: PowerpointViewer;
  /** HTML that learners see next to the slides. */
  readonly content?: string | undefined;
  /** The URL of the slides, or their path in the portal. */
  readonly url: string;
  /** Ids of module categories as numbers, names of new ones as texts: a new name creates the category. */
  readonly categories?: readonly Id[] | undefined;
}

/** The new values of a PowerPoint module. */
export interface UpdatePowerpointModuleParams extends CompletionEstimateParams {
  /** The module's id. */
  readonly id: Id;
  /** The viewer. The vendor's sample has the HTML of an `iframe` instead of a viewer's name. */
  readonly viewer: PowerpointViewer;
  readonly name: string;
  /** HTML that learners see next to the slides. */
  readonly content: string;
  /** The URL of the slides, or their path in the portal. */
  readonly url: string;
  /** Ids of module categories as numbers, names of new ones as texts: a new name creates the category. */
  readonly categories?: readonly Id[] | undefined;
}

/** A PowerPoint module as a member opens it outside of a course. */
export interface MembershipPowerpointModule extends MembershipModule {
  readonly viewer?: PowerpointViewer | null | undefined;
  /** The URL of the viewer with the slides; without `https:` before it in the vendor's sample. */
  readonly url?: string | null | undefined;
}

function estimateRules(params: CompletionEstimateParams): readonly RuleIssue[] {
  const { estimatedCompletion, estimationCompletedUnit } = params;
  if (estimatedCompletion === undefined || estimationCompletedUnit !== undefined) return [];
  return [{ field: "estimationCompletedUnit", expected: "is required together with estimatedCompletion" }];
}

/** Lists PowerPoint modules: await it for one page, iterate it for all. */
export const list = listOperation<ListModulesParams, Page<ModuleRecord>, ModuleRecord>({
  name: "powerpointModules.list",
  method: "GET",
  path: "/powerpoint/list",
  params: listModulesParams,
  response: () => page(moduleRecord()),
});

/**
 * Reads a PowerPoint module for editing. The sample has neither the viewer nor the URL of the slides;
 * `getMembershipContent` has both.
 */
export const get = operation<GetModuleParams, LessonModule>({
  name: "powerpointModules.get",
  method: "GET",
  path: "/powerpoint/{id}",
  params: getModuleParams,
  response: () => z.looseObject(lessonModuleFields()),
});

/**
 * Creates a PowerPoint module from slides that are already uploaded or public, and returns its id. All fields are sent
 * in the query, as on the vendor's page, so long content may exceed the vendor's limit for URLs. Categories are sent in
 * Laravel's form, `categories[]=1`; the vendor's example repeats `categories=1`.
 */
export const create = operation<CreatePowerpointModuleParams, Saved>({
  name: "powerpointModules.create",
  method: "POST",
  path: "/powerpoint",
  query: ["name", "viewer", "content", "url", "estimatedCompletion", "estimationCompletedUnit", "categories"],
  encode: { categories: "brackets" },
  params: () =>
    z.strictObject({
      name: text(),
      viewer: text(),
      content: z.optional(text()),
      url: text(),
      categories: z.optional(ids()),
      ...completionEstimateParams(),
    }),
  rules: estimateRules,
  response: () => saved(),
});

/**
 * Replaces a PowerPoint module's fields, in every course that contains it. What happens to the categories and the
 * estimate when they are left out is not documented.
 */
export const update = operation<UpdatePowerpointModuleParams, Message>({
  name: "powerpointModules.update",
  method: "PUT",
  path: "/powerpoint/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      viewer: text(),
      name: text(),
      content: text(),
      url: text(),
      categories: z.optional(ids()),
      ...completionEstimateParams(),
    }),
  rules: estimateRules,
  response: () => message(),
});

/**
 * Opens a PowerPoint module as the course player does for a learner. `course_newly_completed` in the reply suggests that
 * opening it counts as progress. The sample has no address of the slides.
 */
export const getDetails = operation<GetModuleDetailsParams, DocumentModuleDetails>({
  name: "powerpointModules.getDetails",
  method: "GET",
  path: "/powerpoint/details/{registrationId}/{moduleId}/{portalId}",
  optional: ["portalId"],
  params: getModuleDetailsParams,
  response: () => documentModuleDetails(),
});

/**
 * Opens a PowerPoint module, with the URL of its slides, for the user that the API key belongs to. That it is meant for
 * memberships is deduced from the other kinds of modules: the vendor's text does not say so.
 */
export const getMembershipContent = operation<GetMembershipContentParams, MembershipPowerpointModule>({
  name: "powerpointModules.getMembershipContent",
  method: "GET",
  path: "/powerpoint/membership-content",
  params: getMembershipContentParams,
  response: () => z.looseObject({ ...membershipModuleFields(), viewer: maybeText(), url: maybeText() }),
});
