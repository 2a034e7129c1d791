import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, ids, text } from "../fields.ts";
import { message } from "../shared/replies.ts";
import type { Id, Message, OpenEnum } from "../shared/shapes.ts";

/** Which registrations for a webinar are meant. */
export interface WebinarRegistrations {
  /** Ids of the course's registrations, not of users. */
  readonly ids: readonly Id[];
  /** The id of the webinar module. */
  readonly webinarId: Id;
  /** The portal's id. */
  readonly portalId: Id;
}

/** Which registrations to give which status. */
export interface UpdateWebinarRegistrationStatusParams extends WebinarRegistrations {
  /** The vendor shows `approved` and names no other. */
  readonly status: OpenEnum<"approved">;
}

/** Which registrations to give which note. */
export interface UpdateWebinarRegistrationNotesParams extends WebinarRegistrations {
  /** The note; it takes the place of the one that was. */
  readonly notes: string;
}

const webinarRegistrations = () => ({ ids: ids(), webinarId: id(), portalId: id() });

/**
 * Approves registrations for a webinar, or gives them another status. Whether learners are notified is not documented.
 */
export const updateWebinarRegistrationStatus = operation<UpdateWebinarRegistrationStatusParams, Message>({
  name: "users.updateWebinarRegistrationStatus",
  method: "PUT",
  path: "/user/webinar-registration-status",
  query: ["ids", "status", "webinarId", "portalId"],
  encode: { ids: "json" },
  params: () => z.strictObject({ ...webinarRegistrations(), status: text() }),
  response: () => message(),
});

/**
 * Writes one note to several registrations for a webinar. It is sent in the query: keep it short, and free of secrets.
 */
export const updateWebinarRegistrationNotes = operation<UpdateWebinarRegistrationNotesParams, Message>({
  name: "users.updateWebinarRegistrationNotes",
  method: "PUT",
  path: "/user/webinar-registration-notes",
  query: ["ids", "webinarId", "portalId", "notes"],
  encode: { ids: "json" },
  params: () => z.strictObject({ ...webinarRegistrations(), notes: text() }),
  response: () => message(),
});
