import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import {
  completionEstimateParams,
  getModuleDetailsParams,
  getModuleParams,
  listModulesParams,
  moduleFields,
  moduleRecord,
} from "../shared/module-schemas.ts";
import type {
  CompletionEstimateParams,
  GetModuleDetailsParams,
  GetModuleParams,
  ListModulesParams,
  Module,
  ModuleRecord,
} from "../shared/module-shapes.ts";
import type { Page } from "../pagination.ts";
import { maybe, maybeFlag, maybeText, page, saved } from "../shared/replies.ts";
import type { Id, OpenEnum, Saved } from "../shared/shapes.ts";

/** The kind of a survey's field, as the vendor's text names them; `modules.lookupFormFieldTypes` has the whole list. */
export type SurveyFieldType = OpenEnum<"text" | "textarea" | "radio" | "dropdown" | "rating">;

/** What happens to a learner's answers: they are kept in the portal, or sent by e-mail. */
export type SurveySubmitOption = OpenEnum<"save_to_db" | "send_email">;

/** A field of a survey. */
export interface SurveyField {
  readonly id: number;
  readonly type?: SurveyFieldType | null | undefined;
  /** The question. */
  readonly label?: string | null | undefined;
  readonly defaultValue?: string | null | undefined;
  readonly isRequired?: boolean | null | undefined;
  /** The options to choose from; empty in the vendor's sample. */
  readonly optionLabel?: readonly unknown[] | null | undefined;
}

/** A survey, as its editor reads it. The estimate, which `update` takes, is not in the sample. */
export interface SurveyModule extends Module {
  /** Null in the vendor's sample; most likely where the learner goes after the survey. */
  readonly redirect?: unknown;
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion?: boolean | null | undefined;
  readonly submitButtonText?: string | null | undefined;
  readonly submitOption?: SurveySubmitOption | null | undefined;
  readonly fields?: readonly SurveyField[] | null | undefined;
}

/** A field for a survey. The vendor does not say which of these it needs; its sample has them all. */
export interface SurveyFieldInput {
  readonly type?: SurveyFieldType | undefined;
  /** The question. */
  readonly label?: string | undefined;
  readonly defaultValue?: string | undefined;
  readonly isRequired?: boolean | undefined;
  /** The options to choose from. How they are written is not documented: the vendor's sample has none. */
  readonly optionLabel?: readonly unknown[] | undefined;
  /** Any other field, such as the `id` of a field that is there already. */
  readonly [field: string]: unknown;
}

/** A survey to create. */
export interface CreateSurveyModuleParams {
  readonly name: string;
  /** HTML that learners see above the form. */
  readonly content?: string | undefined;
  readonly submitButtonText: string;
  readonly submitOption: SurveySubmitOption;
  readonly fields: readonly SurveyFieldInput[];
}

/** What to change of a survey. The vendor calls the estimate minutes, next to a unit that may be another. */
export interface UpdateSurveyModuleParams extends CompletionEstimateParams {
  /** The module's id. */
  readonly id: Id;
  readonly name: string;
  /** HTML that learners see above the form. */
  readonly content?: string | undefined;
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion?: boolean | undefined;
  readonly submitButtonText?: string | undefined;
  readonly submitOption?: SurveySubmitOption | undefined;
  /** The fields. Objects as in `create`; the vendor's sample has a word. */
  readonly fields?: readonly SurveyFieldInput[] | undefined;
}

const surveyFieldInput = () =>
  z.looseObject({
    type: z.optional(text()),
    label: z.optional(z.string()),
    defaultValue: z.optional(z.string()),
    isRequired: z.optional(z.boolean()),
    optionLabel: z.optional(z.array(z.unknown())),
  });

/**
 * Lists surveys: await it for one page, iterate it for all. The vendor names no column to search by; those of its other
 * modules are most likely right. Order and search are sent as JSON text, as in all its lists, although its page calls
 * them objects here.
 */
export const list = listOperation<ListModulesParams, Page<ModuleRecord>, ModuleRecord>({
  name: "surveyModules.list",
  method: "GET",
  path: "/survey/list",
  params: listModulesParams,
  response: () => page(moduleRecord()),
});

/** Reads a survey with its fields, for editing. */
export const get = operation<GetModuleParams, SurveyModule>({
  name: "surveyModules.get",
  method: "GET",
  path: "/survey/{id}",
  params: getModuleParams,
  response: () =>
    z.looseObject({
      ...moduleFields(),
      redirect: z.optional(z.unknown()),
      trackCompletion: maybeFlag(),
      submitButtonText: maybeText(),
      submitOption: maybeText(),
      fields: maybe(
        z.array(
          z.looseObject({
            id: z.number(),
            type: maybeText(),
            label: maybeText(),
            defaultValue: maybeText(),
            isRequired: maybeFlag(),
            optionLabel: maybe(z.array(z.unknown())),
          }),
        ),
      ),
    }),
});

/**
 * Creates a survey and returns its id. It is not in any course yet, and only `update` takes tracking and an estimate.
 */
export const create = operation<CreateSurveyModuleParams, Saved>({
  name: "surveyModules.create",
  method: "POST",
  path: "/survey",
  params: () =>
    z.strictObject({
      name: text(),
      content: z.optional(text()),
      submitButtonText: text(),
      submitOption: text(),
      fields: z.array(surveyFieldInput()),
    }),
  response: () => saved(),
});

/**
 * Changes a survey, in every course that contains it. What a new list of fields does to answers that are there, and
 * whether omitted fields are kept, is not documented.
 */
export const update = operation<UpdateSurveyModuleParams, Saved>({
  name: "surveyModules.update",
  method: "PUT",
  path: "/survey/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      name: text(),
      content: z.optional(text()),
      trackCompletion: z.optional(z.boolean()),
      ...completionEstimateParams(),
      submitButtonText: z.optional(text()),
      submitOption: z.optional(text()),
      fields: z.optional(z.array(surveyFieldInput())),
    }),
  response: () => saved(),
});

/**
 * Opens a survey as the course player does for a learner.
 *
 * @returns Whatever the vendor answers: its page shows no reply. Its text names fields of `ModuleDetails` and the form.
 */
export const getDetails = operation<GetModuleDetailsParams, unknown>({
  name: "surveyModules.getDetails",
  method: "GET",
  path: "/survey/details/{registrationId}/{moduleId}/{portalId}",
  optional: ["portalId"],
  params: getModuleDetailsParams,
  response: () => z.unknown(),
});
