import type { MethodClient } from "@kelaskit/core";
import { bind, type Bound } from "@kelaskit/core/vendor";
import * as accredible from "./accredible.ts";
import * as announcements from "./announcements.ts";
import * as assignmentModules from "./assignment-modules.ts";
import * as auditActivities from "./audit-activities.ts";
import * as badges from "./badges.ts";
import * as categories from "./categories.ts";
import * as certificateTemplates from "./certificate-templates.ts";
import { type AcademyOfMineOptions, createAcademyOfMineClient } from "./portal-client.ts";
import * as coupons from "./coupons.ts";
import * as courses from "./courses/index.ts";
import * as discussionModules from "./discussion-modules/index.ts";
import * as ecommerceSettings from "./ecommerce-settings/index.ts";
import * as flashCardModules from "./flash-card-modules.ts";
import * as gamificationEvents from "./gamification-events.ts";
import * as generalSettings from "./general-settings/index.ts";
import * as hubspot from "./hubspot.ts";
import * as integrations from "./integrations.ts";
import * as leaderboardTiers from "./leaderboard-tiers.ts";
import * as learningPaths from "./learning-paths/index.ts";
import * as locations from "./locations.ts";
import * as ltiPlatforms from "./lti-platforms.ts";
import * as mailchimp from "./mailchimp.ts";
import * as media from "./media.ts";
import * as memberships from "./memberships.ts";
import * as menus from "./menus.ts";
import * as modules from "./modules.ts";
import * as orders from "./orders/index.ts";
import * as pages from "./pages/index.ts";
import * as paymentGateways from "./payment-gateways.ts";
import * as pdfModules from "./pdf-modules.ts";
import * as portals from "./portals/index.ts";
import * as powerpointModules from "./powerpoint-modules.ts";
import * as products from "./products/index.ts";
import * as questions from "./questions.ts";
import * as quickbooks from "./quickbooks.ts";
import * as quizModules from "./quiz-modules/index.ts";
import * as salesforce from "./salesforce.ts";
import * as scormModules from "./scorm-modules/index.ts";
import * as scormPackages from "./scorm-packages.ts";
import * as staff from "./staff.ts";
import * as subscriptions from "./subscriptions.ts";
import * as surveyModules from "./survey-modules/index.ts";
import * as textModules from "./text-modules.ts";
import * as users from "./users/index.ts";
import * as videoModules from "./video-modules.ts";
import * as webhooks from "./webhooks.ts";
import * as webinarModules from "./webinar-modules.ts";
import * as webinars from "./webinars.ts";

