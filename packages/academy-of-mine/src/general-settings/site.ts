import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { maybe, maybeText, notice } from "../shared/replies.ts";
import type { Id, Notice, OpenEnum } from "../shared/shapes.ts";

/** Settings of the site that can be read; `generalSettings.set` takes more than these. */
export interface SiteSettings {
  readonly siteTitle?: string | null | undefined;
  /** The language's code, such as `en`. */
  readonly siteLanguage?: string | null | undefined;
  /** The time zone; the sample has the text `null`, most likely because `customTimeZone` is in use. */
  readonly timeZone?: string | null | undefined;
  /** As PHP writes it, such as `M d, Y`. */
  readonly dateFormat?: string | null | undefined;
  /** As PHP writes it, such as `h:i A`. */
  readonly timeFormat?: string | null | undefined;
  /** `yes` when the site is private; a string, not a boolean. */
  readonly privateSite?: OpenEnum<"yes" | "no"> | null | undefined;
  /** A time zone of `generalSettings.listCustomTimezones`. */
  readonly customTimeZone?: string | null | undefined;
  /** A page's id, a number or digits: the sample mixes the two, here and in the other pages. */
  readonly homePage?: Id | null | undefined;
  /** A page's id. */
  readonly productCatalogPage?: Id | null | undefined;
  /** A page's id. */
  readonly cartPage?: Id | null | undefined;
  /** A page's id. */
  readonly checkoutPage?: Id | null | undefined;
  /** A page's id. */
  readonly termConditionPage?: Id | null | undefined;
  /** What a buyer agrees to. */
  readonly termConditionText?: string | null | undefined;
  /** A page's id. */
  readonly privacyPolicyPage?: Id | null | undefined;
  readonly privacyPolicyText?: string | null | undefined;
}

/** All settings of the site: the vendor requires every one of them. */
export interface SetSiteSettingsParams {
  readonly siteTitle: string;
  /** The administrator's e-mail address. */
  readonly adminEmail: string;
  /** The language's code, such as `en`. */
  readonly siteLanguage: string;
  /** For example, `Asia/Tashkent`. */
  readonly timeZone: string;
  /** As PHP writes it, such as `M d, Y`. */
  readonly dateFormat: string;
  /** As PHP writes it, such as `h:i A`. */
  readonly timeFormat: string;
  /** Whether the site is private; `generalSettings.get` has `no`. */
  readonly privateSite: OpenEnum<"yes" | "no">;
  /** A time zone of `generalSettings.listCustomTimezones`, such as `America/New_York`. */
  readonly customTimeZone: string;
  /** A page's id. */
  readonly homePage: Id;
  /** A page's id. */
  readonly cartPage: Id;
  /** A page's id. */
  readonly checkoutPage: Id;
  /** A page's id. */
  readonly termConditionPage: Id;
  /** What a buyer agrees to. */
  readonly termConditionText: string;
  /** A page's id. */
  readonly privacyPolicyPage: Id;
  readonly privacyPolicyText: string;
  /** The heading of the banner about cookies. */
  readonly cookieTitle: string;
  /** The label of its button to accept. */
  readonly cookieAccept: string;
  /** The label of its button to reject. */
  readonly cookieReject: string;
  /** What the banner says. */
  readonly cookieMessage: string;
  /** The id of the page that thanks a buyer. */
  readonly thankyouPage: Id;
  /** Whether the banner is shown: a whole number, by its name 1 for yes and 0 for no. */
  readonly cookieEnable: number;
  /** Whether Google reCAPTCHA is on: a whole number, by its name 1 for yes and 0 for no. */
  readonly googleRecaptchaEnable: number;
  /** The key of Google reCAPTCHA that browsers see. */
  readonly googleRecaptchaSiteKey: string;
  /** The secret key of Google reCAPTCHA. */
  readonly googleRecaptchaSecretKey: string;
  /** Domains whose addresses may not register; how several are separated is not documented. */
  readonly blockedEmailsDomains: string;
  /** Whether anyone may register: a whole number, by its name 1 for yes and 0 for no. */
  readonly anyOneCanRegister: number;
  /** The page or menu where learners start, such as `dashboard`. */
  readonly learnerDashboard: string;
  /** The address of a catalog of your own. Spelled with a small `url`, unlike the others. */
  readonly customCatalogPageurl: string;
}

/** Whether there are points, badges and leaderboards. */
export interface SetGamificationSettingsParams {
  readonly is_enabled: boolean;
}

/** What to search for, and where. */
export interface SearchPlatformParams {
  /** A part of a name or of an e-mail address. */
  readonly search_term: string;
  /** The portal to search in; -1 for the whole platform. */
  readonly portalId: Id;
}

