/**
 * The Toolzz client: course packages and enrollment, users, courses, classes, contents, reports, and the events of webhooks.
 *
 * @packageDocumentation
 */
export { createToolzz, createToolzzClient, type Toolzz, type ToolzzOptions } from "./client.ts";
export * as auth from "./auth.ts";
export * as plans from "./plans.ts";
export * as users from "./users.ts";
export * as courses from "./courses.ts";
export * as classes from "./classes.ts";
export * as contents from "./contents.ts";
export * as library from "./library.ts";
export * as reports from "./reports.ts";
export * as schools from "./schools.ts";
export { InvalidWebhookError, parseWebhook } from "./webhooks.ts";
export type { AttachedUser, AttachParams, ClassRegistration, DetachedUser, DetachParams } from "./classes.ts";
export type { SsoParams, SsoReply } from "./auth.ts";
export type { Content, ListContentsParams } from "./contents.ts";
export type { Course, CourseClass, ListCoursesParams } from "./courses.ts";
export type {
  CreateLibraryContentParams,
  DifficultyLevel,
  LibraryContent,
  LibraryContentFields,
  LibraryContentStatus,
  LibraryContentType,
  ListLibraryParams,
  UpdateLibraryContentParams,
} from "./library.ts";
export type { Page, PageLink } from "./pagination.ts";
export type { EnrollParams, ListPlansParams, Plan, PlanUser, RemovePlanUserParams } from "./plans.ts";
export type {
  ListReportParams,
  ListSchoolProgressParams,
  Progress,
  ReportedClassroom,
  ReportedCourse,
  ReportLinks,
  ReportMeta,
  UnenrolledUser,
} from "./reports.ts";
export type {
  ListSchoolsParams,
  School,
  SchoolColors,
  SchoolGroup,
  SchoolLocation,
  SchoolsMeta,
  SchoolSocial,
} from "./schools.ts";
export type {
  CreatedUser,
  FormAnswer,
  UpdatedAddress,
  UpdatedUser,
  UserAddress,
  UserDetails,
  UserInstitution,
  UserSchool,
} from "./user-replies.ts";
export type {
  AddressChanges,
  CreateUserParams,
  FindUserParams,
  Permission,
  UpdateUserParams,
  UserChanges,
} from "./users.ts";
export type * from "./webhook-events.ts";
