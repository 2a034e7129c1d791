import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { moduleStatusParams } from "../shared/module-schemas.ts";
import type { ModuleStatusParams } from "../shared/module-shapes.ts";
import { maybe, message, saved } from "../shared/replies.ts";
import type { Id, Message, Saved } from "../shared/shapes.ts";
import type { SurveyFieldType } from "./modules.ts";

/** A field of a survey with a learner's answer. */
export interface AnsweredSurveyField {
  readonly type?: SurveyFieldType | undefined;
  /** The question. */
  readonly label?: string | undefined;
  /** The answer: a text, or a number of stars. How several chosen options are written is not documented. */
  readonly submitted_value?: string | number | undefined;
  /** The labels of the options to choose from; `optionLabel` in `surveyModules.get`. */
  readonly options_label?: readonly unknown[] | undefined;
  /** The values of the options to choose from. */
  readonly options_value?: readonly unknown[] | undefined;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** A learner's answers to a survey. */
export interface SubmitSurveyParams extends ModuleStatusParams {
  /** The survey's text. */
  readonly content: string;
  /** The id of the survey's form, not of the module: most likely `formId` in the reply of `surveyModules.listCourses`. */
  readonly form_id: Id;
  /** The survey's name. */
  readonly name: string;
  readonly form_fields: readonly AnsweredSurveyField[];
}

/** A learner's answers to a survey: each answer has the place of its question. */
export interface SurveyStudentResponse {
  readonly question?: readonly string[] | null | undefined;
  /** The answers, ratings too, as texts. */
  readonly answer?: readonly string[] | null | undefined;
}

/**
 * Saves a learner's answers and returns the id of what was saved. That the survey is completed by it, the vendor does
 * not say: `complete` does that. Whether answering twice replaces or adds is not documented either.
 */
export const submit = operation<SubmitSurveyParams, Saved>({
  name: "surveyModules.submit",
  method: "POST",
  path: "/survey/submit",
  params: () =>
    z.strictObject({
      statusRowId: id(),
      content: text(),
      form_id: id(),
      name: text(),
      form_fields: z.array(
        z.looseObject({
          type: z.optional(text()),
          label: z.optional(z.string()),
          submitted_value: z.optional(z.union([z.string(), z.number()])),
          options_label: z.optional(z.array(z.unknown())),
          options_value: z.optional(z.array(z.unknown())),
        }),
      ),
    }),
  response: () => saved(),
});

/**
 * Marks a survey as completed for a learner, at 100%, answered or not. How to undo it is not documented; unlike other
 * modules, the reply does not say whether the course was completed by it.
 */
export const complete = operation<ModuleStatusParams, Message>({
  name: "surveyModules.complete",
  method: "POST",
  path: "/survey/mark-complete",
  query: ["statusRowId"],
  params: moduleStatusParams,
  response: () => message(),
});

/** Reads one learner's answers. The vendor's text calls it a list in pages, its parameters and sample have none. */
export const getStudentResponse = operation<ModuleStatusParams, SurveyStudentResponse>({
  name: "surveyModules.getStudentResponse",
  method: "GET",
  path: "/survey/student-response/{statusRowId}",
  params: moduleStatusParams,
  response: () => z.looseObject({ question: maybe(z.array(z.string())), answer: maybe(z.array(z.string())) }),
});
