/**
 * Gamification events: rules that give a learner a badge when something has happened often enough, such as a number of
 * completed modules.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "./operation.ts";
import { decimal, id, text } from "./fields.ts";
import { maybe, maybeNumber, maybeText, message, saved } from "./shared/replies.ts";
import type { Id, Message, OpenEnum, Saved } from "./shared/shapes.ts";

/** What is counted. The vendor's samples name these two and its pages give no list. */
export type GamificationEventType = OpenEnum<"total_money_spent" | "total_module_completed">;

/** An event in the list. */
export interface GamificationEventRecord {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The count or amount at which the badge is given. */
  readonly triggerValue?: number | null | undefined;
  /** The badge's name; its id comes from `gamificationEvents.get`. */
  readonly badgeTitle?: string | null | undefined;
  /** `eventType` in the other operations. */
  readonly type?: GamificationEventType | null | undefined;
  /** The type as display text. */
  readonly display_type?: string | null | undefined;
}

/** The events. */
export interface GamificationEventList {
  /** The total number of events; greater than the number of records if the vendor omits some. */
  readonly recordsTotal?: number | null | undefined;
  readonly records?: readonly GamificationEventRecord[] | null | undefined;
}

/** An event. */
export interface GamificationEvent {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly eventType?: GamificationEventType | null | undefined;
  readonly selectedBadgeId?: number | null | undefined;
  /** The count or amount at which the badge is given. */
  readonly triggerValue?: number | null | undefined;
}

/** Which event is meant. */
export interface GamificationEventParams {
  /** The event's id. */
  readonly id: Id;
}

/** An event to create. */
export interface CreateGamificationEventParams {
  readonly name: string;
  readonly eventType: GamificationEventType;
  /** The badge that a learner gets. */
  readonly selectedBadgeId: Id;
  /** The count or amount. The vendor declares a whole number; its sample is 5.6. */
  readonly triggerValue: number | string;
}

/** An event with its new settings. */
export interface UpdateGamificationEventParams extends CreateGamificationEventParams {
  /** The event's id, which the vendor's page does not mention. */
  readonly id: Id;
}

const eventSettings = () => ({
  name: text(),
  eventType: text(),
  selectedBadgeId: id(),
  triggerValue: decimal(),
});

const gamificationEventRecord = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    triggerValue: maybeNumber(),
    badgeTitle: maybeText(),
    type: maybeText(),
    display_type: maybeText(),
  });

/**
 * Lists the events. The vendor's page lost this operation's heading and parameters, so none are declared and the list
 * may be only one page: compare its length with `recordsTotal`. Pass what your portal accepts in `extraParams`.
 */
export const list = operation<NoParams, GamificationEventList>({
  name: "gamificationEvents.list",
  method: "GET",
  path: "/gamificationEvent/list",
  response: () =>
    z.looseObject({
      recordsTotal: maybeNumber(),
      records: maybe(z.array(gamificationEventRecord())),
    }),
});

/**
 * Reads an event with the id of its badge, which `gamificationEvents.list` lacks. The vendor documents the event's id
 * as a query parameter; it is sent in the path, as for every other record.
 */
export const get = operation<GamificationEventParams, GamificationEvent>({
  name: "gamificationEvents.get",
  method: "GET",
  path: "/gamificationEvent/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () =>
    z.looseObject({
      id: z.number(),
      name: maybeText(),
      eventType: maybeText(),
      selectedBadgeId: maybeNumber(),
      triggerValue: maybeNumber(),
    }),
});

/**
 * Creates an event that gives learners a badge. Whether learners who reached its value earlier get it is not
 * documented.
 */
export const create = operation<CreateGamificationEventParams, Saved>({
  name: "gamificationEvents.create",
  method: "POST",
  path: "/gamificationEvent",
  params: () => z.strictObject(eventSettings()),
  response: () => saved(),
});

/**
 * Changes an event; all four settings are required. They are sent in the query, as the vendor documents, although it is
 * a write.
 */
export const update = operation<UpdateGamificationEventParams, Saved>({
  name: "gamificationEvents.update",
  method: "PUT",
  path: "/gamificationEvent/{id}",
  query: ["name", "eventType", "selectedBadgeId", "triggerValue"],
  params: () => z.strictObject({ id: id(), ...eventSettings() }),
  response: () => saved(),
});

/**
 * Deletes an event that has not given any learner a badge. A refusal also has status 200, and only the text of
 * `message` differs: to be sure, check whether `gamificationEvents.list` still contains the event.
 */
const remove = operation<GamificationEventParams, Message>({
  name: "gamificationEvents.delete",
  method: "DELETE",
  // Not the path of `get` and `update`: the vendor's page shows an id in the path here, and none for those two.
  path: "/gamificationEvent/delete/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => message(),
});

export { remove as delete };
