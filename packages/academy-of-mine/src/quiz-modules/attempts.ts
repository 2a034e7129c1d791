import type { BinaryReply } from "@kelaskit/core";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import {
  getPortalModuleDetailsParams,
  moduleDetailsFields,
  moduleProgressFields,
  moduleStatusParams,
} from "../shared/module-schemas.ts";
import type {
  GetPortalModuleDetailsParams,
  ModuleDetails,
  ModuleProgress,
  ModuleStatus,
  ModuleStatusParams,
} from "../shared/module-shapes.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, statusMessage } from "../shared/replies.ts";
import type { Id, Saved, StatusMessage } from "../shared/shapes.ts";
import type { QuizType, ShowCorrectAnswer } from "./modules.ts";

/** A quiz as the course player opens it for a learner. */
export interface QuizModuleDetails extends ModuleDetails {
  readonly courseId?: number | null | undefined;
  /** The path that opens the course, such as "/course/1/launch"; not a slug, whatever its name says. */
  readonly courseSlug?: string | null | undefined;
  readonly type?: QuizType | null | undefined;
  /** `shuffleQuestions` in the other operations. */
  readonly shuffleQuestion?: boolean | null | undefined;
  /** Whether the questions come in a fixed order. */
  readonly forceSequential?: boolean | null | undefined;
  /** Whether each answer is graded at once. */
  readonly realTimeGrading?: boolean | null | undefined;
  readonly showCorrectAnswerOption?: ShowCorrectAnswer | null | undefined;
  /** The minimum percentage to pass; null where there is none. */
  readonly minimumPassingMarks?: number | null | undefined;
  /** The time limit; empty where there is none. Its format is not documented. */
  readonly maxTimer?: string | null | undefined;
  /** How often the learner may try again; `noOfRetakesAllowed` elsewhere. */
  readonly maxRetakesAllowed?: number | null | undefined;
  /** The questions to answer; empty in the vendor's sample. */
  readonly questions?: readonly unknown[] | null | undefined;
  /** The learner's id. */
  readonly userId?: number | null | undefined;
  /** Whether the player shows the button for the instructions. */
  readonly showInstructionButton?: boolean | null | undefined;
}

/** A learner's answer to one question. */
export interface SaveQuizAnswerParams {
  readonly questionId: Id;
  /** The id of the learner's status in the quiz; `statusRowId` elsewhere. */
  readonly moduleStatusId: Id;
  /** Whether the learner has handed the answer in. The vendor does not say what happens to one that is only noted. */
  readonly isAnswerSubmitted: boolean;
  /** The answer, such as "A". How several are written is not documented. */
  readonly markedAnswer: string;
}

/** That an answer was saved. */
export interface SavedQuizAnswer extends Saved {
  /** Whether it is the correct one. */
  readonly isCorrect?: boolean | null | undefined;
}

