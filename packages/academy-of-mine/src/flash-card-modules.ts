/**
 * Flash card modules: lessons of a course that are a stack of cards to turn.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { decimal, id, ids, text } from "./fields.ts";
import {
  completionEstimateParams,
  getMembershipContentParams,
  getModuleParams,
  lessonModuleFields,
  listModulesParams,
  membershipModuleFields,
  moduleDetailsFields,
  moduleProgressFields,
  moduleRecord,
  nullableEstimateParams,
} from "./shared/module-schemas.ts";
import type {
  CompletionEstimate,
  CompletionEstimateParams,
  GetMembershipContentParams,
  GetModuleParams,
  LessonModule,
  ListModulesParams,
  MembershipModule,
  ModuleDetails,
  ModuleProgress,
  ModuleRecord,
  ModuleStatus,
  ModuleStatusParams,
} from "./shared/module-shapes.ts";
import type { Page } from "./pagination.ts";
import { maybeFlag, maybeText, message, page, saved } from "./shared/replies.ts";
import type { Id, Message, OpenEnum, Saved } from "./shared/shapes.ts";

/** How the cards lie, as the vendor's examples spell it in several ways; its pages give no list. */
export type CardOrientation = OpenEnum<"portrait" | "landscape" | "horizontal">;

/** A flash card module, as its editor reads it. */
export interface FlashCardModule extends LessonModule {
  /** "Online" in the vendor's sample, which is none of the values that its examples send. */
  readonly orientation?: CardOrientation | null | undefined;
}

/** A flash card module to make. */
export interface CreateFlashCardModuleParams extends CompletionEstimateParams {
  readonly name: string;
  /** HTML that learners see. How it tells one card from the next is not documented. */
  readonly content: string;
  readonly orientation: CardOrientation;
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion: boolean;
  /** Ids of module categories. */
  readonly categories?: readonly Id[] | undefined;
}

/** What to change of a flash card module. Name and orientation must be given in any case. */
export interface UpdateFlashCardModuleParams extends CompletionEstimate {
  /** The module's id. */
  readonly id: Id;
  readonly name: string;
  /** A list of texts on the vendor's page, where creation and replies have one text of HTML: both are taken. */
  readonly content?: string | readonly string[] | undefined;
  readonly orientation: CardOrientation;
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion?: boolean | undefined;
  /** Ids of module categories. */
  readonly categories?: readonly Id[] | undefined;
}

/** Which flash card module to open in the course player. */
export interface GetFlashCardDetailsParams {
  /** The id of the learner's registration for the course. */
  readonly registrationId: Id;
  readonly moduleId: Id;
}

/** A flash card module as the course player opens it for a learner. Its sample has no `orientation`. */
export interface FlashCardModuleDetails extends ModuleDetails {
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion?: boolean | null | undefined;
}

/** How far a learner is in the cards. */
export interface UpdateFlashCardProgressParams extends ModuleStatusParams {
  /** The portal that the learner takes the course in. */
  readonly portalId: Id;
  /** The place of the card that the learner sees; whether the first is 0 or 1 is not documented. */
  readonly cardIndex: number | string;
  /** How many cards the module has. */
  readonly totalCards: number | string;
}

/** Where a learner stands after turning a card. */
export interface FlashCardProgress extends ModuleProgress {
  /** Where the learner stands in the module, not how the call ended. */
  readonly status?: ModuleStatus | null | undefined;
}

/** A flash card module as a member opens it outside of a course. */
export interface MembershipFlashCardModule extends MembershipModule {
  readonly orientation?: CardOrientation | null | undefined;
}

/**
 * Lists flash card modules: await it for one page, iterate it for all. The vendor's example of a search is not valid
 * JSON; it is sent as valid JSON.
 */
export const list = listOperation<ListModulesParams, Page<ModuleRecord>, ModuleRecord>({
  name: "flashCardModules.list",
  method: "GET",
  path: "/flashcard/list",
  params: listModulesParams,
  response: () => page(moduleRecord()),
});

/** Reads a flash card module for editing. A learner's progress is in `getDetails`. */
export const get = operation<GetModuleParams, FlashCardModule>({
  name: "flashCardModules.get",
  method: "GET",
  path: "/flashcard/{id}",
  params: getModuleParams,
  response: () => z.looseObject({ ...lessonModuleFields(), orientation: maybeText() }),
});

/** Makes a flash card module and gives its id. It is in no course yet. */
export const create = operation<CreateFlashCardModuleParams, Saved>({
  name: "flashCardModules.create",
  method: "POST",
  path: "/flashcard",
  params: () =>
    z.strictObject({
      name: text(),
      content: text(),
      orientation: text(),
      trackCompletion: z.boolean(),
      categories: z.optional(ids()),
      ...completionEstimateParams(),
    }),
  response: () => saved(),
});

/**
 * Changes a flash card module, in every course that holds it. What happens to optional fields that are left out is
 * not documented.
 */
export const update = operation<UpdateFlashCardModuleParams, Message>({
  name: "flashCardModules.update",
  method: "PUT",
  path: "/flashcard/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      name: text(),
      content: z.optional(z.union([text(), z.array(z.string())])),
      orientation: text(),
      trackCompletion: z.optional(z.boolean()),
      categories: z.optional(ids()),
      ...nullableEstimateParams(),
    }),
  response: () => message(),
});

/**
 * Opens a flash card module as the course player does for a learner, with the other modules of the course and
 * `statusRowId`, which `updateProgress` wants.
 */
export const getDetails = operation<GetFlashCardDetailsParams, FlashCardModuleDetails>({
  name: "flashCardModules.getDetails",
  method: "GET",
  path: "/flashcard/details",
  params: () => z.strictObject({ registrationId: id(), moduleId: id() }),
  response: () => z.looseObject({ ...moduleDetailsFields(), trackCompletion: maybeFlag() }),
});

/**
 * Notes for a learner which card was seen. That can complete the module, and with it the course:
 * `course_newly_completed` tells. All values go in the query.
 */
export const updateProgress = operation<UpdateFlashCardProgressParams, FlashCardProgress>({
  name: "flashCardModules.updateProgress",
  method: "PUT",
  path: "/flashcard/update-progress",
  query: ["portalId", "statusRowId", "cardIndex", "totalCards"],
  params: () =>
    z.strictObject({ portalId: id(), statusRowId: id(), cardIndex: decimal(), totalCards: decimal() }),
  response: () => z.looseObject({ status: maybeText(), ...moduleProgressFields() }),
});

/** Opens a flash card module that is part of a membership, for the user that the API key belongs to. */
export const getMembershipContent = operation<GetMembershipContentParams, MembershipFlashCardModule>({
  name: "flashCardModules.getMembershipContent",
  method: "GET",
  path: "/flashcard/membership-content",
  params: getMembershipContentParams,
  response: () => z.looseObject({ ...membershipModuleFields(), orientation: maybeText() }),
});
