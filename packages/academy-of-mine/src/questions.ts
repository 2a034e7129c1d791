/**
 * Questions: the question bank of quiz modules.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import {
  labeledOption,
  maybe,
  maybeFlag,
  maybeNumber,
  maybeText,
  message,
  namedOption,
  page,
  saved,
} from "./shared/replies.ts";
import type { Id, LabeledOption, Message, NamedOption, OpenEnum, Ordering, Saved } from "./shared/shapes.ts";

/**
 * How a question is answered. The vendor lists the first three; `match_answers` is only in the description of
 * `matchPossibilities`.
 */
export type QuestionType = OpenEnum<
  "multiple_choice" | "multiple_correct" | "short_answers" | "match_answers"
>;

/** A question in a list. */
export interface QuestionSummary {
  readonly id: number;
  readonly title?: string | null | undefined;
  readonly type?: QuestionType | null | undefined;
  /** The type as display text. */
  readonly display_type?: string | null | undefined;
  /** Names of categories in one string; how several are separated is not documented. */
  readonly categories?: string | null | undefined;
  /** The name of the user who wrote it. */
  readonly author?: string | null | undefined;
  /** For example, "2021-01-01 12:00:00"; the zone is not documented. */
  readonly created_at?: string | null | undefined;
}

/** What to search questions by; the vendor shows these four columns. */
export interface QuestionSearch {
  readonly questionTypes?: readonly QuestionType[] | undefined;
  readonly questionCategoryIds?: readonly Id[] | undefined;
  /** A quiz module that asks it; empty for any. */
  readonly quizModuleId?: Id | undefined;
  /** The title; whether a part of it is enough is not documented. */
  readonly questionName?: string | undefined;
  readonly [column: string]: unknown;
}

/** Which questions to list. */
export interface ListQuestionsParams extends PageParams {
  /** The vendor's sample sorts by `name`, which no record has; in the records it is `title`. */
  readonly order_by?: Ordering | undefined;
  readonly search_param?: QuestionSearch | undefined;
}

/** Which questions to look up. */
export interface LookupQuestionsParams {
  /** A term of the title. */
  readonly search_term: string;
}

/** Which question to read. */
export interface GetQuestionParams {
  readonly id: Id;
}

/** An answer: its text, and whether it is correct. */
export interface QuestionOption {
  readonly value?: string | null | undefined;
  readonly is_correct?: boolean | null | undefined;
}

/** A question with its answers. */
export interface Question {
  readonly id: number;
  readonly title?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
  readonly hint?: string | null | undefined;
  /** Why the answer is correct. */
  readonly explanation?: string | null | undefined;
  readonly type?: QuestionType | null | undefined;
  /** Ids of its categories. */
  readonly categories?: readonly number[] | null | undefined;
  /** The answers. What those of `match_answers` look like is not documented. */
  readonly options?: readonly QuestionOption[] | null | undefined;
}

/** An answer of a new or changed question. */
export interface QuestionOptionParams {
  readonly value?: string | undefined;
  readonly is_correct?: boolean | undefined;
  readonly [property: string]: unknown;
}

/** The fields of a new or changed question. */
export interface QuestionFields {
  readonly title: string;
  /** HTML that learners see. The vendor's page refers to text modules here; most likely a mistake. */
  readonly content?: string | undefined;
  readonly type: QuestionType;
  readonly hint?: string | undefined;
  /** Why the answer is correct. */
  readonly explanation?: string | undefined;
  /** Ids of categories. */
  readonly categories?: readonly Id[] | undefined;
}

/** A matching pair in a question of type `match_answers`. */
export interface MatchPossibilities {
  /** For example, `Apple`. */
  readonly item?: string | undefined;
  /** What it belongs to, such as `Fruit`. */
  readonly match?: string | undefined;
  readonly [property: string]: unknown;
}

/** A question to create. */
export interface CreateQuestionParams extends QuestionFields {
  /** The answers. The vendor declares strings; these are the objects that `questions.get` returns. Sent as a list. */
  readonly options?: readonly QuestionOptionParams[] | undefined;
  /** A single pair, as in the vendor's sample; how to send several is not documented. Sent as JSON text. */
  readonly matchPossibilities?: MatchPossibilities | undefined;
}

