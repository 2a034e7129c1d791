import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { text } from "../fields.ts";
import { maybe, maybeText, message } from "../shared/replies.ts";
import type { Message, OpenEnum } from "../shared/shapes.ts";

/** The site's main colors, such as `#6b15b6`. */
export interface BrandColors {
  readonly primaryColor?: string | null | undefined;
  readonly bodyBgColor?: string | null | undefined;
  readonly bodyColor?: string | null | undefined;
}

/** How the site looks. Colors are as in `#6b15b6`. */
export interface BrandingSettings {
  readonly brandColors?: BrandColors | null | undefined;
  /** The logo's file or address; empty when none is set. */
  readonly logo?: string | null | undefined;
  /** The small logo's file or address; empty when none is set. */
  readonly logoMini?: string | null | undefined;
  readonly topBarPhone?: string | null | undefined;
  readonly footerText?: string | null | undefined;
  readonly headerBgColor?: string | null | undefined;
  readonly menuTextColor?: string | null | undefined;
  /** For example, `favicon.ico`. */
  readonly favicon?: string | null | undefined;
  /** What the site's robots.txt says. */
  readonly robotsTxt?: string | null | undefined;
  /** `yes` when search engines are asked to stay away; a string, not a boolean. */
  readonly hideSearchEngineVisibility?: OpenEnum<"yes" | "no"> | null | undefined;
  /** Where learners start, such as `dashboard`; set with `generalSettings.set`. */
  readonly learnerDashboard?: string | null | undefined;
}

/** The site's main colors to set. The vendor's page does not name them; these are those that can be read. */
export interface BrandColorChanges {
  readonly primaryColor?: string | undefined;
  readonly bodyBgColor?: string | undefined;
  readonly bodyColor?: string | undefined;
  readonly [color: string]: unknown;
}

/** How the site is to look: the vendor requires every field. Colors are as in `#6b15b6`. */
export interface SetBrandingSettingsParams {
  readonly brandColors: BrandColorChanges;
  /** For example, `logo.png`; whether a file's name or an address is not documented. */
  readonly logo: string;
  /** For example, `mini-logo.png`. */
  readonly logoMini: string;
  readonly topBarEmail: string;
  readonly topBarPhone: string;
  readonly menuTextColor: string;
  readonly footerText: string;
  readonly headerBgColor: string;
  /** For example, `favicon.ico`. */
  readonly favicon: string;
  /** What the site's robots.txt says. */
  readonly robotsTxt: string;
  /** Whether search engines are asked to stay away. */
  readonly hideSearchEngineVisibility: OpenEnum<"yes" | "no">;
  /** Whether the theme is compiled with the new colors; a string, not a boolean. */
  readonly shouldCompileTheme: OpenEnum<"true" | "false">;
}

/** The site's own style sheet. */
export interface SetCustomStylingParams {
  /** CSS; empty for none. */
  readonly custom_css: string;
}

/**
 * Reads how the site looks. The address in its top bar, which `generalSettings.setBrandingSettings` requires, is
 * missing.
 */
export const getBrandingSettings = operation<NoParams, BrandingSettings>({
  name: "generalSettings.getBrandingSettings",
  method: "GET",
  path: "/generalSetting/branding",
  response: () =>
    z.looseObject({
      brandColors: maybe(
        z.looseObject({ primaryColor: maybeText(), bodyBgColor: maybeText(), bodyColor: maybeText() }),
      ),
      logo: maybeText(),
      logoMini: maybeText(),
      topBarPhone: maybeText(),
      footerText: maybeText(),
      headerBgColor: maybeText(),
      menuTextColor: maybeText(),
      favicon: maybeText(),
      robotsTxt: maybeText(),
      hideSearchEngineVisibility: maybeText(),
      learnerDashboard: maybeText(),
    }),
});

/**
 * Overwrites how the site looks, for every visitor and at once, robots.txt included. Read the present settings first
 * and send them back changed: no field may be left out. The sample sends `brandColors` as an empty list, which is how
 * PHP writes an empty object; this sends an object.
 */
export const setBrandingSettings = operation<SetBrandingSettingsParams, Message>({
  name: "generalSettings.setBrandingSettings",
  method: "PUT",
  path: "/generalSetting/branding",
  params: () =>
    z.strictObject({
      brandColors: z.looseObject({
        primaryColor: z.optional(text()),
        bodyBgColor: z.optional(text()),
        bodyColor: z.optional(text()),
      }),
      logo: z.string(),
      logoMini: z.string(),
      topBarEmail: z.string(),
      topBarPhone: z.string(),
      menuTextColor: text(),
      footerText: z.string(),
      headerBgColor: text(),
      favicon: z.string(),
      robotsTxt: z.string(),
      hideSearchEngineVisibility: text(),
      shouldCompileTheme: text(),
    }),
  response: () => message(),
});

/**
 * Sets the CSS that is added to every page. It most likely replaces what was there, and nothing is documented that
 * reads it: keep a copy. Whoever writes CSS can hide or imitate parts of a page: do not pass on what users give you.
 */
export const setCustomStyling = operation<SetCustomStylingParams, Message>({
  name: "generalSettings.setCustomStyling",
  method: "PUT",
  path: "/generalSetting/custom-styling",
  params: () => z.strictObject({ custom_css: z.string() }),
  response: () => message(),
});
