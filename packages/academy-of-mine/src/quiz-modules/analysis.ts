import * as z from "#zod";
import { pagedOperation } from "../operation.ts";
import { id, pageParams } from "../fields.ts";
import { type PageParams, recordsPager } from "../pagination.ts";
import { maybe, maybeNumber, maybeText } from "../shared/replies.ts";
import type { Id } from "../shared/shapes.ts";

/** Which questions to list. */
export interface ListQuestionAnalysesParams extends PageParams {
  /** The id of the quiz module. */
  readonly quiz_id: Id;
  /** What to search the questions by. The vendor names no column. Sent as JSON text, as in its other lists. */
  readonly search_param?: Readonly<Record<string, unknown>> | undefined;
}

/** How learners have answered a question. */
export interface QuizQuestionAnalysis {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The kind of question as text, such as "Multiple Choice". */
  readonly questionType?: string | null | undefined;
  /** The numbers of the correct options; whether they are ids or places is not documented. */
  readonly correctOption?: readonly number[] | null | undefined;
  /** How many percent of the learners chose an option, by the option's text. */
  readonly optionsWithPercentage?: Readonly<Record<string, number>> | null | undefined;
}

/** How learners did in a quiz on the whole. */
export interface QuizStatistics {
  readonly averageScore?: number | null | undefined;
  /** For example, "00:30:00". */
  readonly averageTimeSpent?: string | null | undefined;
  readonly totalSubmissions?: number | null | undefined;
}

/** How learners have answered a quiz. */
export interface QuizAnalysis {
  readonly quizName?: string | null | undefined;
  readonly totalSubmissions?: number | null | undefined;
  /** The questions of this page. */
  readonly questionDetails: readonly QuizQuestionAnalysis[];
  readonly totalQuestions?: number | null | undefined;
  /** How many questions match the search: the length of the list over all pages. */
  readonly recordsFiltered: number;
  readonly quizStatistics?: QuizStatistics | null | undefined;
  /** For example, "00:30:00". */
  readonly averageTimeSpent?: string | null | undefined;
  readonly totalAttempts?: number | null | undefined;
  /** The columns of an export, such as "optionName_1" and "markedPercentageOfOption_1". */
  readonly headers?: readonly string[] | null | undefined;
}

/** Whose answers to which question to list. */
export interface ListQuestionSubmissionsParams extends PageParams {
  /** The id of the quiz module. */
  readonly quiz_id: Id;
  readonly question_id: Id;
}

/** A learner's answer to a question. It has no id of the learner. */
export interface QuestionSubmission {
  readonly courseName?: string | null | undefined;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  /** The kind of question as text, such as "Multiple Choice". */
  readonly questionType?: string | null | undefined;
  /** The answer, such as "A". */
  readonly markedAnswer?: string | null | undefined;
  /** Whether it is correct, as text: "Yes" in the sample. */
  readonly isCorrectResponse?: string | null | undefined;
}

/** Answers to a question. */
export interface QuestionSubmissionPage {
  /** The length of the list over all pages; `recordsTotal` elsewhere. */
  readonly totalRecords: number;
  readonly records: readonly QuestionSubmission[];
}

const questionAnalysis = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    questionType: maybeText(),
    correctOption: maybe(z.array(z.number())),
    optionsWithPercentage: maybe(z.record(z.string(), z.number())),
  });

/**
 * Lists how learners have answered each question of a quiz: await it for one page with the figures of the whole quiz,
 * iterate it for all questions, which are in `questionDetails`. Although a POST, it only reads.
 */
export const listQuestionAnalyses = pagedOperation<
  ListQuestionAnalysesParams,
  QuizAnalysis,
  QuizQuestionAnalysis
>({
  name: "quizModules.listQuestionAnalyses",
  method: "POST",
  path: "/quiz/analysis",
  safe: true,
  encode: { search_param: "json" },
  params: () =>
    z.strictObject({ ...pageParams(), quiz_id: id(), search_param: z.optional(z.looseObject({})) }),
  response: () =>
    z.looseObject({
      quizName: maybeText(),
      totalSubmissions: maybeNumber(),
      questionDetails: z.array(questionAnalysis()),
      totalQuestions: maybeNumber(),
      recordsFiltered: z.int(),
      quizStatistics: maybe(
        z.looseObject({
          averageScore: maybeNumber(),
          averageTimeSpent: maybeText(),
          totalSubmissions: maybeNumber(),
        }),
      ),
      averageTimeSpent: maybeText(),
      totalAttempts: maybeNumber(),
      headers: maybe(z.array(z.string())),
    }),
  pager: recordsPager({ items: "questionDetails" }),
});

/** Lists learners' answers to one question of a quiz: await it for one page, iterate it for all. */
export const listQuestionSubmissions = pagedOperation<
  ListQuestionSubmissionsParams,
  QuestionSubmissionPage,
  QuestionSubmission
>({
  name: "quizModules.listQuestionSubmissions",
  method: "GET",
  path: "/quiz/questionSubmission/list",
  params: () => z.strictObject({ quiz_id: id(), question_id: id(), ...pageParams() }),
  response: () =>
    z.looseObject({
      totalRecords: z.int(),
      records: z.array(
        z.looseObject({
          courseName: maybeText(),
          firstName: maybeText(),
          lastName: maybeText(),
          questionType: maybeText(),
          markedAnswer: maybeText(),
          isCorrectResponse: maybeText(),
        }),
      ),
    }),
  pager: recordsPager({ total: "totalRecords" }),
});
