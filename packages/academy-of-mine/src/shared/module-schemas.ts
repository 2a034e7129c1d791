import * as z from "#zod";
import { decimal, id, sortedPageParams, text } from "../fields.ts";
import { maybe, maybeFlag, maybeNumber, maybeText } from "./replies.ts";

/** The fields of `ModuleRecord`. */
export const moduleRecordFields = () => ({
  id: z.number(),
  name: maybeText(),
  slug: maybeText(),
  type: maybeText(),
  icon: maybeText(),
  author: maybeText(),
  created_at: maybeText(),
  course_count: maybeNumber(),
  showMappedCourses: maybeFlag(),
});

/** See `ModuleRecord`. */
export const moduleRecord = () => z.looseObject(moduleRecordFields());

/** See `ModuleSearch`. */
export const moduleSearch = () =>
  z.looseObject({
    moduleTypes: z.optional(z.array(text())),
    moduleCategoryIds: z.optional(z.array(id())),
    // Empty texts are in the vendor's examples for columns that are not searched.
    associatedCourse: z.optional(z.string()),
    moduleName: z.optional(z.string()),
  });

/** See `ListModulesParams`. */
export const listModulesParams = () =>
  z.strictObject({
    ...sortedPageParams(),
    search_param: z.optional(moduleSearch()),
  });

/** See `GetModuleParams`. */
export const getModuleParams = () => z.strictObject({ id: id() });

/** See `ModuleCourse`. */
export const moduleCourse = () => z.looseObject({ course_id: maybeNumber(), course_name: maybeText() });

/** The fields of `CompletionEstimateParams`. */
export const completionEstimateParams = () => ({
  estimatedCompletion: z.optional(decimal()),
  estimationCompletedUnit: z.optional(text()),
});

/** The fields of `CompletionEstimate`, as parameters that may be null. */
export const nullableEstimateParams = () => ({
  estimatedCompletion: maybe(decimal()),
  estimationCompletedUnit: maybe(text()),
});

/** The fields of `CompletionEstimate` in a reply. */
export const completionEstimateFields = () => ({
  estimatedCompletion: maybe(z.union([z.number(), z.string()])),
  estimationCompletedUnit: maybeText(),
});

/** The fields of `Module`. */
export const moduleFields = () => ({
  id: z.number(),
  name: maybeText(),
  slug: maybeText(),
  content: maybeText(),
});

/** The fields of `LessonModule`. */
export const lessonModuleFields = () => ({
  ...moduleFields(),
  ...completionEstimateFields(),
  trackCompletion: maybeFlag(),
  categories: maybe(z.array(z.number())),
  courses: maybe(z.array(moduleCourse())),
});

/** See `GetModuleDetailsParams`. */
export const getModuleDetailsParams = () =>
  z.strictObject({ registrationId: id(), moduleId: id(), portalId: z.optional(id()) });

/** See `GetPortalModuleDetailsParams`. */
export const getPortalModuleDetailsParams = () =>
  z.strictObject({ registrationId: id(), moduleId: id(), portalId: id() });

/** See `TimeSpent`. */
export const timeSpent = () =>
  z.looseObject({
    hours: maybeNumber(),
    minutes: maybeNumber(),
    seconds: maybeNumber(),
    totalSeconds: maybeNumber(),
  });

/** See `LaunchCheck`. */
const launchCheck = () =>
  z.looseObject({
    canbeLaunched: maybeFlag(),
    errTitle: maybeText(),
    errDesc: maybeText(),
    reason: maybeText(),
  });

/** See `PlayerModule`. */
const playerModule = () =>
  z.looseObject({
    module_id: maybeNumber(),
    name: maybeText(),
    slug: maybeText(),
    module_name: maybeText(),
    module_slug: maybeText(),
    display_order: maybeNumber(),
    type: maybeText(),
    icon: maybeText(),
    is_locked: maybeFlag(),
    lock_reason: maybeText(),
    is_dripped: maybeFlag(),
    drip_message: maybeText(),
    is_current: maybeFlag(),
    status_row_id: maybeNumber(),
    status: maybeText(),
    started_on: maybeText(),
    completed_on: maybeText(),
    last_accessed_on: maybeText(),
    total_time_spent: maybe(z.union([timeSpent(), z.string()])),
    completion_percentage: maybeNumber(),
    no_of_times_accessed: maybeNumber(),
    points_awarded: maybeText(),
  });

/** The fields of `ModuleDetails`. */
export const moduleDetailsFields = () => ({
  name: maybeText(),
  slug: maybeText(),
  content: maybeText(),
  courseName: maybeText(),
  min_time_spent: maybeNumber(),
  otherModules: maybe(z.array(playerModule())),
  launchCheck: maybe(launchCheck()),
  prevSlug: maybeText(),
  nextSlug: maybeText(),
  status: maybeText(),
  statusRowId: maybeNumber(),
  timeSpent: maybeNumber(),
});

/** See `DocumentModuleDetails`. */
export const documentModuleDetails = () =>
  z.looseObject({
    ...moduleDetailsFields(),
    totalPoints: maybeNumber(),
    shouldBeEvaluated: maybeFlag(),
    currentUserId: maybeNumber(),
    currentUserName: maybeText(),
    course_newly_completed: maybeFlag(),
    timeToBeSpent: maybeNumber(),
    instructorResponse: z.optional(z.unknown()),
  });

/** See `ModuleStatusParams`. */
export const moduleStatusParams = () => z.strictObject({ statusRowId: id() });

/** The fields of `ModuleProgress`. */
export const moduleProgressFields = () => ({ message: maybeText(), course_newly_completed: maybeFlag() });

/** See `GetMembershipContentParams`. */
export const getMembershipContentParams = () => z.strictObject({ moduleId: id() });

/** The fields of `MembershipModule`. */
export const membershipModuleFields = () => ({
  name: maybeText(),
  slug: maybeText(),
  content: maybeText(),
  trackCompletion: maybeFlag(),
  timeSpent: maybeNumber(),
});
