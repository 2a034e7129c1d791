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
  /** At which count or amount the badge is given. */
  readonly triggerValue?: number | null | undefined;
  /** The badge's name; its id comes from `gamificationEvents.get`. */
  readonly badgeTitle?: string | null | undefined;
  /** `eventType` in the other operations. */
  readonly type?: GamificationEventType | null | undefined;
  /** The type in words for a person. */
  readonly display_type?: string | null | undefined;
}

/** The events. */
export interface GamificationEventList {
  /** How many events there are in all: more than the records where the vendor leaves some out. */
  readonly recordsTotal?: number | null | undefined;
  readonly records?: readonly GamificationEventRecord[] | null | undefined;
}

/** An event. */
export interface GamificationEvent {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly eventType?: GamificationEventType | null | undefined;
  readonly selectedBadgeId?: number | null | undefined;
  /** At which count or amount the badge is given. */
  readonly triggerValue?: number | null | undefined;
}

/** Which event is meant. */
export interface GamificationEventParams {
  /** The event's id. */
  readonly id: Id;
}

/** An event to make. */
export interface CreateGamificationEventParams {
  readonly name: string;
  readonly eventType: GamificationEventType;
  /** The badge that a learner gets. */
  readonly selectedBadgeId: Id;
  /** At which count or amount. The vendor calls it a whole number; its sample is 5.6. */
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
 * Lists the events. The vendor's page lost this operation's heading and parameters, so that none can be given here and
 * the list may stop at a page: compare its length with `recordsTotal`. What your portal takes goes into `extraParams`.
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
 * Reads an event with the id of its badge, which `gamificationEvents.list` lacks. The vendor documents the event's id as a
 * query parameter; it stands in the path, as for every other record.
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

/** Makes an event that gives learners a badge. Whether those who have reached its value before get it is not documented. */
export const create = operation<CreateGamificationEventParams, Saved>({
  name: "gamificationEvents.create",
  method: "POST",
  path: "/gamificationEvent",
  params: () => z.strictObject(eventSettings()),
  response: () => saved(),
});

/**
 * Changes an event; all four settings are required. They travel in the query, as the vendor documents them, although it is
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
 * Deletes an event, as long as nobody has got a badge by it. A refusal is a success of status 200 too, which only the
 * words of `message` tell apart: to be sure, look whether `gamificationEvents.list` still has the event.
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
