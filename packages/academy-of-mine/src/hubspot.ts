/**
 * HubSpot: what the portal does there on learner events, which fields it maps, what it sent, and the import of contacts
 * as learners.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation, pagedOperation } from "./operation.ts";
import { deliveryLog, deliveryLogParams, labeledDeliveryLogFields } from "./shared/delivery-log-schemas.ts";
import type { DeliveryLog, LabeledDeliveryLog, ListDeliveryLogsParams } from "./shared/delivery-log.ts";
import { id, text } from "./fields.ts";
import {
  integrationEventFields,
  integrationField,
  integrationAction,
  integrationActionsParams,
  mappableFields,
  mappingSaved,
  updateIntegrationActionParams,
} from "./shared/integration-action-schemas.ts";
import type {
  IntegrationEvent,
  IntegrationField,
  IntegrationAction,
  ListIntegrationActionsParams,
  MappableFields,
  MappingSaved,
  UpdateIntegrationActionParams,
} from "./shared/integration-actions.ts";
import type { Page } from "./pagination.ts";
import {
  lookupOption,
  maybe,
  maybeFlag,
  maybeNumber,
  maybeText,
  message,
  page,
  saved,
} from "./shared/replies.ts";
import type { Id, LookupOption, Message, OpenEnum, Saved } from "./shared/shapes.ts";

/** An event of the portal that a HubSpot action can follow. */
export interface HubspotEvent extends IntegrationEvent {
  /**
   * The kinds of HubSpot record that can be changed on it, with display text: the source code of a PHP array as a
   * string, in one sample not even valid. Show it, do not parse it.
   */
  readonly hubspot_crud?: string | null | undefined;
}

/** The kind of HubSpot record to list fields for. */
export interface LookupHubspotFieldsParams {
  readonly type: OpenEnum<"contact" | "deal">;
}

/** One of the three parts of the reply; each entry has one of the keys. */
export interface HubspotFieldsPart extends MappableFields {
  /** Fields of the HubSpot record. */
  readonly hubspot_fields?: readonly IntegrationField[] | null | undefined;
}

/** What the portal does in HubSpot, and when. */
export interface CreateHubspotActionParams {
  /**
   * The event that starts it. The vendor declares an integer and has no example; its other pages name events by values
   * such as `course_enrolled`, so both are accepted.
   */
  readonly event: number | string;
  /** What is done to the record, such as `create`. */
  readonly action: string;
  /** HubSpot's kind of record, such as "Hubspot Contact". */
  readonly object: string;
}

/** A condition on HubSpot records, as in the vendor's example of a mapping. */
export interface HubspotCondition {
  /** Its number in the mapping, from 1. */
  readonly id?: Id | undefined;
  /** How it is joined with the one before it. */
  readonly conditionOperator?: OpenEnum<"AND" | "OR"> | undefined;
  /** What is compared, `hasdeal` in the example. */
  readonly conditionValue?: string | undefined;
  /** The kind of record, in upper case. */
  readonly conditionType?: OpenEnum<"CONTACT"> | undefined;
  /** How it is compared. `CONTAINS` in the example, which is not among the values of `lookupConditions`. */
  readonly conditionOperatorValue?: OpenEnum<"CONTAINS"> | undefined;
  /** Any other field: the vendor shows an example only. */
  readonly [field: string]: unknown;
}

/** A mapping of fields. The vendor requires all lists for every type. */
export interface SaveHubspotMappingParams {
  /** Which mapping, such as `hubspot_contact`. */
  readonly type: OpenEnum<"hubspot_contact" | "hubspot_condition">;
  /** Undocumented; most likely objects, though the vendor types texts, as it does for the conditions. */
  readonly dealIdentifierObjectAndProperties: readonly unknown[];
  /** Undocumented; most likely objects, though the vendor types texts. */
  readonly courseFieldProperties: readonly unknown[];
  /** Undocumented; most likely objects, though the vendor types texts. */
  readonly userFieldProperties: readonly unknown[];
  readonly conditionMappingData: readonly HubspotCondition[];
}

/** Which mapping to read. */
export interface GetHubspotMappingParams {
  readonly type: OpenEnum<"hubspot_contact" | "hubspot_condition">;
}

