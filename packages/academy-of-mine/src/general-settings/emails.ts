import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { maybeText, message } from "../shared/replies.ts";
import type { Id, Message, OpenEnum } from "../shared/shapes.ts";

/** The part of the platform that an e-mail is about, as spelled in the vendor's samples; its pages have no list. */
export type EmailArea = OpenEnum<"account" | "lms" | "ecommerce" | "Course, Class">;

/** What an e-mail is sent for, as spelled in the vendor's samples; its pages have no list. */
export type EmailType = OpenEnum<"new_account_creation" | "course_enrolled" | "upcoming_webinar">;

/** Whose mail settings to read. */
export interface GetEmailSettingsParams {
  readonly portalId: Id;
}

/** How all e-mails look. Colors are as in `#6b15b6`. */
export interface EmailSettings {
  /** The name of the sender. */
  readonly fromName?: string | null | undefined;
  /** For example, `default`. */
  readonly templateDesign?: string | null | undefined;
  /** Which logo is shown, such as `Default`. */
  readonly headerLogo?: string | null | undefined;
  /** The URL of a logo of your own. */
  readonly customHeaderLogoURL?: string | null | undefined;
  readonly headerBgColor?: string | null | undefined;
  readonly bgColor?: string | null | undefined;
  readonly bodyBgColor?: string | null | undefined;
  readonly bodyTextColor?: string | null | undefined;
}

/** How all e-mails look: the vendor requires every field. Colors are as in `#6b15b6`. */
export interface SetEmailSettingsParams {
  /** The name of the sender. */
  readonly fromName: string;
  /** The address of the sender. */
  readonly fromEmail: string;
  /** Where answers go. */
  readonly replyToEmail: string;
  /** For example, `default`. */
  readonly templateDesign: string;
  /** Which logo is shown, such as `Default`. */
  readonly headerLogo: string;
  /** The URL of a logo of your own. For none, the vendor's sample sends the text `null`. */
  readonly customHeaderLogoURL: string;
  readonly headerBgColor: string;
  readonly bgColor: string;
  readonly bodyBgColor: string;
  readonly bodyTextColor: string;
  readonly footerText: string;
  readonly logoBgColor: string;
}

/**
 * What an e-mail says, and when it is sent: the vendor requires every field, also those that its type has no use for.
 */
export interface SetEmailFormatParams {
  readonly type: EmailType;
  readonly portalId: Id;
  readonly area: EmailArea;
  readonly subject: string;
  /** Who gets it, such as `User`. */
  readonly recipients: string;
  readonly heading: string;
  /** The mail's text; whether HTML is taken is not documented. */
  readonly content: string;
  /** Whether it is sent: a whole number, 1 for yes in the sample. */
  readonly enabled: number;
  /** Whether administrators get it: a whole number, 1 for yes in the sample. */
  readonly admin_enabled: number;
  /** A number of hours; most likely before what is reminded of. */
  readonly hours: number;
  /** A number of days; most likely before what is reminded of. */
  readonly days: number;
  /** The unit of the reminder, such as `days`. */
  readonly interval: string;
  /** How often is reminded; a text, such as `1`. */
  readonly frequency: string;
  /** Whether it contains a coupon: a whole number, 1 for yes in the sample. */
  readonly enable_coupon: number;
  /** The coupon's id. */
  readonly coupon: Id;
}

/** Which mail to switch on or off. */
export interface UpdateEmailStatusParams {
  readonly area: EmailArea;
  readonly type: EmailType;
  /** Whether learners get it. */
  readonly isEnabled: boolean;
  /** Whether administrators get it; spelled unlike `isEnabled`. */
  readonly admin_enabled: boolean;
  readonly portalId: Id;
}

/**
 * Reads how the e-mails of a portal look. The sample lacks the sender's address, the one for answers, the footer and
 * the logo's background, which `generalSettings.setEmailSettings` requires.
 */
export const getEmailSettings = operation<GetEmailSettingsParams, EmailSettings>({
  name: "generalSettings.getEmailSettings",
  method: "GET",
  path: "/generalSetting/email",
  params: () => z.strictObject({ portalId: id() }),
  response: () =>
    z.looseObject({
      fromName: maybeText(),
      templateDesign: maybeText(),
      headerLogo: maybeText(),
      customHeaderLogoURL: maybeText(),
      headerBgColor: maybeText(),
      bgColor: maybeText(),
      bodyBgColor: maybeText(),
      bodyTextColor: maybeText(),
    }),
});

/**
 * Overwrites the sender and the looks of all e-mails. It takes no portal, though reading the settings requires one:
 * whose e-mails change, those of the main site or of all portals, is not documented.
 */
export const setEmailSettings = operation<SetEmailSettingsParams, Message>({
  name: "generalSettings.setEmailSettings",
  method: "PUT",
  path: "/generalSetting/email",
  params: () =>
    z.strictObject({
      fromName: text(),
      fromEmail: text(),
      replyToEmail: text(),
      templateDesign: text(),
      headerLogo: text(),
      customHeaderLogoURL: z.string(),
      headerBgColor: text(),
      bgColor: text(),
      bodyBgColor: text(),
      bodyTextColor: text(),
      footerText: z.string(),
      logoBgColor: text(),
    }),
  response: () => message(),
});

/**
 * Overwrites the text of e-mails of one type, and when they are sent. No operation to read the current text is
 * documented: copy it from the admin area first if you may need it.
 */
export const setEmailFormat = operation<SetEmailFormatParams, Message>({
  name: "generalSettings.setEmailFormat",
  method: "PUT",
  path: "/generalSetting/email-format",
  params: () =>
    z.strictObject({
      type: text(),
      portalId: id(),
      area: text(),
      subject: text(),
      recipients: z.string(),
      heading: z.string(),
      content: text(),
      enabled: z.int(),
      admin_enabled: z.int(),
      hours: z.int(),
      days: z.int(),
      interval: z.string(),
      frequency: z.string(),
      enable_coupon: z.int(),
      coupon: id(),
    }),
  response: () => message(),
});

/**
 * Switches the e-mails of one type on or off. While they are off, no one gets them: learners are not notified of a
 * new account or an enrollment, for example, and nothing suggests that the e-mails are sent later.
 */
export const updateEmailStatus = operation<UpdateEmailStatusParams, Message>({
  name: "generalSettings.updateEmailStatus",
  method: "PUT",
  path: "/generalSetting/email-status",
  params: () =>
    z.strictObject({
      area: text(),
      type: text(),
      isEnabled: z.boolean(),
      admin_enabled: z.boolean(),
      portalId: id(),
    }),
  response: () => message(),
});
