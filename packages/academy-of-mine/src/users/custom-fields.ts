import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { maybe, maybeFlag, maybeText, message, lookupOption } from "../shared/replies.ts";
import type { LookupOption, Message } from "../shared/shapes.ts";
import type { CustomFieldType } from "../shared/user-account.ts";

/** A custom field of a portal's users, in addition to name and e-mail address. */
export interface CustomField {
  /** The field's id. */
  readonly id: number;
  readonly type?: CustomFieldType | null | undefined;
  /** The label of the field. */
  readonly label?: string | null | undefined;
  /** What it contains at first, null in the vendor's samples. */
  readonly defaultValue?: unknown;
  readonly isRequired?: boolean | null | undefined;
  /** The choices, empty in the vendor's samples; texts, most likely. */
  readonly optionLabel?: readonly unknown[] | null | undefined;
  readonly isFieldOnRegistrationPage?: boolean | null | undefined;
  readonly isFieldOnCertificate?: boolean | null | undefined;
  /** The reports that have it as a column, such as `export-users` and `export-orders`. */
  readonly includeInReportExports?: readonly string[] | null | undefined;
}

/** The custom fields of a portal. */
export interface ListCustomFieldsReply {
  readonly fields?: readonly CustomField[] | null | undefined;
}

/** The custom fields for the registration page. */
export interface ListRegistrationFieldsReply {
  /** The fields by their key, such as `user_meta_key_1`. */
  readonly fields?: Readonly<Record<string, CustomField>> | null | undefined;
}

/** A custom field as the vendor's example of a deletion has it. */
export interface CustomFieldDefinition {
  /** The field's key, such as `custom_field_1`. */
  readonly userMetaKey?: string | undefined;
  /** The label of the field. */
  readonly label?: string | undefined;
  readonly type?: CustomFieldType | undefined;
  readonly isRequired?: boolean | undefined;
  /** The choices, empty in the vendor's example. `optionLabel` in replies. */
  readonly optionsLabel?: readonly unknown[] | undefined;
  /** More of the field: the vendor shows an example only. */
  readonly [field: string]: unknown;
}

/** All custom fields that the portal is to have. */
export interface SaveCustomFieldsParams {
  /** Fields as `users.listCustomFields` returns them, and new ones. */
  readonly fields: readonly (CustomField | CustomFieldDefinition)[];
}

/** Which field is to be deleted. */
export interface CheckCustomFieldDeletionParams {
  readonly fieldToDelete: CustomFieldDefinition;
}

/** Whether the field can be deleted. */
export interface CheckCustomFieldDeletionReply {
  /** The answer. The vendor's sample has true next to a message that says no. */
  readonly canDeleteField?: boolean | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** The certificate templates that show the field, most likely; empty in the vendor's sample. */
  readonly certificateTemplates?: readonly unknown[] | null | undefined;
}

const customField = () =>
  z.looseObject({
    id: z.number(),
    type: maybeText(),
    label: maybeText(),
    defaultValue: z.optional(z.unknown()),
    isRequired: maybeFlag(),
    optionLabel: maybe(z.array(z.unknown())),
    isFieldOnRegistrationPage: maybeFlag(),
    isFieldOnCertificate: maybeFlag(),
    includeInReportExports: maybe(z.array(z.string())),
  });

const customFieldDefinition = () =>
  z.looseObject({
    userMetaKey: z.optional(z.string()),
    label: z.optional(z.string()),
    type: z.optional(z.string()),
    isRequired: z.optional(z.boolean()),
    optionsLabel: z.optional(z.array(z.unknown())),
  });

/** Lists the kinds that a custom field can have. */
export const lookupCustomFieldTypes = operation<NoParams, readonly LookupOption[]>({
  name: "users.lookupCustomFieldTypes",
  method: "GET",
  path: "/user/customFieldType/lookup",
  response: () => z.array(lookupOption()),
});

/**
 * Lists all custom fields of the portal. Their keys are not returned: `users.listRegistrationFields` has them.
 */
export const listCustomFields = operation<NoParams, ListCustomFieldsReply>({
  name: "users.listCustomFields",
  method: "GET",
  path: "/user/customFields",
  response: () => z.looseObject({ fields: maybe(z.array(customField())) }),
});

/**
 * Lists the custom fields for the registration page, by their keys. The vendor's sample has one among them whose
 * `isFieldOnRegistrationPage` is false: filter by it.
 */
export const listRegistrationFields = operation<NoParams, ListRegistrationFieldsReply>({
  name: "users.listRegistrationFields",
  method: "GET",
  path: "/users/customRegistrationFields",
  evidence: "documented",
  response: () => z.looseObject({ fields: maybe(z.record(z.string(), customField())) }),
});

/**
 * Replaces the portal's custom fields: new ones are added, and every omitted field is deleted. Read them with
 * `users.listCustomFields`, change the list, and save all of it; call `users.checkCustomFieldDeletion` before you omit
 * one. An empty list deletes all of them.
 *
 * What a field looks like here is not documented (the vendor's example is a word): fields that you read can be sent
 * back unchanged.
 */
export const saveCustomFields = operation<SaveCustomFieldsParams, Message>({
  name: "users.saveCustomFields",
  method: "PUT",
  path: "/user/customFields",
  params: () => z.strictObject({ fields: z.array(z.looseObject({})) }),
  response: () => message(),
});

/** Asks whether a custom field can be deleted: one that contains data of users cannot. Nothing is deleted. */
export const checkCustomFieldDeletion = operation<
  CheckCustomFieldDeletionParams,
  CheckCustomFieldDeletionReply
>({
  name: "users.checkCustomFieldDeletion",
  method: "GET",
  path: "/user/custom-field-deletion",
  encode: { fieldToDelete: "json" },
  params: () => z.strictObject({ fieldToDelete: customFieldDefinition() }),
  response: () =>
    z.looseObject({
      canDeleteField: maybeFlag(),
      message: maybeText(),
      certificateTemplates: maybe(z.array(z.unknown())),
    }),
});
