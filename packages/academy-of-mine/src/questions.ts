/**
 * Questions: the bank from which quiz modules take what they ask.
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
  labelledOption,
  maybe,
  maybeFlag,
  maybeNumber,
  maybeText,
  message,
  namedOption,
  page,
  saved,
} from "./shared/replies.ts";
import type { Id, LabelledOption, Message, NamedOption, OpenEnum, Ordering, Saved } from "./shared/shapes.ts";

/**
 * How a question is answered. The vendor lists the first three; `match_answers` stands only where it says what
 * `matchPossibilities` is for.
 */
export type QuestionType = OpenEnum<
  "multiple_choice" | "multiple_correct" | "short_answers" | "match_answers"
>;

/** A question in a list. */
export interface QuestionSummary {
  readonly id: number;
  readonly title?: string | null | undefined;
  readonly type?: QuestionType | null | undefined;
  /** The type in words for a person. */
  readonly display_type?: string | null | undefined;
  /** Names of categories in one text; how several are parted is not documented. */
  readonly categories?: string | null | undefined;
  /** The name of the user who wrote it. */
  readonly author?: string | null | undefined;
  /** As in "2021-01-01 12:00:00"; the zone is not documented. */
  readonly created_at?: string | null | undefined;
}

/** What to search questions by; the vendor shows these four columns. */
export interface QuestionSearch {
  readonly questionTypes?: readonly QuestionType[] | undefined;
  readonly questionCategoryIds?: readonly Id[] | undefined;
  /** A quiz module that asks it; empty for any. */
  readonly quizModuleId?: Id | undefined;
  /** The title; whether a part of it will do is not documented. */
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

/** An answer to choose: its text, and whether it is right. */
export interface QuestionOption {
  readonly value?: string | null | undefined;
  readonly is_correct?: boolean | null | undefined;
}

/** A question with its answers. */
export interface Question {
  readonly id: number;
  readonly title?: string | null | undefined;
  /** HTML, never rendered by us: sanitise it before you show it. */
  readonly content?: string | null | undefined;
  readonly hint?: string | null | undefined;
  /** Why the answer is right. */
  readonly explanation?: string | null | undefined;
  readonly type?: QuestionType | null | undefined;
  /** Ids of its categories. */
  readonly categories?: readonly number[] | null | undefined;
  /** The answers. What those of `match_answers` look like is not documented. */
  readonly options?: readonly QuestionOption[] | null | undefined;
}

/** An answer to offer. */
export interface QuestionOptionParams {
  readonly value?: string | undefined;
  readonly is_correct?: boolean | undefined;
  readonly [property: string]: unknown;
}

/** What a new question and a changed one have in common. */
export interface QuestionFields {
  readonly title: string;
  /** HTML that learners see. The vendor's page speaks of text modules here; most likely a slip. */
  readonly content?: string | undefined;
  readonly type: QuestionType;
  readonly hint?: string | undefined;
  /** Why the answer is right. */
  readonly explanation?: string | undefined;
  /** Ids of categories. */
  readonly categories?: readonly Id[] | undefined;
}

/** What belongs to what, in a question of type `match_answers`. */
export interface MatchPossibilities {
  /** As in `Apple`. */
  readonly item?: string | undefined;
  /** What it belongs to, as in `Fruit`. */
  readonly match?: string | undefined;
  readonly [property: string]: unknown;
}

/** A question to make. */
export interface CreateQuestionParams extends QuestionFields {
  /** The answers. The vendor calls them texts; these are the objects that `questions.get` gives. Sent as a list. */
  readonly options?: readonly QuestionOptionParams[] | undefined;
  /** One pair, as in the vendor's sample; how several are sent is not documented. Sent as JSON text. */
  readonly matchPossibilities?: MatchPossibilities | undefined;
}

/** Which question to change, and all that it has from now on. */
export interface UpdateQuestionParams extends QuestionFields {
  /** The vendor's page has it in the body, too; sent in the path only. */
  readonly id: Id;
  /** The answers. Sent as JSON text, unlike in `questions.create`: the vendor's two samples differ so. */
  readonly options: readonly QuestionOptionParams[];
  /**
   * Required, and not empty for `match_answers`; empty will do for other types, as far as the vendor's page can be
   * read. Its sample is no JSON, unlike that of `questions.create`: `Possibility 1, Possibility 2`.
   */
  readonly matchPossibilities: string;
}

/** The ids of the questions to delete. */
export interface DeleteQuestionsParams {
  readonly delete_ids: readonly Id[];
}

/** Which questions were deleted, and what keeps the others. */
export interface DeleteQuestionsReply {
  /** The vendor's words for a person, with both counts. */
  readonly message?: string | null | undefined;
  /** Ids of those that were deleted. */
  readonly deletedQuestions?: readonly number[] | null | undefined;
  /** Ids of those that are still there. */
  readonly notDeletedQuestions?: readonly number[] | null | undefined;
  /** The quizzes that use what was not deleted, by a name: in the sample a category's, where a question's would fit. */
  readonly usedInPlaces?: Readonly<Record<string, readonly NamedOption[]>> | null | undefined;
}

/** Which questions get which author or categories. */
export interface QuickEditQuestionsParams {
  readonly question_ids: readonly Id[];
  /** The user who becomes author and instructor. */
  readonly author_id?: Id | undefined;
  /** Ids of categories; whether they are added or replace the present ones is not documented. */
  readonly categories_id?: readonly Id[] | undefined;
}

/** Questions to make at once, and the quizzes to put them in. */
export interface BulkUploadQuestionsParams {
  /**
   * The rows of a CSV file, already parsed. The vendor prints no row: from its errors a title of at most 500
   * characters, a type, and `Correct_Answer` with the number of the right answer are known.
   */
  readonly questionList: readonly unknown[];
  /** Ids of the quizzes that get them. */
  readonly quizIds: readonly Id[];
  /** Whether they go to a quiz that is made for them. Spelled in small letters. */
  readonly quiztype: OpenEnum<"new" | "existing">;
  /** The name of the quiz to make; empty for existing ones. */
  readonly newQuiz: string;
}

/** A question that was made from a row. */
export interface UploadedQuestion {
  readonly id: number;
  readonly title?: string | null | undefined;
}

/** Which rows became questions. */
export interface BulkUploadQuestionsReply {
  /** The vendor's words for a person. */
  readonly message?: string | null | undefined;
  /** As in `success`, also where rows were left out. */
  readonly status?: string | null | undefined;
  /** The heading of the message. */
  readonly title?: string | null | undefined;
  /** What is wrong, in lists of sentences that begin with the row, as in "Row #1 : …"; the first row is 1. */
  readonly errors?: readonly (readonly string[])[] | null | undefined;
  /** How many rows became questions; a count, not a row. */
  readonly successfulRow?: number | null | undefined;
  /** How many rows were left out. */
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

/** Lists questions; their answers stand in `questions.get` only. */
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
export const lookup = operation<LookupQuestionsParams, readonly LabelledOption[]>({
  name: "questions.lookup",
  method: "GET",
  path: "/question/lookup",
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.array(labelledOption()),
});

/** Reads a question with its answers and which of them are right: nothing to pass on to learners as it comes. */
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

/** Makes a question. A quiz that draws from one of its categories may ask it at once. */
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
 * Changes a question, most likely in every quiz that asks it. Title, type and answers must be sent also where they stay
 * as they are. Whether attempts that were marked before are marked anew is not documented.
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
 * Deletes questions. Those that a quiz asks stay: a reply without an error may have deleted a part or none, so read
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

/** Gives several questions another author, other categories, or both. */
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
 * Makes many questions from the rows of a CSV file, which you parse: no file is sent. Wrong rows are left out and the
 * others kept, in a reply that still says `success`: read `errors` and `skipped`, and send only the wrong rows again,
 * since the good ones would most likely be made twice.
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
