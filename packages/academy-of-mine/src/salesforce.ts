/**
 * Salesforce: what the portal does there on learner events, which fields it maps, and what it sent.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation, pagedOperation } from "./operation.ts";
import { deliveryLogParams, labeledDeliveryLogFields } from "./shared/delivery-log-schemas.ts";
import type { LabeledDeliveryLog, ListDeliveryLogsParams } from "./shared/delivery-log.ts";
import { id, pageParams, text } from "./fields.ts";
import {
  integrationAction,
  integrationActionsParams,
  integrationEventFields,
  integrationField,
  mappableFields,
  mappingSaved,
  updateIntegrationActionParams,
} from "./shared/integration-action-schemas.ts";
import type {
  IntegrationAction,
  IntegrationEvent,
  IntegrationField,
  ListIntegrationActionsParams,
  MappableFields,
  MappingSaved,
  UpdateIntegrationActionParams,
} from "./shared/integration-actions.ts";
import type { Page, PageParams } from "./pagination.ts";
import { lookupOption, maybe, maybeFlag, maybeText, message, page, saved } from "./shared/replies.ts";
import type { Id, LookupOption, Message, OpenEnum, Saved } from "./shared/shapes.ts";

/** An event of the portal that a Salesforce action can follow. */
export interface SalesforceEvent extends IntegrationEvent {
  /** The kinds of Salesforce record that can be changed on it. */
  readonly salesforce_crud?: readonly LookupOption[] | null | undefined;
}

/** The events. */
export interface SalesforceEvents {
  readonly events?: readonly SalesforceEvent[] | null | undefined;
}

/** The kind of Salesforce record to list fields for. */
export interface LookupSalesforceFieldsParams {
  readonly type: OpenEnum<"contact" | "custom_course_object">;
}

/** The fields and courses that a mapping can join. */
export interface SalesforceFields extends MappableFields {
  /** Fields of the Salesforce record. */
  readonly salesforce_fields?: readonly IntegrationField[] | null | undefined;
}

/** Which Salesforce actions to list. */
export interface ListSalesforceActionsParams extends ListIntegrationActionsParams, PageParams {}

/** What the portal does in Salesforce, and when. */
export interface CreateSalesforceActionParams {
  /** The value of the event that starts it, such as `course_enrolled`; see `lookupEvents`. */
  readonly event: string;
  /** What is done to the record, such as `create`. */
  readonly action: string;
  /** The value of Salesforce's kind of record, such as `salesforce_contact`; see `lookupEvents`. */
  readonly object: string;
}

/** The mapping. */
export interface SalesforceMappingParams {
  readonly type: OpenEnum<"salesforce_contact" | "salesforce_course_and_registration_custom_object">;
}

/** A saved mapping. The vendor's sample is that of the custom objects for courses and registrations. */
export interface SalesforceMapping {
  readonly type?: string | null | undefined;
  /** Empty in the sample: what an entry contains is not known, nor for the two lists below. */
  readonly courseFieldProperties?: readonly unknown[] | null | undefined;
  readonly courseRegistrationFieldProperties?: readonly unknown[] | null | undefined;
  /** Names of Salesforce custom objects, most likely. */
  readonly sfCustomObjectNames?: readonly unknown[] | null | undefined;
  /** Most likely whether completed courses are sent, too. */
  readonly isSyncCourseCompleted?: boolean | null | undefined;
  /** The fields of other types, which the vendor does not show. */
  readonly [field: string]: unknown;
}

/** Which Salesforce action to delete. */
export interface DeleteSalesforceActionParams {
  /** The action's id. */
  readonly id: Id;
}

const salesforceEvent = () =>
  z.looseObject({ ...integrationEventFields(), salesforce_crud: maybe(z.array(lookupOption())) });

