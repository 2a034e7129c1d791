/**
 * The Toolzz client: course packages and enrollment, users, courses, classes, and the events of webhooks.
 *
 * @packageDocumentation
 */
export { createToolzz, createToolzzClient, type Toolzz, type ToolzzOptions } from "./client.ts";
export * as auth from "./auth.ts";
export * as plans from "./plans.ts";
export * as users from "./users.ts";
export * as courses from "./courses.ts";
export * as classes from "./classes.ts";
export { InvalidWebhookError, parseWebhook } from "./webhooks.ts";
export type { AttachedUser, AttachParams, ClassRegistration, DetachedUser, DetachParams } from "./classes.ts";
export type { Course, CourseClass, ListCoursesParams } from "./courses.ts";
export type { Page, PageLink } from "./pagination.ts";
export type { EnrollParams, ListPlansParams, Plan, PlanUser, RemovePlanUserParams } from "./plans.ts";
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