/** A saved mapping. The vendor's sample is that of the conditions. */
export interface HubspotMapping {
  readonly type?: string | null | undefined;
  /** Empty in the sample; most likely what was saved as `conditionMappingData`. */
  readonly conditions?: readonly unknown[] | null | undefined;
  /** The fields of other types, which the vendor does not show. */
  readonly [field: string]: unknown;
}

/** Which contacts to import. */
export interface ImportHubspotUsersParams {
  /**
   * Conditions that a contact must meet. Their form is undocumented: the vendor types texts, as it does for the
   * objects of a mapping's conditions. What an empty list imports is not documented either.
   */
  readonly hubspotConditions: readonly unknown[];
}

/** That an import was put in the queue. */
export interface HubspotImportStarted extends Message {
  /** Always true: a reply with false is thrown as an error. */
  readonly success?: boolean | null | undefined;
  /** The import's number, for `getImportStatus`. */
  readonly importId?: number | null | undefined;
}

/** Which import to ask about. */
export interface GetHubspotImportStatusParams {
  /** The import's number; defaults to the latest. */
  readonly importId?: Id | undefined;
}

/** The progress of an import. */
export interface HubspotImportStatus {
  /** For example, "22-Jan-2020 12:00 AM". */
  readonly lastImportedDate?: string | null | undefined;
  /** `queue` until it has succeeded or failed. */
  readonly status?: OpenEnum<"success" | "failed" | "queue"> | null | undefined;
}

/** What an import did. */
export interface HubspotImportLog extends LabeledDeliveryLog {
  /** The import's number. */
  readonly importIdentifier?: number | null | undefined;
  /** JSON in a text, "[]" in the sample: what was imported, likely with personal data. */
  readonly importedData?: string | null | undefined;
  /** What was skipped; an empty string in the sample, so its form is not known. */
  readonly skippedData?: string | null | undefined;
  /** The outcome as display text. */
  readonly message?: string | null | undefined;
  /** How the background job ended, such as `success`. */
  readonly queueStatus?: string | null | undefined;
}

const hubspotCondition = () =>
  z.looseObject({
    id: z.optional(id()),
    conditionOperator: z.optional(text()),
    conditionValue: z.optional(z.string()),
    conditionType: z.optional(text()),
    conditionOperatorValue: z.optional(text()),
  });

const hubspotImportLog = () =>
  z.looseObject({
    ...labeledDeliveryLogFields(),
    importIdentifier: maybeNumber(),
    importedData: maybeText(),
    skippedData: maybeText(),
    message: maybeText(),
    queueStatus: maybeText(),
  });

/**
 * Lists what happens in the portal that a HubSpot action can follow. One sample value, `Account Updated`, is written
 * unlike the others.
 */
export const lookupEvents = operation<NoParams, readonly HubspotEvent[]>({
  name: "hubspot.lookupEvents",
  method: "GET",
  path: "/hubspot/event/lookup",
  response: () => z.array(z.looseObject({ ...integrationEventFields(), hubspot_crud: maybeText() })),
});

/**
 * Lists the portal's fields, HubSpot's fields and the courses that a mapping can join. The reply is a list of three
 * objects, each with one of the three parts.
 */
export const lookupFields = operation<LookupHubspotFieldsParams, readonly HubspotFieldsPart[]>({
  name: "hubspot.lookupFields",
  method: "POST",
  path: "/hubspot/field/lookup",
  safe: true,
  params: () => z.strictObject({ type: text() }),
  response: () =>
    z.array(z.looseObject({ ...mappableFields(), hubspot_fields: maybe(z.array(integrationField())) })),
});

/** Lists the comparisons that a condition of a mapping can make, such as `greater_than`. */
export const lookupConditions = operation<NoParams, readonly LookupOption[]>({
  name: "hubspot.lookupConditions",
  method: "GET",
  path: "/hubspot/condition/lookup",
  response: () => z.array(lookupOption()),
});

/**
 * Lists what the portal does in HubSpot. The vendor's text promises pages but documents no parameters for them, so only
 * one reply is read: if it contains fewer records than `recordsFiltered`, try `page_size` and `page_number` in the
 * call's option `extraParams`.
 */
