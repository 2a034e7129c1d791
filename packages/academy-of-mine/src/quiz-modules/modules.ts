import type { RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import {
  completionEstimateParams,
  getModuleParams,
  listModulesParams,
  moduleFields,
  moduleRecordFields,
} from "../shared/module-schemas.ts";
import type {
  CompletionEstimateParams,
  GetModuleParams,
  ListModulesParams,
  Module,
  ModuleRecord,
} from "../shared/module-shapes.ts";
import type { Page } from "../pagination.ts";
import { labeledOption, maybe, maybeFlag, maybeNumber, maybeText, page, saved } from "../shared/replies.ts";
import type { Id, LabeledOption, OpenEnum, Saved } from "../shared/shapes.ts";

/** The source of a quiz's questions: `static` has its own questions, `dynamic` draws them from categories. */
export type QuizType = OpenEnum<"static" | "dynamic">;

/** When learners see the correct answers; the last means: once they cannot try again. */
export type ShowCorrectAnswer = OpenEnum<"always" | "never" | "not_till_retake_allowed">;

/** A quiz in the list. */
export interface QuizModuleRecord extends ModuleRecord {
  readonly totalQuestions?: number | null | undefined;
}

/** A question of a quiz, by name. */
export interface QuizQuestionTitle {
  readonly id: number;
  readonly title?: string | null | undefined;
}

/** A quiz, as its editor reads it. The estimate, which `create` and `update` take, is not in the sample. */
export interface QuizModule extends Module {
  readonly type?: QuizType | null | undefined;
  readonly shuffleQuestions?: boolean | null | undefined;
  /** Whether the questions come in a fixed order. */
  readonly forceSequential?: boolean | null | undefined;
  /** Whether each answer is graded immediately. */
  readonly realTimeGrading?: boolean | null | undefined;
  readonly showCorrectAnswerOption?: ShowCorrectAnswer | null | undefined;
  /** How often learners may try again; 0 for as often as they like. */
  readonly noOfRetakesAllowed?: number | null | undefined;
  /** The minimum percentage to pass; null if there is none. */
  readonly minimumPassingMarks?: number | null | undefined;
  /** The questions of a static quiz. */
  readonly questions?: readonly QuizQuestionTitle[] | null | undefined;
  /** The categories of a dynamic quiz; empty in the vendor's sample. */
  readonly questionCategories?: readonly unknown[] | null | undefined;
  /** The minutes of the time limit, as a text; empty if there is none. */
  readonly maxSpentMinutes?: string | null | undefined;
  /** The hours of the time limit, as a text; empty if there is none. */
  readonly maxSpentHour?: string | null | undefined;
}

/**
 * A question for a quiz. How it is to be written is not documented: most likely as its id, or as an object like those in
 * the reply of `quizModules.get`.
 */
export type QuizQuestionChoice = Id | { readonly id: Id; readonly [field: string]: unknown };

/**
 * A category that a quiz draws questions from. How it is to be written is not documented: most likely as an object like
 * those in the reply of `quizModules.getContent`, or as its id.
 */
export type QuizCategoryChoice = Id | { readonly categoryId: Id; readonly [field: string]: unknown };

/** A quiz to create. */
export interface CreateQuizModuleParams extends CompletionEstimateParams {
  readonly name: string;
  /** HTML that learners see before the quiz. */
  readonly content?: string | undefined;
  readonly type: QuizType;
  readonly showCorrectAnswerOption: ShowCorrectAnswer;
  readonly shuffleQuestions?: boolean | undefined;
  /** Whether the questions come in a fixed order. */
  readonly forceSequential?: boolean | undefined;
  /** Whether each answer is graded immediately. */
  readonly realTimeGrading?: boolean | undefined;
  /** How often learners may try again; 0 for as often as they like. */
  readonly noOfRetakesAllowed?: number | undefined;
  /** The minimum percentage to pass. */
  readonly minimumPassingMarks?: number | undefined;
  /** The questions; required for a static quiz. The vendor's sample has a word here: a string is sent unchanged. */
  readonly questions?: readonly QuizQuestionChoice[] | string | undefined;
  /** The categories; required for a dynamic quiz. The vendor's sample has a word here: a string is sent unchanged. */
  readonly questionCategories?: readonly QuizCategoryChoice[] | string | undefined;
  /** The hours of the time limit. */
  readonly maxSpentHour?: number | undefined;
  /** The minutes of the time limit, in addition to its hours. */
  readonly maxSpentMinutes?: number | undefined;
}

/** The new values of a quiz. */
export interface UpdateQuizModuleParams extends CreateQuizModuleParams {
  /** The module's id. The vendor's page names no id for this operation. */
  readonly id: Id;
  /** How often learners may try again; 9999 at most. */
  readonly noOfRetakesAllowed?: number | undefined;
  /** The questions; required for a static quiz. */
  readonly questions?: readonly QuizQuestionChoice[] | undefined;
  /** The categories; required for a dynamic quiz. */
  readonly questionCategories?: readonly QuizCategoryChoice[] | undefined;
}

/** Which quizzes to offer. */
export interface LookupQuizModulesParams {
  /** The quiz's name or a part of it. */
  readonly search_term: string;
}

/** How many questions of a category a dynamic quiz draws. */
export interface QuizCategory {
  readonly categoryId?: number | null | undefined;
  readonly numOfQuestions?: number | null | undefined;
}

/** A question of a quiz with its text. */
export interface QuizQuestion {
  readonly id: number;
  readonly title?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
  /** The kind of question, such as "multiple_choice". */
  readonly type?: string | null | undefined;
  readonly hint?: string | null | undefined;
  /** Why the correct answer is correct. */
  readonly explanation?: string | null | undefined;
}

/** A quiz with its questions. */
export interface QuizContent extends Module {
  readonly type?: QuizType | null | undefined;
  readonly shuffleQuestions?: boolean | null | undefined;
  /** Whether the questions come in a fixed order. */
  readonly forceSequential?: boolean | null | undefined;
  /** Whether each answer is graded immediately. */
  readonly realTimeGrading?: boolean | null | undefined;
  readonly showCorrectAnswerOption?: ShowCorrectAnswer | null | undefined;
  /** How often learners may try again; 0 for as often as they like. */
  readonly noOfRetakesAllowed?: number | null | undefined;
  readonly questionCategories?: readonly QuizCategory[] | null | undefined;
  readonly questions?: readonly QuizQuestion[] | null | undefined;
}

/**
 * Which quiz to read. All but the id look like fields of the reply that the vendor's page has in the wrong table; most
 * are required there, and so are they here.
 */
export interface GetQuizContentParams {
  /** The module's id. */
  readonly id: Id;
  readonly name: string;
  readonly content: string;
  readonly type: QuizType;
  readonly shuffleQuestions?: boolean | undefined;
  readonly forceSequential?: boolean | undefined;
  readonly realTimeGrading?: boolean | undefined;
  readonly slug: string;
  readonly showCorrectAnswerOption: ShowCorrectAnswer;
  readonly noOfRetakesAllowed: number | string;
  /** As in the vendor's example: category ids with numbers of questions. Sent as JSON text. */
  readonly questionCategories: readonly Readonly<Record<string, unknown>>[];
  /** As in the vendor's example: questions with their texts. Sent as JSON text. */
  readonly questions: readonly Readonly<Record<string, unknown>>[];
}

const settingsFields = () => ({
  type: maybeText(),
  shuffleQuestions: maybeFlag(),
  forceSequential: maybeFlag(),
  realTimeGrading: maybeFlag(),
  showCorrectAnswerOption: maybeText(),
  noOfRetakesAllowed: maybeNumber(),
});

const questionChoices = () => z.array(z.union([id(), z.looseObject({ id: id() })]));
const categoryChoices = () => z.array(z.union([id(), z.looseObject({ categoryId: id() })]));

const quizParams = () => ({
  name: text(),
  content: z.optional(text()),
  type: text(),
  showCorrectAnswerOption: text(),
  shuffleQuestions: z.optional(z.boolean()),
  forceSequential: z.optional(z.boolean()),
  realTimeGrading: z.optional(z.boolean()),
  minimumPassingMarks: z.optional(z.int()),
  ...completionEstimateParams(),
});

function questionRules(params: CreateQuizModuleParams): readonly RuleIssue[] {
  const { type, questions, questionCategories } = params;
  if (type === "static" && questions === undefined) {
    return [{ field: "questions", expected: 'is required when type is "static"' }];
  }
  if (type === "dynamic" && questionCategories === undefined) {
    return [{ field: "questionCategories", expected: 'is required when type is "dynamic"' }];
  }
  return [];
}

/** Lists quizzes: await it for one page, iterate it for all. */
export const list = listOperation<ListModulesParams, Page<QuizModuleRecord>, QuizModuleRecord>({
  name: "quizModules.list",
  method: "GET",
  path: "/quiz/list",
  params: listModulesParams,
  response: () => page(z.looseObject({ ...moduleRecordFields(), totalQuestions: maybeNumber() })),
});

/**
 * Finds quizzes whose names contain a text, as ids and names for a form control. `modules.lookupQuizzes` does the same.
 */
export const lookup = operation<LookupQuizModulesParams, readonly LabeledOption[]>({
  name: "quizModules.lookup",
  method: "GET",
  path: "/quiz/lookup",
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.array(labeledOption()),
});

/** Reads a quiz for editing, its questions by name only; `getContent` has their texts. */
export const get = operation<GetModuleParams, QuizModule>({
  name: "quizModules.get",
  method: "GET",
  path: "/quiz/{id}",
  params: getModuleParams,
  response: () =>
    z.looseObject({
      ...moduleFields(),
      ...settingsFields(),
      minimumPassingMarks: maybeNumber(),
      questions: maybe(z.array(z.looseObject({ id: z.number(), title: maybeText() }))),
      questionCategories: maybe(z.array(z.unknown())),
      maxSpentMinutes: maybeText(),
      maxSpentHour: maybeText(),
    }),
});

/**
 * Reads a quiz with the texts of its questions. Should the vendor refuse the parameters that its page asks for, the id
 * alone is sent by `request("GET", "/quiz/content", { query: { id } })`.
 */
export const getContent = operation<GetQuizContentParams, QuizContent>({
  name: "quizModules.getContent",
  method: "GET",
  path: "/quiz/content",
  encode: { questionCategories: "json", questions: "json" },
  params: () =>
    z.strictObject({
      id: id(),
      name: text(),
      content: text(),
      type: text(),
      shuffleQuestions: z.optional(z.boolean()),
      forceSequential: z.optional(z.boolean()),
      realTimeGrading: z.optional(z.boolean()),
      slug: text(),
      showCorrectAnswerOption: text(),
      noOfRetakesAllowed: z.union([z.int(), text()]),
      questionCategories: z.array(z.looseObject({})),
      questions: z.array(z.looseObject({})),
    }),
  response: () =>
    z.looseObject({
      ...moduleFields(),
      ...settingsFields(),
      questionCategories: maybe(
        z.array(z.looseObject({ categoryId: maybeNumber(), numOfQuestions: maybeNumber() })),
      ),
      questions: maybe(
        z.array(
          z.looseObject({
            id: z.number(),
            title: maybeText(),
            content: maybeText(),
            type: maybeText(),
            hint: maybeText(),
            explanation: maybeText(),
          }),
        ),
      ),
    }),
});

/**
 * Creates a quiz and returns its id. It is not in any course yet.
 *
 * @throws InvalidParamsError when a static quiz has no questions or a dynamic one no categories; nothing is sent.
 */
export const create = operation<CreateQuizModuleParams, Saved>({
  name: "quizModules.create",
  method: "POST",
  path: "/quiz",
  params: () =>
    z.strictObject({
      ...quizParams(),
      noOfRetakesAllowed: z.optional(z.int()),
      questions: z.optional(z.union([questionChoices(), text()])),
      questionCategories: z.optional(z.union([categoryChoices(), text()])),
      maxSpentHour: z.optional(z.int()),
      maxSpentMinutes: z.optional(z.int()),
    }),
  rules: questionRules,
  response: () => saved(),
});

/**
 * Changes a quiz and its questions, in every course that contains it. What that does to attempts under way, and to
 * fields that are left out, is not documented.
 *
 * @throws InvalidParamsError when a static quiz has no questions or a dynamic one no categories; nothing is sent.
 */
export const update = operation<UpdateQuizModuleParams, Saved>({
  name: "quizModules.update",
  method: "PUT",
  path: "/quiz/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      ...quizParams(),
      noOfRetakesAllowed: z.optional(z.int().check(z.lte(9999))),
      questions: z.optional(questionChoices()),
      questionCategories: z.optional(categoryChoices()),
      maxSpentHour: z.optional(z.int().check(z.gte(0))),
      maxSpentMinutes: z.optional(z.int().check(z.gte(0))),
    }),
  rules: questionRules,
  response: () => saved(),
});