/** Which question to change, and its new values. */
export interface UpdateQuestionParams extends QuestionFields {
  /** The vendor's page also has it in the body; it is sent only in the path. */
  readonly id: Id;
  /** The answers. Sent as JSON text, unlike in `questions.create`, as in the vendor's two samples. */
  readonly options: readonly QuestionOptionParams[];
  /**
   * Required, and not empty for `match_answers`; may be empty for other types, as far as the vendor's page is clear.
   * Its sample is not JSON, unlike that of `questions.create`: `Possibility 1, Possibility 2`.
   */
  readonly matchPossibilities: string;
}

/** The ids of the questions to delete. */
export interface DeleteQuestionsParams {
  readonly delete_ids: readonly Id[];
}

/** Which questions were deleted, and why others were not. */
export interface DeleteQuestionsReply {
  /** The vendor's message, with both counts. */
  readonly message?: string | null | undefined;
  /** Ids of those that were deleted. */
  readonly deletedQuestions?: readonly number[] | null | undefined;
  /** Ids of those that are still there. */
  readonly notDeletedQuestions?: readonly number[] | null | undefined;
  /** The quizzes that use the kept questions, by a name: a category's in the sample, where a question's is expected. */
  readonly usedInPlaces?: Readonly<Record<string, readonly NamedOption[]>> | null | undefined;
}

/** The questions to change, and their new author or categories. */
export interface QuickEditQuestionsParams {
  readonly question_ids: readonly Id[];
  /** The user who becomes author and instructor. */
  readonly author_id?: Id | undefined;
  /** Ids of categories; whether they are added or replace the present ones is not documented. */
  readonly categories_id?: readonly Id[] | undefined;
}

/** Questions to create at once, and the quizzes to add them to. */
export interface BulkUploadQuestionsParams {
  /**
   * The rows of a CSV file, already parsed. The vendor's page has no sample row. Its errors mention a title of at most
   * 500 characters, a type, and `Correct_Answer` with the number of the correct answer.
   */
  readonly questionList: readonly unknown[];
  /** Ids of the quizzes that get them. */
  readonly quizIds: readonly Id[];
  /** Whether a new quiz is created for them. Spelled in lower case. */
  readonly quiztype: OpenEnum<"new" | "existing">;
  /** The name of the quiz to create; empty for existing ones. */
  readonly newQuiz: string;
}

/** A question that was created from a row. */
export interface UploadedQuestion {
  readonly id: number;
  readonly title?: string | null | undefined;
}

/** Which rows became questions. */
export interface BulkUploadQuestionsReply {
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** For example, `success`, even if rows were skipped. */
  readonly status?: string | null | undefined;
  /** The heading of the message. */
  readonly title?: string | null | undefined;
  /** The errors, in lists of sentences that start with the row, such as "Row #1 : …"; the first row is 1. */
  readonly errors?: readonly (readonly string[])[] | null | undefined;
  /** How many rows became questions; a count, not a row. */
  readonly successfulRow?: number | null | undefined;
  /** How many rows were skipped. */
  readonly skipped?: number | null | undefined;
  readonly insertedQuestions?: readonly UploadedQuestion[] | null | undefined;
}

const questionSearch = () =>
  z.looseObject({
    questionTypes: z.optional(z.array(z.string())),
    questionCategoryIds: z.optional(ids()),
    quizModuleId: z.optional(z.union([z.int(), z.string()])),
    questionName: z.optional(z.string()),
  });

const questionFields = () => ({
  title: text(),
  content: z.optional(z.string()),
  type: text(),
  hint: z.optional(z.string()),
  explanation: z.optional(z.string()),
  categories: z.optional(ids()),
});

const optionParams = () =>
  z.looseObject({ value: z.optional(z.string()), is_correct: z.optional(z.boolean()) });

function updateRules({ type, matchPossibilities }: UpdateQuestionParams): readonly RuleIssue[] {
  if (type !== "match_answers" || matchPossibilities !== "") return [];
  return [{ field: "matchPossibilities", expected: 'must not be empty when type is "match_answers"' }];
}

/** Lists questions; their answers are only in `questions.get`. */
export const list = listOperation<ListQuestionsParams, Page<QuestionSummary>, QuestionSummary>({
  name: "questions.list",
  method: "GET",
  path: "/question/list",
  params: () => z.strictObject({ ...sortedPageParams(), search_param: z.optional(questionSearch()) }),
  response: () =>
    page(
      z.looseObject({
        id: z.number(),
        title: maybeText(),
        type: maybeText(),
        display_type: maybeText(),
        categories: maybeText(),
        author: maybeText(),
        created_at: maybeText(),
      }),
    ),
});