export const listActions = operation<ListIntegrationActionsParams, Page<IntegrationAction>>({
  name: "hubspot.listActions",
  method: "GET",
  path: "/hubspot/action/list",
  encode: { order_by: "json", search_param: "json" },
  params: () => z.strictObject(integrationActionsParams()),
  response: () => page(integrationAction()),
});

/**
 * Makes the portal change records in HubSpot whenever an event happens. The reply does not contain the action's id:
 * find it with `listActions`.
 */
export const createAction = operation<CreateHubspotActionParams, Message>({
  name: "hubspot.createAction",
  method: "POST",
  path: "/hubspot/action",
  params: () => z.strictObject({ event: z.union([z.int(), text()]), action: text(), object: text() }),
  response: () => message(),
});

/** Replaces the event, the action and the kind of record of a HubSpot action; the vendor requires all three. */
export const updateAction = operation<UpdateIntegrationActionParams, Saved>({
  name: "hubspot.updateAction",
  method: "PUT",
  path: "/hubspot/action/{id}",
  params: updateIntegrationActionParams,
  response: () => saved(),
});

/** Reads which fields of the portal go to which of HubSpot's, or the conditions for it. */
export const getMapping = operation<GetHubspotMappingParams, HubspotMapping>({
  name: "hubspot.getMapping",
  method: "POST",
  path: "/hubspot/get-mapping",
  safe: true,
  params: () => z.strictObject({ type: text() }),
  response: () => z.looseObject({ type: maybeText(), conditions: maybe(z.array(z.unknown())) }),
});

/**
 * Replaces the mapping of a type. The vendor shows the form of the conditions only: read a mapping that was created in
 * the portal with `getMapping` first.
 */
export const saveMapping = operation<SaveHubspotMappingParams, MappingSaved>({
  name: "hubspot.saveMapping",
  method: "POST",
  path: "/hubspot/mapping",
  params: () =>
    z.strictObject({
      type: text(),
      dealIdentifierObjectAndProperties: z.array(z.unknown()),
      courseFieldProperties: z.array(z.unknown()),
      userFieldProperties: z.array(z.unknown()),
      conditionMappingData: z.array(hubspotCondition()),
    }),
  response: mappingSaved,
});

/** Lists what a HubSpot action sent, and the outcome of each delivery. */
export const listLogs = pagedOperation<ListDeliveryLogsParams, Page<DeliveryLog>, DeliveryLog>({
  name: "hubspot.listLogs",
  method: "GET",
  path: "/hubspot/log/list/{id}",
  encode: { order_by: "json" },
  params: () => z.strictObject(deliveryLogParams()),
  response: () => page(deliveryLog()),
});

/**
 * Imports HubSpot contacts as learners, in the background: the reply confirms the start, `getImportStatus` reports the
 * progress. The conditions are saved in the portal. Whether new learners get an e-mail, and what happens to contacts
 * who are already learners, is not documented.
 */
export const importUsers = operation<ImportHubspotUsersParams, HubspotImportStarted>({
  name: "hubspot.importUsers",
  method: "POST",
  path: "/hubspot/import-users",
  params: () => z.strictObject({ hubspotConditions: z.array(z.unknown()) }),
  response: () => z.looseObject({ success: maybeFlag(), importId: maybeNumber(), message: maybeText() }),
});

/** Reports the progress of an import of contacts, by default the latest. A failed import is a reply, not an error. */
export const getImportStatus = operation<GetHubspotImportStatusParams, HubspotImportStatus>({
  name: "hubspot.getImportStatus",
  method: "GET",
  path: "/hubspot/import-status",
  params: () => z.strictObject({ importId: z.optional(id()) }),
  response: () => z.looseObject({ lastImportedDate: maybeText(), status: maybeText() }),
});

/**
 * Lists what imports of contacts did. The vendor describes `id` as that of a HubSpot action, although imports belong to
 * none; it may just as well be the number of an import.
 */
export const listImportLogs = pagedOperation<
  ListDeliveryLogsParams,
  Page<HubspotImportLog>,
  HubspotImportLog
>({
  name: "hubspot.listImportLogs",
  method: "GET",
  path: "/hubspot/importLog/list/{id}",
  encode: { order_by: "json" },
  params: () => z.strictObject(deliveryLogParams()),
  response: () => page(hubspotImportLog()),
});