const salesforceMapping = () =>
  z.looseObject({
    type: maybeText(),
    courseFieldProperties: maybe(z.array(z.unknown())),
    courseRegistrationFieldProperties: maybe(z.array(z.unknown())),
    sfCustomObjectNames: maybe(z.array(z.unknown())),
    isSyncCourseCompleted: maybeFlag(),
  });

/**
 * Lists what happens in the portal that a Salesforce action can follow, under the key `events`, with the kinds of
 * record to choose from.
 */
export const lookupEvents = operation<NoParams, SalesforceEvents>({
  name: "salesforce.lookupEvents",
  method: "GET",
  path: "/salesforce/event/lookup",
  response: () => z.looseObject({ events: maybe(z.array(salesforceEvent())) }),
});

/** Lists the portal's fields, Salesforce's fields and the courses that a mapping can join. */
export const lookupFields = operation<LookupSalesforceFieldsParams, SalesforceFields>({
  name: "salesforce.lookupFields",
  method: "GET",
  path: "/salesforce/field/lookup",
  params: () => z.strictObject({ type: text() }),
  response: () =>
    z.looseObject({ ...mappableFields(), salesforce_fields: maybe(z.array(integrationField())) }),
});

/** Lists what the portal does in Salesforce. */
export const listActions = listOperation<
  ListSalesforceActionsParams,
  Page<IntegrationAction>,
  IntegrationAction
>({
  name: "salesforce.listActions",
  method: "GET",
  path: "/salesforce/action/list",
  params: () => z.strictObject({ ...integrationActionsParams(), ...pageParams() }),
  response: () => page(integrationAction()),
});

/**
 * Makes the portal change records in Salesforce whenever an event happens. The reply does not contain the action's
 * id: find it with `listActions`.
 */
export const createAction = operation<CreateSalesforceActionParams, Message>({
  name: "salesforce.createAction",
  method: "POST",
  path: "/salesforce/action",
  params: () => z.strictObject({ event: text(), action: text(), object: text() }),
  response: () => message(),
});

/** Replaces the event, the action and the kind of record of a Salesforce action; the vendor requires all three. */
export const updateAction = operation<UpdateIntegrationActionParams, Saved>({
  name: "salesforce.updateAction",
  method: "PUT",
  path: "/salesforce/action/{id}",
  params: updateIntegrationActionParams,
  response: () => saved(),
});

/** Deletes an action permanently: the portal no longer follows its event. Whether its logs stay is not documented. */
export const deleteAction = operation<DeleteSalesforceActionParams, Message>({
  name: "salesforce.deleteAction",
  method: "DELETE",
  path: "/salesforce/action/delete/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => message(),
});

/** Reads which fields of the portal go to which of Salesforce's. */
export const getMapping = operation<SalesforceMappingParams, SalesforceMapping>({
  name: "salesforce.getMapping",
  method: "POST",
  path: "/salesforce/mapping/get",
  safe: true,
  params: () => z.strictObject({ type: text() }),
  response: () => salesforceMapping(),
});

/**
 * Replaces the mapping of a type. The vendor documents only the type, not the fields of the mapping: those that
 * `getMapping` returns are the likely ones; pass them in the call's option `extraParams`. How a call without them
 * affects an existing mapping is not known.
 */
export const saveMapping = operation<SalesforceMappingParams, MappingSaved>({
  name: "salesforce.saveMapping",
  method: "POST",
  path: "/salesforce/mapping",
  params: () => z.strictObject({ type: text() }),
  response: mappingSaved,
});

/** Lists what a Salesforce action sent, and the outcome of each delivery. */
export const listLogs = pagedOperation<ListDeliveryLogsParams, Page<LabeledDeliveryLog>, LabeledDeliveryLog>({
  name: "salesforce.listLogs",
  method: "GET",
  path: "/salesforce/log/list/{id}",
  encode: { order_by: "json" },
  params: () => z.strictObject(deliveryLogParams()),
  response: () => page(z.looseObject(labeledDeliveryLogFields())),
});
