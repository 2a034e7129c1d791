/**
 * The Academy of Mine client: users, courses, learning paths, portals, orders and everything else of the LMS. Each
 * resource is also an entry of its own, `@kelaskit/academy-of-mine/courses`, with the types of its parameters and replies.
 *
 * @packageDocumentation
 */
export { type AcademyOfMine, createAcademyOfMine } from "./client.ts";
export { type AcademyOfMineOptions, createAcademyOfMineClient } from "./portal-client.ts";
export * as accredible from "./accredible.ts";
export * as announcements from "./announcements.ts";
export * as assignmentModules from "./assignment-modules.ts";
export * as auditActivities from "./audit-activities.ts";
export * as badges from "./badges.ts";
export * as categories from "./categories.ts";
export * as certificateTemplates from "./certificate-templates.ts";
export * as coupons from "./coupons.ts";
export * as courses from "./courses/index.ts";
export * as discussionModules from "./discussion-modules/index.ts";
export * as ecommerceSettings from "./ecommerce-settings/index.ts";
export * as flashCardModules from "./flash-card-modules.ts";
export * as gamificationEvents from "./gamification-events.ts";
export * as generalSettings from "./general-settings/index.ts";
export * as hubspot from "./hubspot.ts";
export * as integrations from "./integrations.ts";
export * as leaderboardTiers from "./leaderboard-tiers.ts";
export * as learningPaths from "./learning-paths/index.ts";
export * as locations from "./locations.ts";
export * as ltiPlatforms from "./lti-platforms.ts";
export * as mailchimp from "./mailchimp.ts";
export * as media from "./media.ts";
export * as memberships from "./memberships.ts";
export * as menus from "./menus.ts";
export * as modules from "./modules.ts";
export * as orders from "./orders/index.ts";
export * as pages from "./pages/index.ts";
export * as paymentGateways from "./payment-gateways.ts";
export * as pdfModules from "./pdf-modules.ts";
export * as portals from "./portals/index.ts";
export * as powerpointModules from "./powerpoint-modules.ts";
export * as products from "./products/index.ts";
export * as questions from "./questions.ts";
export * as quickbooks from "./quickbooks.ts";
export * as quizModules from "./quiz-modules/index.ts";
export * as salesforce from "./salesforce.ts";
export * as scormModules from "./scorm-modules/index.ts";
export * as scormPackages from "./scorm-packages.ts";
export * as staff from "./staff.ts";
export * as subscriptions from "./subscriptions.ts";
export * as surveyModules from "./survey-modules/index.ts";
export * as textModules from "./text-modules.ts";
export * as users from "./users/index.ts";
export * as videoModules from "./video-modules.ts";
export * as webhooks from "./webhooks.ts";
export * as webinarModules from "./webinar-modules.ts";
export * as webinars from "./webinars.ts";
export type * from "./shared/course-shapes.ts";
export type * from "./shared/delivery-log.ts";
export type * from "./shared/integration-actions.ts";
export type * from "./shared/menu-shapes.ts";
export type * from "./shared/module-shapes.ts";
export type * from "./shared/page-shapes.ts";
export type * from "./shared/shapes.ts";
export type * from "./shared/uploads.ts";
export type * from "./shared/user-account.ts";
export type { Page, PageParams } from "./pagination.ts";
