import type { PageParams } from "../pagination.ts";
import type { Id, Message, OpenEnum, Ordering } from "./shapes.ts";

/** What kind of lesson a module is, as the vendor's samples spell it; `modules.lookupTypes` lists those of a portal. */
export type ModuleType = OpenEnum<
  | "text"
  | "video"
  | "pdf"
  | "powerpoint"
  | "scorm"
  | "quiz"
  | "assignment"
  | "discussion"
  | "survey"
  | "flashcards"
>;

/** The unit of an estimate, as spelled in the vendor's samples; its pages have no list. */
export type CompletionUnit = OpenEnum<"minute" | "minutes" | "hour" | "hours">;

/** Where a learner is in a module, as spelled in the vendor's samples; its pages have no list. */
export type ModuleStatus = OpenEnum<"Not Started" | "In Progress" | "Submitted" | "Completed">;

/** A module in a list. */
export interface ModuleRecord {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  readonly type?: ModuleType | null | undefined;
  /**
   * HTML of an icon, never rendered by us: sanitize it before you show it. In the sample of surveys the name of an
   * icon.
   */
  readonly icon?: string | null | undefined;
  /** The name of the member of staff who created it. */
  readonly author?: string | null | undefined;
  /** For example, "Aug 03, 2020 09:56 AM", the month also in full; in `modules.list`, such as "2021-01-01 12:00:00". */
  readonly created_at?: string | null | undefined;
  /** How many courses contain it. Missing in the samples of `modules.list` and `flashCardModules.list`. */
  readonly course_count?: number | null | undefined;
  /** Undocumented; most likely whether the vendor's own table has its row of courses open. Not in every list. */
  readonly showMappedCourses?: boolean | null | undefined;
}

/** What to search modules by. Each list documents some of these columns, and none that its list is complete. */
export interface ModuleSearch {
  /** Kinds of modules. Documented for the lists of text, PDF, SCORM and flash card modules. */
  readonly moduleTypes?: readonly ModuleType[] | undefined;
  /** Ids of module categories. Documented for the list of PowerPoint modules. */
  readonly moduleCategoryIds?: readonly Id[] | undefined;
  /** A course that contains the module; whether by name or by id is not documented. */
  readonly associatedCourse?: string | undefined;
  /** The module's name. */
  readonly moduleName?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which modules of a kind to list. */
export interface ListModulesParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: ModuleSearch | undefined;
}

/** Which module to read. */
export interface GetModuleParams {
  /** The module's id. */
  readonly id: Id;
}

/** A course that contains a module. */
export interface ModuleCourse {
  readonly course_id?: number | null | undefined;
  readonly course_name?: string | null | undefined;
}

/** How long a module is expected to take, as it is given to the vendor. */
export interface CompletionEstimateParams {
  /**
   * How long the module is expected to take, in the unit of the next field. The vendor's samples write 30, "90" and
   * "00:30:00", the last with `minutes` as its unit.
   */
  readonly estimatedCompletion?: number | string | undefined;
  readonly estimationCompletedUnit?: CompletionUnit | undefined;
}

/** How long a module is expected to take, or null if not specified. */
export interface CompletionEstimate {
  /** How long the module is expected to take, in the unit of the next field: a number in some samples, a text in others. */
  readonly estimatedCompletion?: number | string | null | undefined;
  readonly estimationCompletedUnit?: CompletionUnit | null | undefined;
}

/** A module of any kind, as its editor reads it. */
export interface Module {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. A SCORM module's sample has none. */
  readonly content?: string | null | undefined;
}

/** A module of a kind that learners read, watch or discuss. The samples of a kind do not all show every field. */
export interface LessonModule extends Module, CompletionEstimate {
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion?: boolean | null | undefined;
  /** Ids of its module categories. */
  readonly categories?: readonly number[] | null | undefined;
  /** The courses that contain it. */
  readonly courses?: readonly ModuleCourse[] | null | undefined;
}

/** Which module to open in the course player. */
export interface GetModuleDetailsParams {
  /** The id of the learner's registration for the course. */
  readonly registrationId: Id;
  readonly moduleId: Id;
  /** The portal that the learner takes the course in. */
  readonly portalId?: Id | undefined;
}

/** Which module to open in the course player, where the vendor requires the portal. */
export interface GetPortalModuleDetailsParams extends GetModuleDetailsParams {
  readonly portalId: Id;
}

/** A time that a learner has spent. */
export interface TimeSpent {
  /** The hours of the time, to be read with its minutes and seconds. */
  readonly hours?: number | null | undefined;
  readonly minutes?: number | null | undefined;
  readonly seconds?: number | null | undefined;
  /** The whole time, in seconds. */
  readonly totalSeconds?: number | null | undefined;
}

