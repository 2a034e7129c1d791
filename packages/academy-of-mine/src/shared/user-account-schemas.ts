import * as z from "#zod";
import { maybe, maybeFlag, maybeText } from "./replies.ts";

/** A password to set. That it must be unknown to haveibeenpwned.com as well is for the vendor to check. */
export const newPassword = () => z.string().check(z.minLength(8));

const choice = () => z.union([z.string(), z.number()]);

const customFieldValue = () => z.union([z.string(), z.number(), z.array(choice())]);

const customFieldAnswer = () =>
  z.looseObject({
    type: maybeText(),
    label: maybeText(),
    submitted_value: maybe(customFieldValue()),
    placeholder_value: maybeText(),
    option_label: maybe(z.array(z.string())),
    option_value: maybe(z.array(choice())),
  });

/** See `CustomFieldInput`; by the keys of the fields. */
export const customFieldInputs = () =>
  z.record(
    z.string(),
    z.looseObject({ type: z.optional(z.string()), submitted_value: z.optional(customFieldValue()) }),
  );

/** See `UserAccount`. */
export const userAccount = () =>
  z.looseObject({
    id: z.number(),
    firstName: maybeText(),
    lastName: maybeText(),
    lastLoggedIn: maybeText(),
    avatar: maybeText(),
    disabled: maybeFlag(),
    userType: maybeText(),
    currentLoggedUserType: maybeText(),
    membership: maybe(z.looseObject({ id: z.number(), name: maybeText(), expiryDate: maybeText() })),
    customUserMetas: maybe(z.record(z.string(), customFieldAnswer())),
    internal_note: maybeText(),
  });