/** A question with the learner's answer. */
export interface AnsweredQuestion {
  readonly id?: Id | undefined;
  /** The kind of question, such as "multiple_choice". */
  readonly type?: string | undefined;
  /** The answer, such as "A". */
  readonly markedAnswer?: string | undefined;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** A finished attempt. */
export interface SubmitQuizParams extends ModuleStatusParams {
  /** The portal that the learner takes the course in. */
  readonly portalId: Id;
  /** All questions of the attempt. Sent as JSON text. */
  readonly questions: readonly AnsweredQuestion[];
  /** How often the learner has tried again so far. */
  readonly retakeCounter: number | string;
}

/** Whose results to read. */
export interface GetQuizResultsParams extends ModuleStatusParams {
  /** The learner's user id. */
  readonly studentId: Id;
}

/** A question of an attempt, graded. */
export interface GradedQuestion {
  readonly id: number;
  readonly title?: string | null | undefined;
  /** The kind of question as text, such as "Multiple Choice". */
  readonly type?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
  /** Why the correct answer is correct. */
  readonly explanation?: string | null | undefined;
  readonly is_correct?: boolean | null | undefined;
  readonly marked_answer?: string | null | undefined;
  readonly correct_answer?: string | null | undefined;
  /** For example, "2020-03-03 10:30:00". */
  readonly created_at?: string | null | undefined;
}

/** The outcome of a learner's attempt. */
export interface QuizResults {
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  readonly status?: ModuleStatus | null | undefined;
  readonly questions?: readonly GradedQuestion[] | null | undefined;
  readonly studentName?: string | null | undefined;
  readonly totalQuestions?: number | null | undefined;
  readonly totalCorrect?: number | null | undefined;
  /** The number of wrong answers. */
  readonly totalInCorrect?: number | null | undefined;
  /** Whether the learner has passed. */
  readonly minimumPassingAchieved?: boolean | null | undefined;
  /** In the sample the same as `percentAchieved`. */
  readonly score?: number | null | undefined;
  /** From 0 to 100. */
  readonly percentAchieved?: number | null | undefined;
  /** Whether the learner may see the correct answers now: a boolean here, a string in the other operations. */
  readonly showCorrectAnswerOption?: boolean | null | undefined;
  readonly courseCompleted?: boolean | null | undefined;
  /** How often learners may try again; `noOfRetakesAllowed` elsewhere. */
  readonly totalRetakeallowed?: number | null | undefined;
  readonly attemptCount?: number | null | undefined;
  /** For example, "00:30:00". */
  readonly timeSpent?: string | null | undefined;
  /** The minimum percentage to pass. */
  readonly minimumPassingMarks?: number | null | undefined;
  /** Whether the learner may try again now. */
  readonly isRetakeAllowed?: boolean | null | undefined;
}

/** Which score to send to which LTI consumer. */
export interface SendLtiScoreParams extends ModuleStatusParams {
  /** The learner's user id. */
  readonly userId: Id;
  /** The id of the LTI registration that the learner came through. */
  readonly ltiRegistrationId: Id;
  readonly courseId: Id;
}

const gradedQuestion = () =>
  z.looseObject({
    id: z.number(),
    title: maybeText(),
    type: maybeText(),
    content: maybeText(),
    explanation: maybeText(),
    is_correct: maybeFlag(),
    marked_answer: maybeText(),
    correct_answer: maybeText(),
    created_at: maybeText(),
  });

/**
 * Opens a quiz as the course player does for a learner. Portal, registration and module are sent in the query; other
 * kinds of modules have them in the path.
 */
export const getDetails = operation<GetPortalModuleDetailsParams, QuizModuleDetails>({
  name: "quizModules.getDetails",
  method: "GET",
  path: "/quiz/details",
  params: getPortalModuleDetailsParams,
  response: () =>
    z.looseObject({
      ...moduleDetailsFields(),
      courseId: maybeNumber(),
      courseSlug: maybeText(),
      type: maybeText(),
      shuffleQuestion: maybeFlag(),
      forceSequential: maybeFlag(),
      realTimeGrading: maybeFlag(),
      showCorrectAnswerOption: maybeText(),
      minimumPassingMarks: maybeNumber(),
      maxTimer: maybeText(),
      maxRetakesAllowed: maybeNumber(),
      questions: maybe(z.array(z.unknown())),
      userId: maybeNumber(),
      showInstructionButton: maybeFlag(),
    }),
});

/**
 * Saves a learner's answer to one question; the reply gives away whether it is correct. The vendor adds that the quiz is
 * completed when the learner has finished and hands in: whether the last answer does that, or only `submit`, is unclear.
 */
export const saveAnswer = operation<SaveQuizAnswerParams, SavedQuizAnswer>({
  name: "quizModules.saveAnswer",
  method: "POST",
  path: "/quiz/save-answer",
  query: ["questionId", "moduleStatusId", "isAnswerSubmitted", "markedAnswer"],
  params: () =>
    z.strictObject({
      questionId: id(),
      moduleStatusId: id(),
      isAnswerSubmitted: z.boolean(),
      markedAnswer: text(),
    }),
  response: () => z.looseObject({ id: z.number(), message: maybeText(), isCorrect: maybeFlag() }),
});

/**
 * Hands in a learner's attempt, which uses up one of the retakes and can complete the quiz and the whole course:
 * `course_newly_completed` reports it. All questions are sent in the query, so a long quiz may exceed what the vendor's
 * server takes as an address.
 */
export const submit = operation<SubmitQuizParams, ModuleProgress>({
  name: "quizModules.submit",
  method: "POST",
  path: "/quiz/submit",
  query: ["portalId", "questions", "statusRowId", "retakeCounter"],
  encode: { questions: "json" },
  params: () =>
    z.strictObject({
      portalId: id(),
      questions: z.array(
        z.looseObject({
          id: z.optional(id()),
          type: z.optional(z.string()),
          markedAnswer: z.optional(z.string()),
        }),
      ),
      statusRowId: id(),
      retakeCounter: z.union([z.int(), text()]),
    }),
  response: () => z.looseObject(moduleProgressFields()),
});

/** Reads the outcome of a learner's attempt, question by question, with the correct answers. */
export const getResults = operation<GetQuizResultsParams, QuizResults>({
  name: "quizModules.getResults",
  method: "GET",
  path: "/quiz/results",
  params: () => z.strictObject({ statusRowId: id(), studentId: id() }),
  response: () =>
    z.looseObject({
      name: maybeText(),
      slug: maybeText(),
      status: maybeText(),
      questions: maybe(z.array(gradedQuestion())),
      studentName: maybeText(),
      totalQuestions: maybeNumber(),
      totalCorrect: maybeNumber(),
      totalInCorrect: maybeNumber(),
      minimumPassingAchieved: maybeFlag(),
      score: maybeNumber(),
      percentAchieved: maybeNumber(),
      showCorrectAnswerOption: maybeFlag(),
      courseCompleted: maybeFlag(),
      totalRetakeallowed: maybeNumber(),
      attemptCount: maybeNumber(),
      timeSpent: maybeText(),
      minimumPassingMarks: maybeNumber(),
      isRetakeAllowed: maybeFlag(),
    }),
});

/** Downloads a learner's attempt as a PDF: answers, scores, time spent and retakes. */
export const downloadResponse = operation<ModuleStatusParams, BinaryReply>({
  name: "quizModules.downloadResponse",
  method: "GET",
  path: "/quiz/download-response",
  media: "binary",
  params: moduleStatusParams,
  response: () => z.custom<BinaryReply>(),
});

/**
 * Sends a learner's score to the platform that the learner came from through LTI, where it can become a grade. A
 * failure of that platform is most likely answered with 500, the only failure that the vendor's page lists.
 */
export const sendLtiScore = operation<SendLtiScoreParams, StatusMessage>({
  name: "quizModules.sendLtiScore",
  method: "POST",
  path: "/quiz/send-lti-score",
  query: ["statusRowId", "userId", "ltiRegistrationId", "courseId"],
  params: () => z.strictObject({ statusRowId: id(), userId: id(), ltiRegistrationId: id(), courseId: id() }),
  response: () => statusMessage(),
});