/** Something that was found. */
export interface SearchHit {
  /** Its name. */
  readonly label?: string | null | undefined;
  /** The path of its page in the vendor's admin area, such as `/dashboard/course/manage/1`; its id is at the end. */
  readonly value?: string | null | undefined;
}

/** What was found, by kind. */
export interface SearchResults {
  readonly courses?: readonly SearchHit[] | null | undefined;
  /** Empty in the sample; most likely in the form of the others. */
  readonly users?: readonly SearchHit[] | null | undefined;
  readonly products?: readonly SearchHit[] | null | undefined;
  readonly modules?: readonly SearchHit[] | null | undefined;
}

const pageId = () => maybe(z.union([z.number(), z.string()]));

const searchHits = () => maybe(z.array(z.looseObject({ label: maybeText(), value: maybeText() })));

/**
 * Reads settings of the site. The vendor's page lost this operation's title and parameters: that it is this one follows
 * from its sample.
 */
export const get = operation<NoParams, SiteSettings>({
  name: "generalSettings.get",
  method: "GET",
  path: "/generalSetting",
  response: () =>
    z.looseObject({
      siteTitle: maybeText(),
      siteLanguage: maybeText(),
      timeZone: maybeText(),
      dateFormat: maybeText(),
      timeFormat: maybeText(),
      privateSite: maybeText(),
      customTimeZone: maybeText(),
      homePage: pageId(),
      productCatalogPage: pageId(),
      cartPage: pageId(),
      checkoutPage: pageId(),
      termConditionPage: pageId(),
      termConditionText: maybeText(),
      privacyPolicyPage: pageId(),
      privacyPolicyText: maybeText(),
    }),
});

/**
 * Overwrites the settings of the site, for everyone and at once. All must be sent, and `generalSettings.get` returns
 * only half of them: the administrator's address, the cookie banner, reCAPTCHA, blocked domains, registration and
 * others have to come from you. Copy them from the admin area first; what you make up replaces what is there.
 */
export const set = operation<SetSiteSettingsParams, Notice>({
  name: "generalSettings.set",
  method: "PUT",
  path: "/generalSetting",
  secretParams: ["googleRecaptchaSecretKey"],
  params: () =>
    z.strictObject({
      siteTitle: text(),
      adminEmail: text(),
      siteLanguage: text(),
      timeZone: z.string(),
      dateFormat: text(),
      timeFormat: text(),
      privateSite: text(),
      customTimeZone: z.string(),
      homePage: id(),
      cartPage: id(),
      checkoutPage: id(),
      termConditionPage: id(),
      termConditionText: z.string(),
      privacyPolicyPage: id(),
      privacyPolicyText: z.string(),
      cookieTitle: z.string(),
      cookieAccept: z.string(),
      cookieReject: z.string(),
      cookieMessage: z.string(),
      thankyouPage: id(),
      cookieEnable: z.int(),
      googleRecaptchaEnable: z.int(),
      googleRecaptchaSiteKey: z.string(),
      googleRecaptchaSecretKey: z.string(),
      blockedEmailsDomains: z.string(),
      anyOneCanRegister: z.int(),
      learnerDashboard: z.string(),
      customCatalogPageurl: z.string(),
    }),
  response: () => notice(),
});

/**
 * Lists the time zones for `customTimeZone`, such as `Africa/Abidjan`: those that PHP supports, most likely without
 * those of `timeZone`, which are not documented.
 */
export const listCustomTimezones = operation<NoParams, readonly string[]>({
  name: "generalSettings.listCustomTimezones",
  method: "GET",
  path: "/generalSetting/custom-timezones",
  response: () => z.array(z.string()),
});

/** Searches courses, users, products and modules by name or e-mail address. The reply may contain names of people. */
export const search = operation<SearchPlatformParams, SearchResults>({
  name: "generalSettings.search",
  method: "POST",
  path: "/generalSetting/search",
  safe: true,
  params: () => z.strictObject({ search_term: text(), portalId: id() }),
  response: () =>
    z.looseObject({
      courses: searchHits(),
      users: searchHits(),
      products: searchHits(),
      modules: searchHits(),
    }),
});

/**
 * Switches gamification on or off for the platform. What happens to points that learners have is not documented, and
 * nothing is documented that reads the setting.
 */
export const setGamificationSettings = operation<SetGamificationSettingsParams, Notice>({
  name: "generalSettings.setGamificationSettings",
  method: "PUT",
  path: "/generalSetting/gamification",
  params: () => z.strictObject({ is_enabled: z.boolean() }),
  response: () => notice(),
});