/** An Academy of Mine client with every operation as a method: `academy.courses.enroll(params)`. */
export interface AcademyOfMine extends MethodClient {
  /** Accredible: check its API key, look up its groups. */
  readonly accredible: Bound<typeof accredible>;
  /** Announcements to users, courses and portals. */
  readonly announcements: Bound<typeof announcements>;
  /** Assignments: modules in which learners hand in files or text. */
  readonly assignmentModules: Bound<typeof assignmentModules>;
  /** The log of what administrators did. */
  readonly auditActivities: Bound<typeof auditActivities>;
  /** Badges that learners earn. */
  readonly badges: Bound<typeof badges>;
  /** Categories of courses, modules, products, questions, users and learning paths. */
  readonly categories: Bound<typeof categories>;
  /** Templates of certificates. */
  readonly certificateTemplates: Bound<typeof certificateTemplates>;
  /** Coupons of the shop. */
  readonly coupons: Bound<typeof coupons>;
  /** Courses: content, enrollments, progress and reports. */
  readonly courses: Bound<typeof courses>;
  /** Discussions: modules in which learners comment. */
  readonly discussionModules: Bound<typeof discussionModules>;
  /** Settings of the shop: prices, taxes, shipping, abandoned carts. */
  readonly ecommerceSettings: Bound<typeof ecommerceSettings>;
  /** Flash cards. */
  readonly flashCardModules: Bound<typeof flashCardModules>;
  /** The events for which learners get badges. */
  readonly gamificationEvents: Bound<typeof gamificationEvents>;
  /** Settings of the platform: e-mail, branding, search. */
  readonly generalSettings: Bound<typeof generalSettings>;
  /** The HubSpot integration. */
  readonly hubspot: Bound<typeof hubspot>;
  /** Other integrations and their settings. */
  readonly integrations: Bound<typeof integrations>;
  /** Tiers of the leaderboard. */
  readonly leaderboardTiers: Bound<typeof leaderboardTiers>;
  /** Learning paths: courses in order, enrollments and reports. */
  readonly learningPaths: Bound<typeof learningPaths>;
  /** Places of classes. */
  readonly locations: Bound<typeof locations>;
  /** Platforms that launch courses through LTI. */
  readonly ltiPlatforms: Bound<typeof ltiPlatforms>;
  /** The Mailchimp integration. */
  readonly mailchimp: Bound<typeof mailchimp>;
  /** Uploaded files and videos. */
  readonly media: Bound<typeof media>;
  /** Memberships. */
  readonly memberships: Bound<typeof memberships>;
  /** Menus of the site. */
  readonly menus: Bound<typeof menus>;
  /** Modules of every kind. */
  readonly modules: Bound<typeof modules>;
  /** Orders of the shop: notes, refunds, invoices, sales. */
  readonly orders: Bound<typeof orders>;
  /** Pages of the site. */
  readonly pages: Bound<typeof pages>;
  /** Payment gateways and their credentials. */
  readonly paymentGateways: Bound<typeof paymentGateways>;
  /** PDF modules. */
  readonly pdfModules: Bound<typeof pdfModules>;
  /** Portals: their users, content, pages and branding. */
  readonly portals: Bound<typeof portals>;
  /** PowerPoint modules. */
  readonly powerpointModules: Bound<typeof powerpointModules>;
  /** Products of the shop. */
  readonly products: Bound<typeof products>;
  /** Questions for quizzes. */
  readonly questions: Bound<typeof questions>;
  /** The QuickBooks integration. */
  readonly quickbooks: Bound<typeof quickbooks>;
  /** Quizzes: answering, results, analysis. */
  readonly quizModules: Bound<typeof quizModules>;
  /** The Salesforce integration. */
  readonly salesforce: Bound<typeof salesforce>;
  /** SCORM and xAPI modules: state, statements, reports. */
  readonly scormModules: Bound<typeof scormModules>;
  /** SCORM packages as files. */
  readonly scormPackages: Bound<typeof scormPackages>;
  /** Staff accounts and their permissions. */
  readonly staff: Bound<typeof staff>;
  /** Subscriptions of the shop. */
  readonly subscriptions: Bound<typeof subscriptions>;
  /** Surveys: answering and reports. */
  readonly surveyModules: Bound<typeof surveyModules>;
  /** Text modules. */
  readonly textModules: Bound<typeof textModules>;
  /** Users: accounts, enrollments, addresses, certificates, reports. */
  readonly users: Bound<typeof users>;
  /** Video modules. */
  readonly videoModules: Bound<typeof videoModules>;
  /** Webhooks that the platform sends. */
  readonly webhooks: Bound<typeof webhooks>;
  /** Webinars as modules of a course. */
  readonly webinarModules: Bound<typeof webinarModules>;
  /** Webinars and their attendance. */
  readonly webinars: Bound<typeof webinars>;
}

/**
 * Creates an Academy of Mine client with every operation as a method.
 *
 * The vendor's documentation lost nearly all routes: writes are refused with `UnverifiedRouteError` until you pass
 * `routes`, which `importRoutes` reads from your portal's documentation.
 *
 * @throws ConfigurationError when an option is invalid. A missing portal or token is reported at the first request.
 * @example
 * ```ts
 * const academy = createAcademyOfMine({ portal, token, routes });
 * const { id } = await academy.users.create({ firstName, lastName, email, password });
 * await academy.courses.enroll({ id: courseId, studentIds: [id] });
 * ```
 */
export function createAcademyOfMine(options: AcademyOfMineOptions = {}): AcademyOfMine {
  return bind(createAcademyOfMineClient(options), {
    accredible,
    announcements,
    assignmentModules,
    auditActivities,
    badges,
    categories,
    certificateTemplates,
    coupons,
    courses,
    discussionModules,
    ecommerceSettings,
    flashCardModules,
    gamificationEvents,
    generalSettings,
    hubspot,
    integrations,
    leaderboardTiers,
    learningPaths,
    locations,
    ltiPlatforms,
    mailchimp,
    media,
    memberships,
    menus,
    modules,
    orders,
    pages,
    paymentGateways,
    pdfModules,
    portals,
    powerpointModules,
    products,
    questions,
    quickbooks,
    quizModules,
    salesforce,
    scormModules,
    scormPackages,
    staff,
    subscriptions,
    surveyModules,
    textModules,
    users,
    videoModules,
    webhooks,
    webinarModules,
    webinars,
  });
}
