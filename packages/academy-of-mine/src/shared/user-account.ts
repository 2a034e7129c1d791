import type { OpenEnum } from "./shapes.ts";

/** The kind of a custom field, as `users.lookupCustomFieldTypes` lists them. */
export type CustomFieldType = OpenEnum<"text" | "textarea" | "date" | "radio" | "checkbox" | "dropdown">;

/** The value of a custom field: a text, or the chosen values. */
export type CustomFieldValue = string | number | readonly (string | number)[];

/** A custom field of an account. */
export interface CustomFieldAnswer {
  /** The field's kind. */
  readonly type?: CustomFieldType | null | undefined;
  /** The label of the field. */
  readonly label?: string | null | undefined;
  /** What was given. For a choice it is one of `option_value`. */
  readonly submitted_value?: CustomFieldValue | null | undefined;
  /** The hint in an empty field. */
  readonly placeholder_value?: string | null | undefined;
  /** The labels of the choices, in the order of `option_value`. */
  readonly option_label?: readonly string[] | null | undefined;
  /** The values of the choices. */
  readonly option_value?: readonly (string | number)[] | null | undefined;
}

/** What to write into a custom field. The vendor shows the two named fields; others are passed on. */
export interface CustomFieldInput {
  /** The field's kind. */
  readonly type?: CustomFieldType | undefined;
  /** The value; a list if several can be chosen. */
  readonly submitted_value?: CustomFieldValue | undefined;
  /** Other properties of the field, such as those in an account's `customUserMetas`. */
  readonly [field: string]: unknown;
}

/** The membership of an account. */
export interface AccountMembership {
  /** The membership's id. */
  readonly id: number;
  readonly name?: string | null | undefined;
  /** When it ends, null in the vendor's sample; its format is not documented. */
  readonly expiryDate?: string | null | undefined;
}

/** An account in full: a learner's or a member of staff's. Its e-mail address is not part of the vendor's sample. */
export interface UserAccount {
  /** The user's id. */
  readonly id: number;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  /** The time since the last sign-in, as text, such as `2 hours ago`. */
  readonly lastLoggedIn?: string | null | undefined;
  /** SVG markup with the initials, never rendered by us: sanitize it before you show it. */
  readonly avatar?: string | null | undefined;
  /** Whether the account is locked. */
  readonly disabled?: boolean | null | undefined;
  /** The account's type, such as `staff`; `users.lookupTypes` lists them. */
  readonly userType?: string | null | undefined;
  /** The type of the calling account, such as `owner`. */
  readonly currentLoggedUserType?: string | null | undefined;
  readonly membership?: AccountMembership | null | undefined;
  /** The custom fields, by their key. */
  readonly customUserMetas?: Readonly<Record<string, CustomFieldAnswer>> | null | undefined;
  /** A staff note about the user. */
  readonly internal_note?: string | null | undefined;
}
