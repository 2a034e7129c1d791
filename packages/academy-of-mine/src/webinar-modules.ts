/**
 * Webinar modules: webinars as lessons of a course, as a learner's page launches and completes them.
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
  /** False when it is not; the call does not fail then. */
  readonly is_success?: boolean | null | undefined;
  /** The vendor's words for a person. */
  readonly message?: string | null | undefined;
}

/** How a webinar is launched. */
export interface WebinarLaunchDetails {
  /** Who carries the meeting: the sample has `zoom`; the vendor's text speaks of Vimeo and BigBlueButton, too. */
  readonly provider?: OpenEnum<"zoom"> | null | undefined;
  readonly webinarDetails?: WebinarState | null | undefined;
}

/** Whose webinar module is completed. */
export interface CompleteWebinarModuleParams {
  /** The id of the row that holds the learner's state in the module, not of the module. */
  readonly statusRowId: Id;
  /** The portal that the learner belongs to, or one above it; -1 for no portal filter. */
  readonly portalId?: Id | undefined;
}

/** What completing a module has led to. */
export interface CompleteWebinarModuleReply {
  /** The vendor's words for a person. */
  readonly message?: string | null | undefined;
  /** True when the course is completed by it, too. */
  readonly course_newly_completed?: boolean | null | undefined;
}

/** An event of Zoom. */
export interface ReceiveZoomWebhookParams {
  /** As in `meeting.ended`, the only one that the vendor says it acts on. */
  readonly event: string;
  /** What Zoom sends with the event, an object in the form that Zoom documents. */
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads how a webinar is launched, for a learner's page. The sample's message says that the meeting was started: asking
 * may start it. Where it is not ready `webinarDetails.is_success` is false, without an error.
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
 * Sets a learner's webinar module to completed and 100%, whether the learner was there or not; nothing is documented
 * that takes it back. It may complete the course, and with it whatever hangs on that, such as a certificate. Both
 * parameters go into the query.
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
 * Takes an event from Zoom: it is there for Zoom to call, not for you. Sent by you, `meeting.ended` makes the portal
 * record who attended; whether it asks for Zoom's signature is not documented.
 */
export const receiveZoomWebhook = operation<ReceiveZoomWebhookParams, Message>({
  name: "webinarModules.receiveZoomWebhook",
  method: "POST",
  path: "/webinar/zoom-webhook",
  params: () =>
    z.strictObject({
      event: text(),
      payload: z.optional(z.record(z.string(), z.unknown())),
    }),
  response: () => message(),
});