/** Looks up questions by title for a form element: the id in `value`, the title in `label`. */
export const lookup = operation<LookupQuestionsParams, readonly LabeledOption[]>({
  name: "questions.lookup",
  method: "GET",
  path: "/question/lookup",
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.array(labeledOption()),
});

/** Reads a question with its answers and which of them are correct: do not pass the reply on to learners unchanged. */
export const get = operation<GetQuestionParams, Question>({
  name: "questions.get",
  method: "GET",
  path: "/question/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () =>
    z.looseObject({
      id: z.number(),
      title: maybeText(),
      content: maybeText(),
      hint: maybeText(),
      explanation: maybeText(),
      type: maybeText(),
      categories: maybe(z.array(z.number())),
      options: maybe(z.array(z.looseObject({ value: maybeText(), is_correct: maybeFlag() }))),
    }),
});

/** Creates a question. A quiz that draws from one of its categories may use it immediately. */
export const create = operation<CreateQuestionParams, Saved>({
  name: "questions.create",
  method: "POST",
  path: "/question",
  encode: { matchPossibilities: "json" },
  params: () =>
    z.strictObject({
      ...questionFields(),
      options: z.optional(z.array(optionParams())),
      matchPossibilities: z.optional(
        z.looseObject({ item: z.optional(z.string()), match: z.optional(z.string()) }),
      ),
    }),
  response: () => saved(),
});

/**
 * Changes a question, most likely in every quiz that uses it. Title, type and answers are required, even if unchanged.
 * Whether graded attempts are graded again is not documented.
 *
 * @throws InvalidParamsError when a question of type `match_answers` has empty `matchPossibilities`; nothing is sent.
 */
export const update = operation<UpdateQuestionParams, Message>({
  name: "questions.update",
  method: "PUT",
  path: "/question/{id}",
  encode: { options: "json" },
  params: () =>
    z.strictObject({
      id: id(),
      ...questionFields(),
      options: z.array(optionParams()),
      matchPossibilities: z.string(),
    }),
  rules: updateRules,
  response: () => message(),
});

/**
 * Deletes questions. Those that a quiz uses are kept: a successful reply may have deleted only some or none, so check
 * `notDeletedQuestions`.
 */
const remove = operation<DeleteQuestionsParams, DeleteQuestionsReply>({
  name: "questions.delete",
  method: "DELETE",
  path: "/question",
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () =>
    z.looseObject({
      message: maybeText(),
      deletedQuestions: maybe(z.array(z.number())),
      notDeletedQuestions: maybe(z.array(z.number())),
      usedInPlaces: maybe(z.record(z.string(), z.array(namedOption()))),
    }),
});

/** Changes the author or the categories of several questions, or both. */
export const quickEdit = operation<QuickEditQuestionsParams, Message>({
  name: "questions.quickEdit",
  method: "PUT",
  path: "/question/quick-edit",
  params: () =>
    z.strictObject({
      question_ids: ids(),
      author_id: z.optional(id()),
      categories_id: z.optional(ids()),
    }),
  response: () => message(),
});

/**
 * Creates many questions from the rows of a CSV file, which you parse: no file is sent. Invalid rows are skipped and
 * the others created, in a reply that still reports `success`: check `errors` and `skipped`, and send only the invalid
 * rows again, because the others would most likely be created twice.
 */
export const bulkUpload = operation<BulkUploadQuestionsParams, BulkUploadQuestionsReply>({
  name: "questions.bulkUpload",
  method: "POST",
  path: "/question/bulk-upload",
  params: () =>
    z.strictObject({
      questionList: z.array(z.unknown()),
      quizIds: ids(),
      quiztype: text(),
      newQuiz: z.string(),
    }),
  response: () =>
    z.looseObject({
      message: maybeText(),
      status: maybeText(),
      title: maybeText(),
      errors: maybe(z.array(z.array(z.string()))),
      successfulRow: maybeNumber(),
      skipped: maybeNumber(),
      insertedQuestions: maybe(z.array(z.looseObject({ id: z.number(), title: maybeText() }))),
    }),
});

export { remove as delete };
