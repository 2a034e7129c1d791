import * as z from "#zod";
import { id, ordering, text } from "../fields.ts";
import { maybe, maybeFlag, maybeText, namedOption } from "./replies.ts";

/** The fields of `IntegrationEvent`. */
export const integrationEventFields = () => ({
  db_value: z.string(),
  display_value: maybeText(),
  crud_op: maybeText(),
});

/** See `IntegrationAction`. */
export const integrationAction = () =>
  z.looseObject({
    id: z.number(),
    event: maybeText(),
    event_display_value: maybeText(),
    object: maybeText(),
    object_display_value: maybeText(),
    action: maybeText(),
    author: maybeText(),
    created_at: maybeText(),
  });

/** See `ListIntegrationActionsParams.search_param`. */
const integrationActionSearch = () =>
  z.union([z.looseObject({ events: z.optional(z.unknown()) }), z.number()]);

/** The fields of `ListIntegrationActionsParams`. */
export const integrationActionsParams = () => ({
  order_by: z.optional(ordering()),
  search_param: z.optional(integrationActionSearch()),
});

/** See `UpdateIntegrationActionParams`. */
export const updateIntegrationActionParams = () =>
  z.strictObject({ id: id(), event: text(), action: text(), object: text() });

/** See `IntegrationField`. */
export const integrationField = () => z.looseObject({ db_value: z.string() });

/** The fields of `MappableFields`. */
export const mappableFields = () => ({
  lms_fields: maybe(z.array(integrationField())),
  courses: maybe(z.array(namedOption())),
});

/** See `MappingSaved`. */
export const mappingSaved = () => z.looseObject({ is_success: maybeFlag(), message: maybeText() });
