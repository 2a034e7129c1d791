/**
 * Webinar modules: webinars as lessons of a course: their launch and completion by learners.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { operation } from "./operation.ts";
import { id, text } from "./fields.ts";
import { maybe, maybeFlag, maybeText, message } from "./shared/replies.ts";
import type { Id, Message, OpenEnum } from "./shared/shapes.ts";

/** Which webinar to launch. */
export interface GetLaunchDetailsParams {
  /** The id of the webinar module. */
  readonly moduleId: Id;
  /** The portal that the learner belongs to, or one above it; -1 for no portal filter. */
  readonly portalId?: Id | undefined;
}

/** Whether a webinar is ready. */
export interface WebinarState {
  /** False if it is not; the call does not fail. */
  readonly is_success?: boolean | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
}

/** How a webinar is launched. */
export interface WebinarLaunchDetails {
  /** The meeting provider: `zoom` in the sample; the vendor's text also mentions Vimeo and BigBlueButton. */
  readonly provider?: OpenEnum<"zoom"> | null | undefined;
  readonly webinarDetails?: WebinarState | null | undefined;
}

/** Whose webinar module is completed. */
export interface CompleteWebinarModuleParams {
  /** The id of the row with the learner's status in the module, not of the module. */
  readonly statusRowId: Id;
  /** The portal that the learner belongs to, or one above it; -1 for no portal filter. */
  readonly portalId?: Id | undefined;
}

/** The outcome of completing a module. */
export interface CompleteWebinarModuleReply {
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** True if it also completed the course. */
  readonly course_newly_completed?: boolean | null | undefined;
}

/** An event of Zoom. */
export interface ForwardZoomWebhookParams {
  /** For example, `meeting.ended`, the only one that the vendor says it handles. */
  readonly event: string;
  /** What Zoom sends with the event, an object in the form that Zoom documents. */
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads how a webinar is launched, for a learner's page. The sample's message says that the meeting was started: this
 * call may start it. If it is not ready, `webinarDetails.is_success` is false, without an error.
 */
export const getLaunchDetails = operation<GetLaunchDetailsParams, WebinarLaunchDetails>({
  name: "webinarModules.getLaunchDetails",
  method: "GET",
  path: "/webinar/launch-details",
  params: () => z.strictObject({ moduleId: id(), portalId: z.optional(id()) }),
  response: () =>
    z.looseObject({
      provider: maybeText(),
      webinarDetails: maybe(z.looseObject({ is_success: maybeFlag(), message: maybeText() })),
    }),
});

/**
 * Sets a learner's webinar module to completed, at 100%, whether the learner attended or not; no operation to undo it
 * is documented. It may complete the course, with all consequences, such as a certificate. Both parameters are sent in
 * the query.
 */
export const complete = operation<CompleteWebinarModuleParams, CompleteWebinarModuleReply>({
  name: "webinarModules.complete",
  method: "POST",
  path: "/webinar/mark-complete",
  query: ["statusRowId", "portalId"],
  params: () => z.strictObject({ statusRowId: id(), portalId: z.optional(id()) }),
  response: () => z.looseObject({ message: maybeText(), course_newly_completed: maybeFlag() }),
});

/**
 * Forwards an event from Zoom to the portal, at the URL that Zoom itself is meant to call. If you send `meeting.ended`,
 * the portal records who attended; whether it requires Zoom's signature is not documented.
 */
export const forwardZoomWebhook = operation<ForwardZoomWebhookParams, Message>({
  name: "webinarModules.forwardZoomWebhook",
  method: "POST",
  path: "/webinar/zoom-webhook",
  params: () =>
    z.strictObject({
      event: text(),
      payload: z.optional(z.record(z.string(), z.unknown())),
    }),
  response: () => message(),
});
