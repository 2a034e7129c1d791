/**
 * Flash card modules: lessons of a course that consist of cards to turn.
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

/** The orientation of the cards. The vendor's examples spell it in several ways; its pages have no list. */
export type CardOrientation = OpenEnum<"portrait" | "landscape" | "horizontal">;

/** A flash card module, as its editor reads it. */
export interface FlashCardModule extends LessonModule {
  /** "Online" in the vendor's sample, which is none of the values that its examples send. */
  readonly orientation?: CardOrientation | null | undefined;
}

/** A flash card module to create. */
export interface CreateFlashCardModuleParams extends CompletionEstimateParams {
  readonly name: string;
  /** HTML that learners see. How it separates the cards is not documented. */
  readonly content: string;
  readonly orientation: CardOrientation;
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion: boolean;
  /** Ids of module categories. */
  readonly categories?: readonly Id[] | undefined;
}

/** What to change of a flash card module. Name and orientation are always required. */
export interface UpdateFlashCardModuleParams extends CompletionEstimate {
  /** The module's id. */
  readonly id: Id;
  readonly name: string;
  /** A list of strings on the vendor's page, a single HTML string in creation and replies: both are accepted. */
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

/** A learner's progress in the cards. */
export interface UpdateFlashCardProgressParams extends ModuleStatusParams {
  /** The portal that the learner takes the course in. */
  readonly portalId: Id;
  /** The place of the card that the learner sees; whether the first is 0 or 1 is not documented. */
  readonly cardIndex: number | string;
  /** How many cards the module has. */
  readonly totalCards: number | string;
}

/** A learner's progress after turning a card. */
export interface FlashCardProgress extends ModuleProgress {
  /** The learner's progress in the module, not the outcome of the call. */
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

/** Creates a flash card module and returns its id. It is not in any course yet. */
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
 * Changes a flash card module, in every course that contains it. What happens to omitted optional fields is not
 * documented.
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
 * `statusRowId`, which `updateProgress` requires.
 */
export const getDetails = operation<GetFlashCardDetailsParams, FlashCardModuleDetails>({
  name: "flashCardModules.getDetails",
  method: "GET",
  path: "/flashcard/details",
  params: () => z.strictObject({ registrationId: id(), moduleId: id() }),
  response: () => z.looseObject({ ...moduleDetailsFields(), trackCompletion: maybeFlag() }),
});

/**
 * Records which card a learner has seen. That can complete the module, and with it the course: check
 * `course_newly_completed`. All values are sent in the query.
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