/** Whether the course player may open a module. The samples of a kind show some of the reasons' fields. */
export interface LaunchCheck {
  readonly canbeLaunched?: boolean | null | undefined;
  /** The heading of the reason why not. */
  readonly errTitle?: string | null | undefined;
  /** The reason why not, as display text. */
  readonly errDesc?: string | null | undefined;
  /** The reason why not, in the details of a quiz. */
  readonly reason?: string | null | undefined;
}

/** A module of the same course, for the course player's menu. */
export interface PlayerModule {
  readonly module_id?: number | null | undefined;
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  /** The name, in the details of a video module. */
  readonly module_name?: string | null | undefined;
  /** The slug, in the details of a video module. */
  readonly module_slug?: string | null | undefined;
  /** Its place in the course, in the details of a video module. */
  readonly display_order?: number | null | undefined;
  readonly type?: ModuleType | null | undefined;
  /** HTML of an icon, never rendered by us: sanitize it before you show it. */
  readonly icon?: string | null | undefined;
  readonly is_locked?: boolean | null | undefined;
  /** Why it is locked, as display text; empty where it is not. */
  readonly lock_reason?: string | null | undefined;
  /** Whether it opens later than the course. */
  readonly is_dripped?: boolean | null | undefined;
  /** When it opens, as display text; empty where it is open. */
  readonly drip_message?: string | null | undefined;
  /** Whether it is the module that was asked for. */
  readonly is_current?: boolean | null | undefined;
  /** The id of the learner's status in it, -1 where the learner has not begun. */
  readonly status_row_id?: number | null | undefined;
  readonly status?: ModuleStatus | null | undefined;
  /** For example, "2020-08-03T10:02:33.000000Z". */
  readonly started_on?: string | null | undefined;
  /** For example, "2020-08-03T10:02:41.000000Z". */
  readonly completed_on?: string | null | undefined;
  /** Display text, such as "8 hours ago". */
  readonly last_accessed_on?: string | null | undefined;
  /** An empty text where the learner has not begun. */
  readonly total_time_spent?: TimeSpent | string | null | undefined;
  /** From 0 to 100. */
  readonly completion_percentage?: number | null | undefined;
  readonly no_of_times_accessed?: number | null | undefined;
  /** A text, empty in the samples, and there on assignments and quizzes only. */
  readonly points_awarded?: string | null | undefined;
}

/** A module as the course player opens it for a learner: what its kinds have in common. */
export interface ModuleDetails {
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
  readonly courseName?: string | null | undefined;
  /** How long a learner must stay before the module can be completed; the unit is not documented. */
  readonly min_time_spent?: number | null | undefined;
  /** The modules of the course. */
  readonly otherModules?: readonly PlayerModule[] | null | undefined;
  readonly launchCheck?: LaunchCheck | null | undefined;
  /** The slug of the module before it, empty at the first. */
  readonly prevSlug?: string | null | undefined;
  /** The slug of the module after it, empty at the last. */
  readonly nextSlug?: string | null | undefined;
  /** The learner's status. Not in the sample of a quiz. */
  readonly status?: ModuleStatus | null | undefined;
  /** The id of the learner's status in the module, which its other operations ask for. Not in the sample of a quiz. */
  readonly statusRowId?: number | null | undefined;
  /** How long the learner has stayed so far; the unit is not documented. Not in the sample of a quiz. */
  readonly timeSpent?: number | null | undefined;
}

/** A PDF or PowerPoint module as the course player opens it for a learner. The vendor's two samples have the same fields. */
export interface DocumentModuleDetails extends ModuleDetails {
  /** How many points it gives. */
  readonly totalPoints?: number | null | undefined;
  /** Whether an instructor evaluates it. */
  readonly shouldBeEvaluated?: boolean | null | undefined;
  /** Whose id this is, the learner's or that of the user behind the API key, is not documented. */
  readonly currentUserId?: number | null | undefined;
  readonly currentUserName?: string | null | undefined;
  /** Whether this call completed the course. */
  readonly course_newly_completed?: boolean | null | undefined;
  /** How much longer the learner must stay; the unit is not documented. */
  readonly timeToBeSpent?: number | null | undefined;
  /** Null in the vendor's sample. */
  readonly instructorResponse?: unknown;
}

/** Which status of a learner in a module is meant. */
export interface ModuleStatusParams {
  /** The id of the learner's status in the module: `statusRowId` in the reply of `getDetails`. */
  readonly statusRowId: Id;
}

/** The vendor's reply when a learner has progressed in a module. */
export interface ModuleProgress extends Message {
  /** Whether this call completed the course, too. */
  readonly course_newly_completed?: boolean | null | undefined;
}

/** Which module of a membership to open. */
export interface GetMembershipContentParams {
  readonly moduleId: Id;
}

/** A module as a member opens it outside of a course: what its kinds have in common. */
export interface MembershipModule {
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
  /** Whether the player tracks when a learner has finished it. Not in the sample of PowerPoint modules. */
  readonly trackCompletion?: boolean | null | undefined;
  /** How long the learner has stayed so far, null in some samples; the unit is not documented. */
  readonly timeSpent?: number | null | undefined;
}
